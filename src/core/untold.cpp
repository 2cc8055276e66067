#include "core/untold.hpp"

namespace holdfast {

UtcTime untold_since(const Drift& drift, const UntoldByKey& before, UtcTime now,
                     UntoldByKey& kept) {
  Untold untold{drift.ours, drift.theirs.quantity.value_or(Quantity{}), now};
  const auto known = before.find(drift.key);
  if (known != before.end() && known->second.ours == untold.ours &&
      known->second.theirs == untold.theirs) {
    untold.since = known->second.since;
  }
  kept.insert_or_assign(drift.key, untold);
  return untold.since;
}

}  // namespace holdfast
