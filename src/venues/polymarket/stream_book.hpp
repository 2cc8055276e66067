#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/order_book.hpp"
#include "venues/polymarket/parse_stream.hpp"

namespace holdfast::polymarket {

// Whether this venue's price_change frames carry the hash of the whole book. Its pages call it
// "hash of the order" in one place, so it must show: believed from the start, it is given up when
// it never once fits while everything else does, and is law once it has fitted.
struct HashTrust {
  enum class State : std::uint8_t { unproven, proven, given_up };
  State state{State::unproven};
  std::uint32_t misses{};
  static constexpr std::uint32_t misses_max = 3;
};

// What a frame did to a book.
enum class Effect : std::uint8_t {
  none,      // nothing to do with it, or from before what is applied
  repeated,  // older than what is applied
  applied,
  healed,   // a snapshot that made a doubtful book whole
  silent,   // a snapshot that differed although nothing had said so
  doubted,  // frames are missing
};

// One token's book with what its hash covers. There is no counter on this stream: a missing frame
// shows in the next one's hash and in the best prices it states.
class StreamBook {
 public:
  explicit StreamBook(Duration lease) : book_{lease} {}

  Effect take_book(const StreamEvent& event, HashTrust& trust, Duration at);
  // The rows of one frame that are about this token, in order.
  Effect take_changes(const std::vector<const LevelChange*>& rows, const StreamEvent& event,
                      HashTrust& trust, Duration at);
  void take_last_trade(const StreamEvent& event) { last_trade_price_ = event.last_trade_price; }
  void take_tick_size(const StreamEvent& event) { tick_size_ = event.tick_size; }
  void doubt(std::string why) { book_.doubt(std::move(why)); }

  [[nodiscard]] const OrderBook& book() const { return book_; }
  [[nodiscard]] bool in_doubt() const { return book_.in_doubt(); }
  [[nodiscard]] Duration confirmed_at() const { return book_.confirmed_at(); }

 private:
  using Texts = std::map<Price, LevelText>;
  [[nodiscard]] HashedBook hashed(const std::string& timestamp) const;
  Effect judge(const LevelChange& last, const StreamEvent& event, HashTrust& trust);

  OrderBook book_;
  Texts bids_;
  Texts asks_;
  std::string asset_;
  std::string market_;
  std::string tick_size_;
  std::string last_trade_price_;
  std::string version_;
  std::optional<std::string> min_order_size_;
  std::optional<bool> neg_risk_;
  std::int64_t timestamp_ms_{};
  bool had_snapshot_{};
};

}  // namespace holdfast::polymarket
