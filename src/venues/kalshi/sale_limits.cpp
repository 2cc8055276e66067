#include "venues/kalshi/limits.hpp"
#include "venues/kalshi/resting_orders.hpp"
#include "venues/kalshi/venue.hpp"

namespace holdfast::kalshi {

// One question for each subaccount. Kalshi nets: an order on the other side closes what is held
// before it opens anything, so its rest is spoken for. There is nothing to approve.
Async<std::map<PositionKey, SaleLimits>> KalshiVenue::fetch_sale_limits(
    std::vector<PositionKey> keys, RawTape& tape) {
  std::map<PositionKey, SaleLimits> told;
  std::multimap<std::string, PositionKey> by_ticker;
  std::set<std::uint16_t> subaccounts;
  for (PositionKey& key : keys) {
    subaccounts.insert(key.subaccount);
    by_ticker.emplace(key.instrument.text, key);
    told.emplace(std::move(key),
                 SaleLimits{.step = limits::order_step, .minimum = limits::order_step});
  }
  for (const std::uint16_t subaccount : subaccounts) {
    const auto asked =
        co_await each_resting_order(session_, subaccount, tape, [&](const RestingOrder& order) {
          const auto [first, last] = by_ticker.equal_range(order.ticker);
          for (auto at = first; at != last; ++at) {
            if (!rests_on(order, at->second, subaccount)) continue;
            add_order(told.at(at->second), order.change, order.id.value_or("without an id"));
          }
        });
    if (!asked) co_return tl::make_unexpected(asked.error());
  }
  co_return told;
}

}  // namespace holdfast::kalshi
