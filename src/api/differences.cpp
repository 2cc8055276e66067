#include "api/differences.hpp"

namespace holdfast::api {
namespace {

// The brake holds positions back in one case: each of them is missing from a complete listing, and
// all that it has cost is at stake. What has a case of its own, or is held no more, is not meant.
void add_held_back(const Picture& picture, const Case& brake, std::vector<Difference>& all) {
  for (const PositionKey& key : brake.keys) {
    const Position* held = picture.position(key);
    if (held == nullptr || picture.case_of(key) != &brake) continue;
    all.push_back({&brake, key, held->quantity, Quantity{}, held->cost});
  }
}

}  // namespace

std::vector<Difference> differences(const Picture& picture) {
  std::vector<Difference> all;
  for (const Case& lasting : picture.replica().cases) {
    if (lasting.key) {
      all.push_back({&lasting, *lasting.key, lasting.ours, lasting.theirs, lasting.at_stake});
    } else if (lasting.reason == CaseReason::brake) {
      add_held_back(picture, lasting, all);
    }
  }
  return all;
}

Stakes stakes_of(const std::vector<Difference>& all) {
  Stakes stakes;
  for (const Difference& one : all) stakes.add(one.at_stake);
  return stakes;
}

}  // namespace holdfast::api
