#include "net/retry_after.hpp"

#include <algorithm>
#include <cctype>
#include <ranges>

#include "net/header_name.hpp"
#include "net/http_date.hpp"

namespace holdfast::net {
namespace {

// Whole or broken seconds, rounded up: "120", "0.25".
std::optional<Duration> seconds_in(std::string_view text) {
  const auto point = std::min(text.find('.'), text.size());
  const auto whole = text.substr(0, point);
  const auto rest = point < text.size() ? text.substr(point + 1) : std::string_view{};
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (whole.empty() || !std::ranges::all_of(whole, digit)) return std::nullopt;
  if (point < text.size() && (rest.empty() || !std::ranges::all_of(rest, digit))) {
    return std::nullopt;
  }
  std::int64_t seconds = std::ranges::any_of(rest, [](char c) { return c != '0'; }) ? 1 : 0;
  std::int64_t counted = 0;
  for (const char c : whole) counted = std::min<std::int64_t>(counted * 10 + (c - '0'), 1'000'000);
  seconds += counted;
  return std::min<Duration>(std::chrono::seconds{seconds}, longest_wait);
}

std::optional<Duration> until(std::string_view text, const HttpResponse& response, UtcTime now) {
  const auto at = parse_http_date(text, now);
  if (!at) return std::nullopt;
  const UtcTime from = parse_http_date(response.header("date"), now).value_or(now);
  if (*at <= from) return Duration::zero();
  return std::min(*at - from, longest_wait);
}

}  // namespace

// A proxy may add a second header; the longer wish is the safe one.
std::optional<Duration> retry_after(const HttpResponse& response, UtcTime now) {
  std::optional<Duration> longest;
  for (const auto& [name, value] : response.headers) {
    if (!same_header(name, "retry-after")) continue;
    auto wish = seconds_in(value);
    if (!wish) wish = until(value, response, now);
    if (wish && (!longest || *wish > *longest)) longest = wish;
  }
  return longest;
}

}  // namespace holdfast::net
