#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/order_book.hpp"
#include "domain/error.hpp"
#include "venues/polymarket/book_hash.hpp"

// The frames of wss://…/ws/market and /ws/user (pages and recordings of October 2026).
namespace holdfast::polymarket {

enum class StreamEventKind : std::uint8_t {
  book,        // the whole book of one token
  change,      // price_change: levels of one or several tokens
  last_trade,  // part of what the book's hash covers
  tick_size,   // likewise
  holdings,    // order, trade: what the wallet holds may have changed
  other,
};

struct LevelChange {
  std::string asset;
  LevelText text;
  Price price;
  Quantity size;  // the level's new size; zero: gone
  BookSide side{BookSide::bid};
  std::string hash;      // of the book after it
  std::string best_bid;  // empty: not said, or none
  std::string best_ask;
};

struct StreamEvent {
  StreamEventKind kind{StreamEventKind::other};
  std::string type;  // the venue's word
  std::string asset;
  std::string market;  // condition id
  std::string timestamp_text;
  std::int64_t timestamp_ms{};
  std::string hash;
  BookLevels levels;            // book
  std::vector<LevelText> bids;  // book: as spelled, in the wire's order
  std::vector<LevelText> asks;
  std::optional<std::string> min_order_size;
  std::optional<bool> neg_risk;
  std::string tick_size;         // book; the new one of a tick_size_change
  std::string last_trade_price;  // book; the price of a last_trade_price
  std::string version;
  std::vector<LevelChange> changes;
};

// One frame: an object, a list of them, or the text PONG (no event). Fault::malformed for what is
// neither, and for a book or a change without what it rests on.
Result<std::vector<StreamEvent>> parse_stream(std::string_view text);

}  // namespace holdfast::polymarket
