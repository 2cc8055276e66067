#include "core/quote_check.hpp"

#include <algorithm>

namespace holdfast {

bool QuoteCheck::fits(const Quote& quote, const Best& best) {
  if (!quote.between) return quote.bid == best.bid && quote.ask == best.ask;
  // A side on which nobody stands encloses nothing.
  return (!best.bid || *best.bid <= *quote.bid) && (!best.ask || *quote.ask <= *best.ask);
}

void QuoteCheck::say(const Quote& quote, Duration now) {
  doubt_.reset();
  if (!best_) return;
  std::erase_if(past_, [&](const auto& one) { return now - one.second > lag_; });
  const bool was_so =
      std::ranges::any_of(past_, [&](const auto& one) { return fits(quote, one.first); });
  if (!was_so && !fits(quote, *best_)) doubt_ = Doubt{quote, now};
}

void QuoteCheck::note(const OrderBook& book, Duration now) {
  if (book.in_doubt()) {
    best_.reset();
    doubt_.reset();
    return;
  }
  const auto bid = best_bid(book.last_known());
  const auto ask = best_ask(book.last_known());
  const Best best{.bid = bid ? std::optional{bid->price} : std::nullopt,
                  .ask = ask ? std::optional{ask->price} : std::nullopt};
  if (best_ && *best_ != best) past_.emplace_back(*best_, now);
  if (past_.size() > past_max) past_.erase(past_.begin());
  best_ = best;
  if (doubt_ && fits(doubt_->quote, best)) doubt_.reset();
}

void QuoteCheck::renew(const OrderBook& book, Duration now) {
  doubt_.reset();
  note(book, now);
}

}  // namespace holdfast
