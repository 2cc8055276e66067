#pragma once
#include <string>

#include "domain/cause.hpp"
#include "domain/fixed.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"

namespace holdfast {

// One execution in the venue's words.
struct Fill {
  FillId id;
  PositionKey key;
  Quantity change;  // signed change of the key's quantity
  Price price;      // of one unit of the key's long side (Kalshi: the YES price)
  Money fee;        // paid, above zero
  UtcTime at;
  std::string order_id;
  Cause cause{Cause::trade};
  bool final{true};   // false while the venue may still reverse it (Polymarket MATCHED)
  bool listed{true};  // false: a source without all its figures tells of it until the list does
  friend bool operator==(const Fill&, const Fill&) = default;
};

}  // namespace holdfast
