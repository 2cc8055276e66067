#include "app/following.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace holdfast {
namespace {

// Trading in its market is over, as far as its venue has said.
bool is_over(const InstrumentId& id, const std::map<InstrumentId, Instrument>& known) {
  const auto found = known.find(id);
  if (found == known.end()) return false;
  const MarketState state = found->second.state;
  return state == MarketState::closed || state == MarketState::resolved;
}

}  // namespace

Following::Change Following::follow(const std::map<PositionKey, Position>& open,
                                    const std::map<InstrumentId, Instrument>& known) {
  Change change;
  std::set<PositionKey> now;
  for (const auto& [key, position] : open) {
    if (position.state != PositionState::open) continue;
    now.insert(key);
    change.held.insert(key.instrument);
    if (!is_over(key.instrument, known)) change.traded.insert(key.instrument);
  }
  std::ranges::set_difference(followed_, now, std::back_inserter(change.dropped));
  followed_ = std::move(now);
  return change;
}

}  // namespace holdfast
