#include "sim/kalshi/feed.hpp"

#include <limits>

namespace holdfast::sim::kalshi {

bool FeedFilter::takes(std::uint16_t its_subaccount, std::uint16_t its_shard,
                       const std::string& its_ticker, UtcTime at) const {
  const auto seconds = unix_s(at);
  return (!subaccount || *subaccount == its_subaccount) && (!shard || *shard == its_shard) &&
         (ticker.empty() || ticker == its_ticker) && seconds >= min_ts && seconds <= max_ts;
}

Parameter<FeedFilter> feed_filter(const World& world, const Call& call,
                                  std::string_view operation) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const auto limit = limit_parameter(call, operation);
  if (!limit) return tl::make_unexpected(limit.error());
  const auto subaccount = subaccount_parameter(call, operation);
  if (!subaccount) return tl::make_unexpected(subaccount.error());
  const auto shard = shard_parameter(call, operation);
  if (!shard) return tl::make_unexpected(shard.error());
  const auto min_ts = number_parameter(call, operation, "min_ts", "MinTs", 0, most, 0);
  if (!min_ts) return tl::make_unexpected(min_ts.error());
  const auto max_ts = number_parameter(call, operation, "max_ts", "MaxTs", 0, most, most);
  if (!max_ts) return tl::make_unexpected(max_ts.error());
  return FeedFilter{.limit = *limit,
                    .before = whole_number(cursor_place(call)).value_or(0),
                    .subaccount = *subaccount,
                    .shard = *shard,
                    .min_ts = *min_ts + (world.kalshi.min_ts_is_exclusive ? 1 : 0),
                    .max_ts = *max_ts,
                    .ticker = call.target.value("ticker")};
}

}  // namespace holdfast::sim::kalshi
