#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast {

enum class BookSide : std::uint8_t { bid, ask };

struct BookLevel {
  Price price;
  Quantity size;
  friend bool operator==(const BookLevel&, const BookLevel&) = default;
};

// A level as venues write it; Fault::malformed for a text that is no exact number.
Result<BookLevel> parse_level(std::string_view price, std::string_view size);

// Exact levels by price; no level of size zero.
struct BookLevels {
  std::map<Price, Quantity> bids;
  std::map<Price, Quantity> asks;
  friend bool operator==(const BookLevels&, const BookLevels&) = default;
};

// One instrument's book as a venue's stream tells it. It is fresh only while the venue has
// confirmed it within `lease`, by a snapshot or by a change that followed without a gap; a doubt
// ends that until the next snapshot. Nothing may be decided on a book that is not fresh, so its
// levels are given out only then. Moments are uptimes.
class OrderBook {
 public:
  explicit OrderBook(Duration lease) : lease_{lease} {}

  // The whole book anew; the only thing that makes a doubtful book fresh again. Fault::malformed
  // for a level of size zero or below; the book is in doubt then.
  Result<void> replace(BookLevels levels, Duration at);
  // One level by so much (Kalshi) or to so much (Polymarket). On a book that is in doubt nothing
  // happens. Fault::malformed for a level that would be below zero: then the book is in doubt.
  Result<void> change_by(BookSide side, Price price, Quantity delta, Duration at);
  Result<void> change_to(BookSide side, Price price, Quantity size, Duration at);
  // Something is missing or cannot be true.
  void doubt(std::string why);

  // The levels; null when the book is not fresh at that moment.
  [[nodiscard]] const BookLevels* fresh(Duration now) const;
  [[nodiscard]] bool in_doubt() const { return in_doubt_; }
  [[nodiscard]] const std::string& why() const { return why_; }
  // When the venue last confirmed it.
  [[nodiscard]] Duration confirmed_at() const { return confirmed_at_; }
  // For comparing and showing, fresh or not; nothing is decided on it.
  [[nodiscard]] const BookLevels& last_known() const { return levels_; }

 private:
  std::map<Price, Quantity>& side_of(BookSide side) {
    return side == BookSide::bid ? levels_.bids : levels_.asks;
  }
  Result<void> refuse(std::string why);

  Duration lease_;
  BookLevels levels_;
  Duration confirmed_at_{};
  bool in_doubt_{true};
  std::string why_{"no snapshot yet"};
};

// The best bid and the best ask; none on an empty side.
std::optional<BookLevel> best_bid(const BookLevels& levels);
std::optional<BookLevel> best_ask(const BookLevels& levels);

}  // namespace holdfast
