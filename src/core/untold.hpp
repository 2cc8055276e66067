#pragma once
#include <map>

#include "core/find_drift.hpp"

namespace holdfast {

// A difference that nothing explains, on a key on which an own order rests: its fills may be told a
// little later than the position shows them.
struct Untold {
  Quantity ours;
  Quantity theirs;
  UtcTime since;
};
using UntoldByKey = std::map<PositionKey, Untold>;

// Since when the difference has been this one: by the pass before, or now. Kept for the next pass.
UtcTime untold_since(const Drift& drift, const UntoldByKey& before, UtcTime now, UntoldByKey& kept);

}  // namespace holdfast
