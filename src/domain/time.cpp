#include "domain/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <optional>

namespace holdfast {
namespace {

using namespace std::chrono_literals;

// Reads exactly `count` digits.
std::optional<int> take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool take_char(std::string_view& text, char wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take_char(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take_char(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date};
}

std::optional<Duration> take_time_of_day(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || !take_char(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || !take_char(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  Duration at = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  at += std::chrono::seconds{*second};
  if (take_char(text, '.')) {
    std::int64_t scale = 100'000;
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front())) == 0) {
      return std::nullopt;
    }
    while (!text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0) {
      at += Duration{scale * (text.front() - '0')};
      scale /= 10;
      text.remove_prefix(1);
    }
  }
  return at;
}

std::optional<Duration> take_offset(std::string_view& text) {
  if (take_char(text, 'Z') || take_char(text, 'z')) return Duration{0};
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const auto hour = take_number(text, 2);
  if (!hour || !take_char(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  return Duration{sign * (std::chrono::hours{*hour} + std::chrono::minutes{*minute})};
}

}  // namespace

Result<UtcTime> parse_rfc3339(std::string_view text) {
  std::string_view rest = text;
  const auto refuse = [&] {
    return fail(Fault::malformed, "not an RFC 3339 time: " + std::string{text.substr(0, 60)});
  };
  const auto date = take_date(rest);
  if (!date || rest.empty() ||
      (rest.front() != 'T' && rest.front() != 't' && rest.front() != ' ')) {
    return refuse();
  }
  rest.remove_prefix(1);
  const auto at = take_time_of_day(rest);
  if (!at) return refuse();
  const auto offset = take_offset(rest);
  if (!offset || !rest.empty()) return refuse();
  return UtcTime{*date} + *at - *offset;
}

Result<UtcTime> from_unix_s(std::int64_t seconds) {
  constexpr std::int64_t most = 253'402'300'799;  // the last second of the year 9999
  if (seconds < 0 || seconds > most) {
    return fail(Fault::malformed, fmt::format("not a unix time in seconds: {}", seconds));
  }
  return UtcTime{std::chrono::seconds{seconds}};
}

Result<UtcTime> from_unix_ms(std::int64_t milliseconds) {
  constexpr std::int64_t most = 253'402'300'799'999;
  if (milliseconds < 0 || milliseconds > most) {
    return fail(Fault::malformed, fmt::format("not a unix time in ms: {}", milliseconds));
  }
  return UtcTime{std::chrono::milliseconds{milliseconds}};
}

std::int64_t unix_s(UtcTime at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

std::int64_t unix_ms(UtcTime at) {
  return std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
}

std::string iso_text(UtcTime at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(at - day).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

}  // namespace holdfast
