#pragma once
#include <map>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast::books {

// A row of a positions.json, as text, with these `external_ids` filled in where they are not given;
// nothing else of it changes.
Result<std::string> with_ids(std::string_view row, const std::map<std::string, std::string>& ids);

}  // namespace holdfast::books
