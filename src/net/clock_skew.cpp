#include "net/clock_skew.hpp"

#include "net/http_date.hpp"

namespace holdfast::net {

std::optional<Duration> clock_skew(const HttpResponse& response, UtcTime asked, UtcTime answered) {
  const auto date = parse_http_date(response.header("Date"), answered);
  if (!date) return std::nullopt;
  const UtcTime middle = asked + (answered - asked) / 2;
  const Duration skew = *date + std::chrono::milliseconds{500} - middle;
  return skew > visible_skew || skew < -visible_skew ? skew : Duration{};
}

}  // namespace holdfast::net
