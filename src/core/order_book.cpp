#include "core/order_book.hpp"

#include <algorithm>
#include <utility>

namespace holdfast {
namespace {

bool holds_only_sizes(const std::map<Price, Quantity>& side) {
  return std::ranges::all_of(side, [](const auto& level) {
    return !level.second.is_zero() && !level.second.is_negative();
  });
}

}  // namespace

Result<void> OrderBook::refuse(std::string why) {
  doubt(why);
  return fail(Fault::malformed, std::move(why));
}

Result<void> OrderBook::replace(BookLevels levels, Duration at) {
  if (!holds_only_sizes(levels.bids) || !holds_only_sizes(levels.asks)) {
    return refuse("a snapshot with a level of no size");
  }
  levels_ = std::move(levels);
  confirmed_at_ = at;
  in_doubt_ = false;
  why_.clear();
  return {};
}

Result<void> OrderBook::change_by(BookSide side, Price price, Quantity delta, Duration at) {
  if (in_doubt_) return {};
  auto& levels = side_of(side);
  const auto level = levels.find(price);
  const auto sum = add(level == levels.end() ? Quantity{} : level->second, delta);
  if (!sum || sum->is_negative()) {
    return refuse("a change takes more from " + price.text() + " than stands there");
  }
  return change_to(side, price, *sum, at);
}

Result<void> OrderBook::change_to(BookSide side, Price price, Quantity size, Duration at) {
  if (in_doubt_) return {};
  if (size.is_negative()) return refuse("a level below zero at " + price.text());
  auto& levels = side_of(side);
  if (size.is_zero()) {
    levels.erase(price);
  } else {
    levels.insert_or_assign(price, size);
  }
  confirmed_at_ = at;
  return {};
}

void OrderBook::doubt(std::string why) {
  in_doubt_ = true;
  why_ = std::move(why);
}

const BookLevels* OrderBook::fresh(Duration now) const {
  return in_doubt_ || now - confirmed_at_ > lease_ ? nullptr : &levels_;
}

Result<BookLevel> parse_level(std::string_view price, std::string_view size) {
  const auto at = Price::parse(price);
  if (!at) return tl::make_unexpected(at.error());
  const auto amount = Quantity::parse(size);
  if (!amount) return tl::make_unexpected(amount.error());
  return BookLevel{*at, *amount};
}

std::optional<BookLevel> best_bid(const BookLevels& levels) {
  if (levels.bids.empty()) return std::nullopt;
  return BookLevel{levels.bids.rbegin()->first, levels.bids.rbegin()->second};
}

std::optional<BookLevel> best_ask(const BookLevels& levels) {
  if (levels.asks.empty()) return std::nullopt;
  return BookLevel{levels.asks.begin()->first, levels.asks.begin()->second};
}

}  // namespace holdfast
