#include "sim/polymarket/clob/rate_tokens.hpp"

#include <algorithm>

#include "sim/polymarket/clob/auth.hpp"
#include "sim/polymarket/venue_world.hpp"

namespace holdfast::sim::polymarket {

RateVerdict take_rate_tokens(VenueWorld& venue, const Call& call, TokenUse use,
                             std::int64_t count) {
  const bool orders = use == TokenUse::order;
  const std::int64_t rate = orders ? 40 : 80;
  const std::int64_t capacity = 1000 * (orders ? 60 : 120);
  auto& buckets = orders ? venue.clob.order_buckets : venue.clob.cancel_buckets;
  auto& bucket = buckets[call.caller.account];
  if (bucket.fresh || !venue.rate_limits) {
    bucket = {.millitokens = capacity, .at = call.now, .fresh = false};
  } else if (call.now > bucket.at) {
    const auto passed_ms = (call.now - bucket.at) / std::chrono::milliseconds{1};
    const auto gained = std::min<std::int64_t>(passed_ms, 3'600'000) * rate;
    bucket.millitokens = std::min(capacity, bucket.millitokens + gained);
    bucket.at += std::chrono::milliseconds{passed_ms};
  }
  const bool enough = bucket.millitokens >= 1000 * count;
  if (enough) bucket.millitokens -= 1000 * count;
  const auto full_in_s = (capacity - bucket.millitokens + 1000 * rate - 1) / (1000 * rate);
  RateVerdict verdict;
  verdict.headers = {{"Poly-RateLimit-Remaining", std::to_string(bucket.millitokens / 1000)},
                     {"Poly-RateLimit-Reset", std::to_string(unix_s(call.now) + full_in_s)},
                     {"Poly-RateLimit-Tier", "Standard"}};
  if (enough) return verdict;
  verdict.refused = clob_error(429, "Too Many Requests");
  verdict.refused->headers = verdict.headers;
  verdict.refused->headers.push_back({"Retry-After", "1"});
  return verdict;
}

}  // namespace holdfast::sim::polymarket
