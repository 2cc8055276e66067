#pragma once
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "core/order_book.hpp"

namespace holdfast {

// What another channel says of a book: its best prices, or one price that lies between them.
struct Quote {
  std::optional<Price> bid;  // none: nobody bids
  std::optional<Price> ask;
  bool between{};  // bid and ask are one price, which the book's own enclose
};

// Holds a book against what another channel says of its best prices. The two run apart by their
// lag: what is said may be what the book showed until lately, or what it will show at once. Only
// what stays untrue for longer than that contradicts the book: frames of it are missing.
class QuoteCheck {
 public:
  explicit QuoteCheck(Duration lag) : lag_{lag} {}

  void say(const Quote& quote, Duration now);
  // The book has moved.
  void note(const OrderBook& book, Duration now);
  // The book is new, asked for after all that was said.
  void renew(const OrderBook& book, Duration now);
  [[nodiscard]] bool contradicts(Duration now) const { return doubt_ && now - doubt_->at > lag_; }

 private:
  struct Best {
    std::optional<Price> bid;
    std::optional<Price> ask;
    friend bool operator==(const Best&, const Best&) = default;
  };
  struct Doubt {
    Quote quote;
    Duration at{};
  };
  static bool fits(const Quote& quote, const Best& best);
  static constexpr std::size_t past_max = 256;  // of a book that moves without a word on the other

  Duration lag_;
  std::optional<Best> best_;                     // none: the book is in doubt
  std::vector<std::pair<Best, Duration>> past_;  // and until when it was so
  std::optional<Doubt> doubt_;                   // what was said last and did not fit
};

}  // namespace holdfast
