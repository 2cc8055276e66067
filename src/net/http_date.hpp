#pragma once
#include <optional>
#include <string_view>

#include "domain/time.hpp"

namespace holdfast::net {

// The three forms of RFC 9110, 5.6.7, letter case as written there. A two-digit year is read as the
// one within fifty years of `now`. Nothing for anything else.
std::optional<UtcTime> parse_http_date(std::string_view text, UtcTime now);

}  // namespace holdfast::net
