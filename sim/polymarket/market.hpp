#pragma once
#include <array>
#include <optional>
#include <string>

#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast::sim::polymarket {

struct Outcome {
  std::string name;
  std::string token_id;  // decimal
  Price price;           // last
  std::optional<Price> payout;
};

// A two-outcome market. Standard markets derive their ids from USDC.e, neg-risk ones from the
// wrapped collateral; "v2" markets carry structured position ids kept by the PositionManager.
struct Market {
  std::string gamma_id;
  std::string condition_id;
  std::string question_id;
  std::string slug;
  std::string question;
  std::string icon;
  std::string event_id;
  std::string event_slug;
  std::string version{"v1"};
  std::array<Outcome, 2> outcomes;
  bool neg_risk{};
  bool archived{};
  bool closed{};  // trading is over, the result is not known yet
  bool paused{};  // takes no orders for now
  std::optional<UtcTime> resolved_at;
  UtcTime created_at;
  UtcTime end_at;
  Price tick{Price::from_units(10'000'000)};
  Price fee_rate;                // r of shares x r x p x (1 - p)
  std::int64_t seconds_delay{};  // of games: so long is a marketable order held
  bool fee_in_shares{};          // a buyer's fee is kept back in shares, as before CLOB V2

  // The price of outcome 0 from now on. Beyond 0.04 and 0.96 the tick becomes finer, for good.
  void move_to(Price first);
  [[nodiscard]] bool resolved_by(UtcTime moment) const {
    return resolved_at && *resolved_at <= moment;
  }
};

}  // namespace holdfast::sim::polymarket
