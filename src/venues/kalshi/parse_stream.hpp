#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/quote_check.hpp"
#include "domain/error.hpp"

// The frames of /trade-api/ws/v2 (asyncapi of March 2026, pages of August 2026).
namespace holdfast::kalshi {

enum class FrameKind : std::uint8_t {
  subscribed,    // one per channel of a subscribe command
  unsubscribed,  // with a sequence number on counted channels
  ok,            // of update_subscription: counted too
  error,
  snapshot,
  delta,
  ticker,    // last and best prices of one market, as another channel knows them
  holdings,  // fill, market_position, user_order: what is held may have changed
  other,     // trade, lifecycle, whatever comes to be
};

struct StreamFrame {
  FrameKind kind{FrameKind::other};
  std::string type;  // the venue's word
  std::optional<std::int64_t> id;
  std::optional<std::int64_t> sid;
  std::optional<std::uint64_t> sequence;
  std::string channel;  // subscribed
  std::string ticker;
  bool unknown_market{};  // snapshot: market_id is empty
  // Of YES: a NO bid at q is an ask of YES at 1 - q.
  BookLevels levels;             // snapshot
  BookSide side{BookSide::bid};  // delta
  Price price;
  Quantity delta;
  Quote quote;                      // ticker
  std::optional<Price> last_price;  // ticker; none: not told
  std::int64_t at_ms{};             // ticker; 0: not told
  std::int64_t error_code{};
  std::string error_text;
};

// Fault::malformed for what is no frame, and for an order book frame without what it rests on:
// sid, seq, market, and for a delta side, price and size.
Result<StreamFrame> parse_stream(std::string_view text);

}  // namespace holdfast::kalshi
