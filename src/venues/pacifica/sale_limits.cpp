#include "venues/pacifica/venue.hpp"

namespace holdfast::pacifica {
namespace {

SaleLimits limits_of(const std::map<std::string, Perpetual>& perpetuals,
                     const std::string& symbol) {
  const auto known = perpetuals.find(symbol);
  SaleLimits told;
  if (known == perpetuals.end() || !known->second.lot_size || !known->second.min_order_size) {
    told.unasked = "the venue does not say how large an order of it must be";
    return told;
  }
  told.step = told.minimum = *known->second.lot_size;
  told.minimum_value = *known->second.min_order_size;
  return told;
}

}  // namespace

// A perpetual's orders lock nothing at the venue. Those that close count all the same, reduce_only
// or not: with a second order of the whole size the two together would overshoot, and open the
// other side. A stop or target is in no book yet: it counts from when it is an order. Nobody knows
// whether closings are exempt from the minimum: they are taken not to be.
Async<std::map<PositionKey, SaleLimits>> PacificaVenue::fetch_sale_limits(
    std::vector<PositionKey> keys, RawTape& tape) {
  // Each pass that names markets learns them, and what an order must be hardly ever changes.
  if (perpetuals_.empty()) {
    const auto learnt = co_await learn_perpetuals(tape);
    if (!learnt) co_return tl::make_unexpected(learnt.error());
  }
  const auto orders = co_await ask_orders(tape);
  if (!orders) co_return tl::make_unexpected(orders.error());
  std::map<PositionKey, SaleLimits> told;
  for (PositionKey& key : keys) {
    SaleLimits limits = limits_of(perpetuals_, key.instrument.text);
    for (const OpenOrder& order : *orders) {
      if (order.symbol != key.instrument.text || order.waits) continue;
      add_order(limits, order.left, order.id ? std::to_string(*order.id) : "without an id");
    }
    told.emplace(std::move(key), std::move(limits));
  }
  co_return told;
}

}  // namespace holdfast::pacifica
