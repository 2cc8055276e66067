#pragma once
#include <string>

#include "sim/node.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/venue_world.hpp"

namespace holdfast::sim::polymarket {

// The last price of a token as its book states it; empty before the first trade.
std::string last_trade_price(const VenueWorld& venue, const Market& market,
                             const std::string& token);

// One token and what its frames say beside the levels.
struct StreamedBook {
  const Market& market;
  const std::string& token;
  std::string last_price;
};

// SHA-1 of the compact JSON with the keys in the wire's order and an empty hash (recorded October
// 2026: market, asset_id, timestamp, hash, bids, asks, min_order_size, tick_size, neg_risk,
// last_trade_price, version only on v2 markets).
std::string book_hash(const StreamedBook& streamed, const TokenBook& book, UtcTime at);
// A `book` event; bids ascending, asks descending: the best comes last.
Node book_event(const StreamedBook& streamed, const TokenBook& book, UtcTime at);
// One level of a price_change; `book` is that of the token after it, and so is the hash.
Node change_row(const StreamedBook& streamed, const TokenBook& book, bool bid, Price price,
                UtcTime at);

}  // namespace holdfast::sim::polymarket
