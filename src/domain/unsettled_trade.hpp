#pragma once
#include <string>

#include "domain/fixed.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"

namespace holdfast {

// A match of the owner's that its venue may still reverse: no holding yet, and nothing of it is
// booked. What is held follows when it is final.
struct UnsettledTrade {
  std::string id;  // the venue's, of the match
  PositionKey key;
  Quantity change;  // signed, once it is final
  Price price;
  std::string status;  // the venue's word: MATCHED, MINED, RETRYING
  UtcTime at;
  friend bool operator==(const UnsettledTrade&, const UnsettledTrade&) = default;
};

}  // namespace holdfast
