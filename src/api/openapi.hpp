#pragma once
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast::api {

// api/openapi.yaml as JSON.
std::string_view openapi_json();

// YAML as openapi.yaml uses it: block maps and lists, flow maps and lists on one line, plain and
// quoted scalars; no anchors, no multi-line text, no tags. Fault::malformed names the line of
// what is beyond that.
Result<std::string> json_of_plain_yaml(std::string_view yaml);

}  // namespace holdfast::api
