#pragma once
#include <string>

#include "domain/time.hpp"
#include "ports/transport.hpp"

namespace holdfast::net {

// A request in logs and errors: "GET https://example.com". Paths and queries are left out: some
// services want their token there.
std::string request_text(const HttpRequest& request);

// "1.5 s", "300 s", "250 ms".
std::string duration_text(Duration duration);

}  // namespace holdfast::net
