#pragma once
#include <cstdint>
#include <optional>

#include "core/quote_check.hpp"
#include "venues/pacifica/limits.hpp"
#include "venues/pacifica/parse_stream.hpp"

namespace holdfast::pacifica {

// What a frame did to a book.
enum class Effect : std::uint8_t {
  none,
  repeated,  // older than what is known
  applied,
  healed,  // made a doubtful book whole
  silent,  // an answer to a question, and another book than ours although nothing had said so
  refused,
};

// One symbol's book. Every frame is the whole book, so the next one heals whatever was lost; that
// something was lost shows in the best prices, which come on a channel of their own and are newer.
class StreamBook {
 public:
  explicit StreamBook(Duration lease)
      : book_{lease}, mids_{std::chrono::milliseconds{limits::prices_lag_ms}} {}

  // `asked`: a question for this book stands.
  Effect take_book(const StreamFrame& frame, bool asked, Duration at);
  Effect take_best(const StreamFrame& frame);
  void take_price(const SymbolPrice& price, Duration at);
  // The channel of all prices has told of another market for longer than the two run apart: the
  // book is in doubt from now on.
  bool doubt_what_prices_contradict(Duration now);
  // Whether it has come to be in doubt since this was asked last.
  bool is_newly_missing();

  [[nodiscard]] const OrderBook& book() const { return book_; }
  [[nodiscard]] bool in_doubt() const { return book_.in_doubt(); }
  [[nodiscard]] Duration confirmed_at() const { return book_.confirmed_at(); }

 private:
  struct Best {
    Stamp stamp;
    std::optional<BookLevel> bid;
    std::optional<BookLevel> ask;
  };
  // Best prices that are not older than the book must be the book's.
  bool contradicts() const;

  OrderBook book_;
  QuoteCheck mids_;
  std::int64_t priced_at_ms_{};  // the newest row of prices
  std::optional<Stamp> stamp_;   // of the newest book
  std::optional<Best> best_;     // the newest
  bool missing_{};
};

}  // namespace holdfast::pacifica
