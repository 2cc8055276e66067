#include "venues/kalshi/limits.hpp"
#include "venues/kalshi/pages.hpp"
#include "venues/kalshi/parse.hpp"
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
    const auto take_page = [&](const std::string& body) -> Result<std::string> {
      auto page = parse_resting_orders(body);
      if (!page) return tl::make_unexpected(std::move(page).error());
      for (const RestingOrder& order : page->orders) {
        const auto [first, last] = by_ticker.equal_range(order.ticker);
        for (auto at = first; at != last; ++at) {
          if (!rests_on(order, at->second, subaccount)) continue;
          add_order(told.at(at->second), order.change, order.id.value_or("without an id"));
        }
      }
      return std::move(page->next_cursor);
    };
    const auto proof = co_await walk_pages(
        session_, "/portfolio/orders",
        joined(parameter("subaccount", std::to_string(subaccount)), "status=resting"), tape,
        take_page);
    if (!proof) co_return tl::make_unexpected(proof.error());
  }
  co_return told;
}

}  // namespace holdfast::kalshi
