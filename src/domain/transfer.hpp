#pragma once
#include <optional>
#include <string>

#include "domain/cause.hpp"
#include "domain/fixed.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"

namespace holdfast {

// Quantity that came or went without a trade: sent, split, merged, converted. One movement of
// several keys (a merge of YES and NO) is one Transfer for each.
struct Transfer {
  std::string id;  // transaction and log index, or the venue's own words for it
  PositionKey key;
  Quantity change;             // signed
  std::optional<Price> price;  // of one unit, where the movement has one (a split at par); none:
                               // what leaves takes its share of the cost along, what comes has none
  Cause cause{Cause::transfer};
  UtcTime at;
  friend bool operator==(const Transfer&, const Transfer&) = default;
};

}  // namespace holdfast
