#include "sim/polymarket/venue.hpp"

#include <array>

#include "sim/polymarket/data_answers.hpp"
#include "sim/polymarket/gamma.hpp"

namespace holdfast::sim::polymarket {

std::span<const Route> data_routes() {
  static constexpr std::array table{
      Route{"GET", "/v2/positions", "v2_positions", positions_v2},
      Route{"GET", "/v2/activity", "v2_activity", activity_v2},
      Route{"GET", "/v2/trades", "v2_trades", trades_v2},
      Route{"GET", "/v2/value", "v2_value", value_v2},
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

}  // namespace holdfast::sim::polymarket
