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

bool Feed::is_fresh(const InstrumentId& instrument, Duration now) const {
  const OrderBook* kept = book(instrument);
  return kept != nullptr && kept->fresh(now) != nullptr;
}

}  // namespace holdfast
