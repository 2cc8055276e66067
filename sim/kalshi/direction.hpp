#pragma once
#include <string_view>

#include "domain/fixed.hpp"
#include "sim/node.hpp"

namespace holdfast::sim::kalshi {

// Kalshi states a direction four times over. buy-yes and sell-no are yes/bid, buy-no and sell-yes
// are no/ask; the deprecated action and side keep the person's own words. The price pair is that of
// the YES book and does not turn with the side.
// Whether the one who took the offer bought YES: a maker's fill stands on the other side.
inline bool taker_bids(Quantity change, bool is_taker) { return change.is_negative() != is_taker; }

inline void add_direction(Node& row, Quantity change, bool sells) {
  const bool bids = !change.is_negative();
  row.set("action", Node::text(sells ? "sell" : "buy"))
      .set("book_side", Node::text(bids ? "bid" : "ask"))
      .set("outcome_side", Node::text(bids ? "yes" : "no"))
      .set("side", Node::text(bids != sells ? "yes" : "no"));
}

}  // namespace holdfast::sim::kalshi
