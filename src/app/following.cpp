#include "app/following.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace holdfast {

Following::Change Following::follow(const std::map<PositionKey, Position>& open) {
  Change change;
  std::set<PositionKey> now;
  for (const auto& [key, position] : open) {
    if (position.state != PositionState::open) continue;
    now.insert(key);
    change.wanted.insert(key.instrument);
  }
  std::ranges::set_difference(followed_, now, std::back_inserter(change.dropped));
  followed_ = std::move(now);
  return change;
}

}  // namespace holdfast
