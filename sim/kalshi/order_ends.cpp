#include "sim/kalshi/trading.hpp"

// How orders leave the book without anybody's cancel.
namespace holdfast::sim::kalshi {

void pass_time(Exchange& exchange, UtcTime now) {
  std::vector<std::pair<OrderPlace, UtcTime>> over;
  for (const auto& [ticker, orders] : exchange.resting) {
    for (const auto& [account, id] : orders) {
      const auto& order = exchange.timeline.truth().of(account).orders.at(id);
      const OrderPlace place{account, id, order.subaccount, order.shard};
      const auto& caught = exchange.members[account].cancel_all_until;
      const auto until = caught.find(order.subaccount);
      const auto closes = exchange.markets.at(ticker).close_at;
      if (closes <= now) {
        over.emplace_back(place, closes);
      } else if (order.expires && *order.expires <= now) {
        over.emplace_back(place, *order.expires);
      } else if (until != caught.end() && order.created <= until->second) {
        over.emplace_back(place, order.created);
      }
    }
  }
  for (const auto& [place, at] : over) cancel(exchange, place, at);
}

void pause_orders(Exchange& exchange, UtcTime at) {
  const auto resting = exchange.resting;
  for (const auto& [ticker, orders] : resting) {
    for (const auto& [account, id] : orders) {
      const auto& order = exchange.timeline.truth().of(account).orders.at(id);
      if (!order.cancel_on_pause) continue;
      cancel(exchange, {account, id, order.subaccount, order.shard}, at);
    }
  }
}

}  // namespace holdfast::sim::kalshi
