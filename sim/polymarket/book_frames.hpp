#pragma once
#include <string>

#include "sim/node.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/venue_world.hpp"

namespace holdfast::sim::polymarket {

// A trade as one of the market's two tokens shows it.
Price price_of(const Print& print, const Market& market, const std::string& token);
std::string side_of(const Print& print, const Market& market, const std::string& token);
// The newest one; null before the first.
const Print* last_print(const VenueWorld& venue, const Market& market);
// The last price of a token as its book states it; empty before the first trade.
std::string last_trade_price(const VenueWorld& venue, const Market& market,
                             const std::string& token);

// One token and what its frames say beside the levels.
struct StreamedBook {
  const Market& market;
  const std::string& token;
  std::string last_price;
};

// What is left of a book whose orders near the price are not shown.
TokenBook phantom_book();

// SHA-1 of the compact JSON with the keys in the wire's order and an empty hash (recorded October
// 2026: market, asset_id, timestamp, hash, bids, asks, min_order_size, tick_size, neg_risk,
// last_trade_price, version only on v2 markets).
std::string book_hash(const StreamedBook& streamed, const TokenBook& book, UtcTime at);
// The book as REST shows it, with its hash.
Node hashed_book(const StreamedBook& streamed, const TokenBook& book, UtcTime at);
// A `book` event; bids ascending, asks descending: the best comes last.
Node book_event(const StreamedBook& streamed, const TokenBook& book, UtcTime at);
// What everybody is told of a trade, and of the finer steps that a price makes from now on.
Node trade_event(const StreamedBook& streamed, const Print& print, UtcTime at);
Node tick_event(const StreamedBook& streamed, Price old_tick, UtcTime at);
// `new_market`, to those who asked for more than books.
Node market_event(const Market& market, UtcTime at);
// One level of a price_change; `book` is that of the token after it, and so is the hash.
Node change_row(const StreamedBook& streamed, const TokenBook& book, bool bid, Price price,
                UtcTime at);
// The price_change of these rows, as it is and as it was before 15 September 2025.
Node change_event(const StreamedBook& streamed, Node rows, UtcTime at);
Node old_change_event(const StreamedBook& streamed, const Node& rows, UtcTime at);

}  // namespace holdfast::sim::polymarket
