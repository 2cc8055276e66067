#pragma once
#include <string>

#include "domain/fixed.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"

namespace holdfast {

// All that was held of a resolved token was turned into collateral. The source tells the token and
// the moment, not how much: that is what was held.
struct Redemption {
  std::string id;
  PositionKey key;
  Price payout;  // of one unit
  UtcTime at;
  friend bool operator==(const Redemption&, const Redemption&) = default;
};

}  // namespace holdfast
