#include "core/find_drift.hpp"

#include <compare>
#include <utility>

namespace holdfast {
namespace {

// Goes through an ordered map beside a walk over keys that rise.
template <class Value>
class Beside {
 public:
  explicit Beside(const std::map<PositionKey, Value>& values)
      : next_{values.begin()}, end_{values.end()} {}
  // The key's value, or null.
  const Value* at(const PositionKey& key) {
    while (next_ != end_) {
      const auto order = next_->first <=> key;
      if (order > 0) return nullptr;
      const Value& value = next_++->second;
      if (order == 0) return &value;
    }
    return nullptr;
  }

 private:
  std::map<PositionKey, Value>::const_iterator next_;
  std::map<PositionKey, Value>::const_iterator end_;
};

bool is_lost(const Words& words) { return words.row != nullptr && words.row->lost; }

}  // namespace

// All four maps are in key order: one walk, and no key is copied that does not differ.
std::vector<Drift> find_drift(const AccountView& view, const Snapshot& snapshot,
                              const std::optional<Readings>& readings) {
  static const Readings none;
  Beside agreed{readings ? readings->agreed : none.agreed};
  Beside disputed{readings ? readings->disputed : none.disputed};
  const Quantity tolerance = listing_tolerance(snapshot.header().venue);
  std::vector<Drift> drifts;
  auto held = view.open.begin();
  auto row = snapshot.holdings().begin();
  while (held != view.open.end() || row != snapshot.holdings().end()) {
    auto order = std::strong_ordering::less;
    if (held == view.open.end()) {
      order = std::strong_ordering::greater;
    } else if (row != snapshot.holdings().end()) {
      order = held->first <=> row->first;
    }
    const PositionKey& key = order > 0 ? row->first : held->first;
    Words words{.reading = agreed.at(key), .dispute = disputed.at(key)};
    if (order <= 0) words.ours = held++->second.quantity;
    if (order >= 0) words.row = &row++->second;
    if (is_lost(words) && words.ours.is_zero()) continue;
    Seen seen = weigh(words, snapshot.as_of(), tolerance);
    if (seen.quantity == words.ours) {
      if (!is_lost(words)) continue;
      seen.standing = Standing::lost;
      seen.quantity = Quantity{};
    }
    drifts.push_back({key, words.ours, std::move(seen)});
  }
  return drifts;
}

}  // namespace holdfast
