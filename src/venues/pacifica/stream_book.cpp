#include "venues/pacifica/stream_book.hpp"

#include <utility>

namespace holdfast::pacifica {
namespace {

bool same(const std::optional<BookLevel>& a, const std::optional<BookLevel>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->price == b->price && a->size == b->size;
}

}  // namespace

bool StreamBook::contradicts() const {
  if (!stamp_ || !best_ || is_older(best_->stamp, *stamp_)) return false;
  return !same(best_->bid, best_bid(book_.last_known())) ||
         !same(best_->ask, best_ask(book_.last_known()));
}

Effect StreamBook::take_book(const StreamFrame& frame, bool asked, Duration at) {
  if (stamp_ && is_older(frame.stamp, *stamp_)) return Effect::repeated;
  // The very same frame once more says nothing about this moment, unless it answers a question.
  const bool again = stamp_ == frame.stamp && !book_.in_doubt();
  if (again && !asked) return Effect::repeated;
  const bool first = !stamp_;
  const bool was_whole = !book_.in_doubt();
  const bool differs = was_whole && book_.last_known() != frame.levels;
  if (!book_.replace(frame.levels, at)) return Effect::refused;
  stamp_ = frame.stamp;
  if (contradicts()) {
    book_.doubt("its best prices are older than those that are known");
    mids_.note(book_, at);
    return Effect::none;
  }
  if (asked) {
    mids_.renew(book_, at);
  } else {
    mids_.note(book_, at);
  }
  missing_ = false;
  if (!was_whole && !first) return Effect::healed;
  return asked && differs ? Effect::silent : Effect::applied;
}

Effect StreamBook::take_best(const StreamFrame& frame) {
  if (best_ && is_older(frame.stamp, best_->stamp)) return Effect::repeated;
  best_ = Best{.stamp = frame.stamp, .bid = frame.bid, .ask = frame.ask};
  if (book_.in_doubt() || !contradicts()) return Effect::none;
  book_.doubt("its best prices are not those of the venue: a frame is missing or on its way");
  missing_ = true;
  return Effect::applied;
}

void StreamBook::take_price(const SymbolPrice& price, Duration at) {
  if (!price.mid || price.at_ms < priced_at_ms_) return;
  priced_at_ms_ = price.at_ms;
  mids_.say({.bid = price.mid, .ask = price.mid, .between = true}, at);
}

bool StreamBook::doubt_what_prices_contradict(Duration now) {
  if (book_.in_doubt() || !mids_.contradicts(now)) return false;
  book_.doubt("the venue's mid price is not between its best prices: frames are missing");
  mids_.note(book_, now);
  missing_ = true;
  return true;
}

bool StreamBook::is_newly_missing() { return std::exchange(missing_, false); }

}  // namespace holdfast::pacifica
