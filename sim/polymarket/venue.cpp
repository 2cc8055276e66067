#include "sim/polymarket/venue.hpp"

#include <array>

#include "sim/polymarket/clob/clob_answers.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/polymarket/gamma.hpp"

namespace holdfast::sim::polymarket {

std::span<const Route> data_routes() {
  static constexpr std::array table{
      Route{"GET", "/v2/positions", "v2_positions", positions_v2},
      Route{"GET", "/v2/activity", "v2_activity", activity_v2},
      Route{"GET", "/v2/trades", "v2_trades", trades_v2},
      Route{"GET", "/v2/value", "v2_value", value_v2},
      Route{"GET", "/v2/resolutions", "v2_resolutions", resolutions_v2},
      Route{"GET", "/v2/status", "v2_status", data_status},
      Route{"GET", "/positions", "v1_positions", positions_v1},
      Route{"GET", "/value", "v1_value", value_v1},
      Route{"GET", "/activity", "v1_activity", activity_v1},
      Route{"GET", "/trades", "v1_trades", trades_v1},
  };
  return table;
}

std::span<const Route> gamma_routes() {
  static constexpr std::array table{
      Route{"GET", "/markets", "markets", gamma_markets},
      Route{"GET", "/markets/keyset", "markets_keyset", gamma_keyset},
      Route{"GET", "/markets/slug/{slug}", "market_by_slug", gamma_market},
      Route{"GET", "/markets/{id}", "market", gamma_market},
  };
  return table;
}

std::span<const Route> clob_routes() {
  static constexpr auto read = Access::read;
  static constexpr auto write = Access::write;
  static constexpr auto proof = Access::wallet_signed;
  static constexpr std::array table{
      Route{"GET", "/", "ok", clob_ok},
      Route{"GET", "/ok", "ok", clob_ok},
      Route{"GET", "/time", "time", clob_time},
      Route{"GET", "/version", "version", clob_version},
      Route{"GET", "/book", "book", clob_book},
      Route{"POST", "/books", "books", clob_books},
      Route{"GET", "/books", "books", clob_plural_get},
      Route{"GET", "/prices", "prices", clob_plural_get},
      Route{"GET", "/midpoints", "midpoints", clob_plural_get},
      Route{"GET", "/last-trades-prices", "last_trades", clob_plural_get},
      Route{"GET", "/price", "price", clob_price},
      Route{"GET", "/midpoint", "midpoint", clob_midpoint},
      Route{"GET", "/spread", "spread", clob_spread},
      Route{"GET", "/last-trade-price", "last_trade", clob_last_trade},
      Route{"GET", "/tick-size", "tick_size", clob_tick_size},
      Route{"GET", "/tick-size/{token}", "tick_size", clob_tick_size},
      Route{"GET", "/neg-risk", "neg_risk", clob_neg_risk},
      Route{"GET", "/fee-rate", "fee_rate", clob_fee_rate},
      Route{"GET", "/markets-by-token/{token}", "market_by_token", clob_market_by_token},
      Route{"GET", "/clob-markets/{condition}", "market_info", clob_market_info},
      Route{"GET", "/markets/{condition}", "market", clob_market},
      Route{"GET", "/fees/builder-fees/{code}", "builder_fees", clob_builder_fees},
      Route{"POST", "/auth/api-key", "create_key", clob_create_key, proof},
      Route{"GET", "/auth/derive-api-key", "derive_key", clob_derive_key, proof},
      Route{"GET", "/auth/api-keys", "keys", clob_list_keys, read},
      Route{"DELETE", "/auth/api-key", "delete_key", clob_delete_key, write},
      Route{"GET", "/auth/ban-status/closed-only", "closed_only", clob_closed_only, read},
      Route{"POST", "/order", "post_order", clob_post_order, write},
      Route{"POST", "/orders", "post_orders", clob_post_orders, write},
      Route{"DELETE", "/order", "cancel_order", clob_cancel_order, write},
      Route{"DELETE", "/orders", "cancel_orders", clob_cancel_orders, write},
      Route{"DELETE", "/cancel-all", "cancel_all", clob_cancel_all, write},
      Route{"DELETE", "/cancel-market-orders", "cancel_market", clob_cancel_market, write},
      Route{"GET", "/data/orders", "open_orders", clob_open_orders, read},
      Route{"GET", "/data/order/{id}", "order", clob_order, read},
      Route{"GET", "/data/trades", "trades", clob_trades, read},
      Route{"GET", "/balance-allowance", "balance", clob_balance, read},
      Route{"GET", "/balance-allowance/update", "update_balance", clob_update_balance, read},
      Route{"POST", "/v1/heartbeats", "heartbeat", clob_heartbeat, write},
      Route{"POST", "/heartbeats", "old_heartbeat", clob_old_heartbeat, write},
  };
  return table;
}

}  // namespace holdfast::sim::polymarket
