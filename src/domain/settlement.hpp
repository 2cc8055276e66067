#pragma once
#include <string>

#include "domain/cause.hpp"
#include "domain/fixed.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"

namespace holdfast {

// The venue paid out a resolved market and took the holding off its books; or the owner
// redeemed a resolved token.
struct Settlement {
  std::string id;  // the venue's own words for it: ticker and time, or transaction
  PositionKey key;
  Quantity change;  // signed change of the key's quantity: minus what was held
  Price payout;     // of one unit of the key's long side; void and scalar are decimals
  Money fee;
  UtcTime at;
  Cause cause{Cause::settlement};
  friend bool operator==(const Settlement&, const Settlement&) = default;
};

}  // namespace holdfast
