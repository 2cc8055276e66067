#include "net/clock_skew.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "net/http_date.hpp"
#include "ports/tape.hpp"

namespace holdfast::net {
namespace {

constexpr std::string_view remembered_skew = "remembered clock of the venue";  // microseconds

}  // namespace

std::optional<Duration> clock_skew(const HttpResponse& response, UtcTime asked, UtcTime answered) {
  const auto date = parse_http_date(response.header("Date"), answered);
  if (!date) return std::nullopt;
  const UtcTime middle = asked + (answered - asked) / 2;
  const Duration skew = *date + std::chrono::milliseconds{500} - middle;
  // An answer that took long, or came after retries, may be of any moment in between.
  const Duration doubt = visible_skew + (answered - asked) / 2;
  return skew > doubt || skew < -doubt ? skew : Duration{};
}

void keep_skew(RawTape& tape, UtcTime at, Duration skew) {
  if (skew != Duration{}) keep_memory(tape, remembered_skew, at, std::to_string(skew.count()));
}

Duration kept_skew(std::span<const RawAnswer> answers) {
  const auto found = std::ranges::find(answers, remembered_skew, &RawAnswer::source);
  if (found == answers.end()) return {};
  std::int64_t count{};
  const char* const first = found->body.data();
  std::from_chars(first, first + found->body.size(), count);
  return Duration{count};
}

}  // namespace holdfast::net
