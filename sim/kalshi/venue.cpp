#include "sim/kalshi/venue.hpp"

#include <array>

#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/errors.hpp"

namespace holdfast::sim::kalshi {

std::span<const Route> routes() {
  static constexpr auto read = Access::read;
  static constexpr std::array table{
      Route{"GET", "/portfolio/positions", "positions", positions, read},
      Route{"GET", "/portfolio/fills", "fills", fills, read},
      Route{"GET", "/portfolio/settlements", "settlements", settlements, read},
      Route{"GET", "/portfolio/balance", "balance", balance, Access::read_balance},
      Route{"GET", "/portfolio/subaccounts/balances", "subaccount_balances", subaccount_balances,
            Access::read_balance},
      Route{"GET", "/portfolio/subaccounts/netting", "subaccount_netting", subaccount_netting,
            read},
      Route{"GET", "/portfolio/orders", "orders", orders, read},
      Route{"GET", "/portfolio/orders/queue_positions", "queue_positions", queue_positions, read},
      Route{"GET", "/portfolio/orders/{id}", "order", order, read, 2},
      Route{"GET", "/portfolio/orders/{id}/queue_position", "queue_position", queue_position, read},
      // The handlers bill these: what a write costs depends on its body.
      Route{"POST", "/portfolio/events/orders", "create_order", create_order, Access::write, 0},
      Route{"DELETE", "/portfolio/events/orders", "cancel_all_orders", cancel_all_orders,
            Access::write, 0},
      Route{"POST", "/portfolio/events/orders/batched", "create_orders", create_orders,
            Access::write, 0},
      Route{"DELETE", "/portfolio/events/orders/batched", "cancel_orders", cancel_orders,
            Access::write, 0},
      Route{"DELETE", "/portfolio/events/orders/{id}", "cancel_order", cancel_order, Access::write,
            0},
      Route{"POST", "/portfolio/events/orders/{id}/amend", "amend_order", amend_order,
            Access::write, 0},
      Route{"POST", "/portfolio/events/orders/{id}/decrease", "decrease_order", decrease_order,
            Access::write, 0},
      Route{"POST", "/portfolio/orders", "legacy_orders", create_legacy_order, Access::write, 20},
      Route{"POST", "/portfolio/orders/batched", "legacy_orders", legacy_order_write, Access::write,
            20},
      Route{"DELETE", "/portfolio/orders/batched", "legacy_orders", legacy_order_write,
            Access::write, 4},
      Route{"DELETE", "/portfolio/orders/{id}", "legacy_orders", cancel_legacy_order, Access::write,
            4},
      Route{"POST", "/portfolio/orders/{id}/amend", "legacy_orders", legacy_order_write,
            Access::write, 20},
      Route{"POST", "/portfolio/orders/{id}/decrease", "legacy_orders", legacy_order_write,
            Access::write, 20},
      Route{"GET", "/margin/balance", "margin_balance", margin_balance, Access::read_balance, 5},
      Route{"GET", "/margin/positions", "margin_positions", margin_positions, read},
      Route{"GET", "/margin/funding_history", "margin_funding", margin_funding, read},
      Route{"POST", "/margin/orders", "margin_orders", create_margin_order, Access::write},
      Route{"POST", "/portfolio/margin/subaccounts", "margin_subaccounts", create_margin_subaccount,
            Access::write},
      Route{"GET", "/historical/positions", "historical_positions", historical_positions, read},
      Route{"GET", "/historical/fills", "historical_fills", historical_fills, read},
      Route{"GET", "/historical/cutoff", "historical_cutoff", historical_cutoff, Access::open},
      Route{"GET", "/exchange/status", "exchange_status", exchange_status, Access::open},
      Route{"GET", "/exchange/user_data_timestamp", "user_data_timestamp", user_data_timestamp,
            Access::open},
      Route{"GET", "/account/limits", "account_limits", account_limits, read},
      Route{"GET", "/account/endpoint_costs", "endpoint_costs", endpoint_costs, Access::open},
      Route{"GET", "/api_keys", "api_keys", api_keys, read},
      Route{"GET", "/series/fee_changes", "fee_changes", fee_changes, Access::open},
      Route{"GET", "/markets", "markets", markets, Access::open},
      Route{"GET", "/markets/orderbooks", "orderbooks", orderbooks, Access::open},
      Route{"GET", "/markets/trades", "trades", public_trades, Access::open},
      Route{"GET", "/markets/{ticker}", "market", market, Access::open},
      Route{"GET", "/markets/{ticker}/orderbook", "orderbook", orderbook, Access::open},
      Route{"GET", "/events/{ticker}", "event", event, Access::open},
  };
  return table;
}

const Portfolio& shown_portfolio(World& world, const Call& call, Duration lag) {
  auto account = call.caller.account;
  if (const auto* other = call.fault(FaultKind::wrong_owner)) {
    account = other->param("owner");
    for (const auto& [name, member] : world.kalshi.members) {
      if (account.empty() && name != call.caller.account) account = name;
    }
  }
  return world.kalshi.timeline.as_of(call.endpoint, shown_moment(world, call, lag)).of(account);
}

}  // namespace holdfast::sim::kalshi
