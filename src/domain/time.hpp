#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast {

using UtcTime = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

// RFC 3339, any offset, up to nanoseconds (finer than a microsecond is cut off).
Result<UtcTime> parse_rfc3339(std::string_view text);
// Unix seconds or milliseconds; refuses moments that a microsecond count cannot hold.
Result<UtcTime> from_unix_s(std::int64_t seconds);
Result<UtcTime> from_unix_ms(std::int64_t milliseconds);
std::int64_t unix_s(UtcTime at);
std::int64_t unix_ms(UtcTime at);
// ISO-8601 UTC with milliseconds, the one form Holdfast writes: 2026-11-21T09:44:14.123Z
std::string iso_text(UtcTime at);

}  // namespace holdfast
