#include "ports/feed.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace holdfast {

void FeedNews::add(FeedNews more) {
  std::ranges::move(more.send, std::back_inserter(send));
  std::ranges::move(more.lines, std::back_inserter(lines));
  changed = changed || more.changed;
  reconnect = reconnect || more.reconnect;
}

const BookLevels* Feed::book(const InstrumentId& instrument, Duration now) const {
  const OrderBook* known = kept(instrument);
  return known == nullptr ? nullptr : known->fresh(now);
}

bool Feed::is_fresh(const InstrumentId& instrument, Duration now) const {
  return book(instrument, now) != nullptr;
}

}  // namespace holdfast
