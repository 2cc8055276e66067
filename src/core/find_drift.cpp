#include "core/find_drift.hpp"

namespace holdfast {

std::vector<Drift> find_drift(const AccountView& view, const Sight& sight) {
  std::vector<Drift> drifts;
  for (const auto& [key, seen] : sight) {
    const auto held = view.open.find(key);
    const Quantity ours = held == view.open.end() ? Quantity{} : held->second.quantity;
    if (seen.quantity && *seen.quantity == ours) continue;
    drifts.push_back({key, ours, seen});
  }
  return drifts;
}

}  // namespace holdfast
