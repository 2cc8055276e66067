#include "sim/pacifica/venue.hpp"

#include <array>

#include "sim/pacifica/answers.hpp"

namespace holdfast::sim::pacifica {

// Costs are tenths of credits without an API config key.
std::span<const Route> routes() {
  static constexpr auto open = Access::open;
  static constexpr auto write = Access::write;
  static constexpr std::array table{
      Route{"GET", "/positions", "positions", positions, open, 10},
      Route{"GET", "/account", "account", account, open, 10},
      Route{"GET", "/account/settings", "account_settings", settings, open, 10},
      Route{"GET", "/orders", "orders", orders, open, 10},
      Route{"GET", "/orders/history", "order_history", order_history, open, 120},
      Route{"GET", "/orders/history_by_id", "order_history_by_id", order_history_by_id, open, 10},
      Route{"GET", "/trades/history", "trade_history", trade_history, open, 120},
      Route{"GET", "/positions/history", "trade_history", trade_history, open, 120},
      Route{"GET", "/funding/history", "funding_history", funding_history, open, 10},
      Route{"GET", "/info", "info", info, open, 10},
      Route{"GET", "/info/prices", "prices", prices, open, 10},
      Route{"GET", "/book", "book", book, open, 10},
      Route{"POST", "/orders/create_market", "create_market", create_market, write, 10},
      Route{"POST", "/orders/create", "create", create, write, 10},
      Route{"POST", "/orders/batch", "batch", batch, open, 0},  // its actions cost
      Route{"POST", "/orders/stop/create", "stop_create", stop_create, write, 10},
      Route{"POST", "/orders/stop/cancel", "stop_cancel", cancel, write, 5},
      Route{"POST", "/positions/tpsl", "tpsl", tpsl, write, 10},
      Route{"POST", "/orders/cancel", "cancel", cancel, write, 5},
      Route{"POST", "/orders/cancel_all", "cancel_all", cancel_all, write, 5},
      Route{"POST", "/account/leverage", "leverage", leverage, write, 10},
      Route{"POST", "/account/margin", "margin", margin, write, 10},
      Route{"POST", "/agent/bind", "agent_bind", agent_bind, write, 10},
  };
  return table;
}

}  // namespace holdfast::sim::pacifica
