#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/order_book.hpp"
#include "domain/error.hpp"

// The frames of wss://ws.pacifica.fi/ws (pages of December 2025, ccxt of autumn 2026).
namespace holdfast::pacifica {

enum class FrameKind : std::uint8_t {
  subscribed,
  positions,  // account_positions: the whole set, as of a moment that may be late
  trades,     // account_trades
  orders,     // account_order_updates
  book,       // the whole book of one symbol
  best,       // bbo
  prices,     // mark and mid of every symbol
  error,
  other,  // pong, unsubscribe, whatever comes to be
};

// The venue's two clocks: li, a number that rises within an account or book, where it is given, and
// the moment in milliseconds.
struct Stamp {
  std::optional<std::int64_t> number;
  std::int64_t at_ms{};
  friend bool operator==(const Stamp&, const Stamp&) = default;
};
inline bool is_older(const Stamp& a, const Stamp& b) {
  return a.number && b.number ? *a.number < *b.number : a.at_ms < b.at_ms;
}

// A row of prices.
struct SymbolPrice {
  std::string symbol;
  Price mark;
  std::optional<Price> mid;  // of the best prices; none: not told
  std::int64_t at_ms{};
};

struct StreamFrame {
  FrameKind kind{FrameKind::other};
  std::string channel;           // the venue's word
  std::string source;            // subscribed: which channel
  std::string symbol;            // subscribed, book, best
  Stamp stamp;                   // of rows: the newest one's
  BookLevels levels;             // book
  std::optional<BookLevel> bid;  // best
  std::optional<BookLevel> ask;
  std::string held;  // positions: symbol, side and amount of each row; equal texts are equal sets
  bool fills{};      // orders: one of them was filled, in part or whole
  std::vector<SymbolPrice> prices;
  std::string error;
};

// Fault::malformed for what is no frame, and for one of ours without what it rests on.
Result<StreamFrame> parse_stream(std::string_view text);

}  // namespace holdfast::pacifica
