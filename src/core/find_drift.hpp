#pragma once
#include <vector>

#include "core/sight.hpp"

namespace holdfast {

// One key on which ledger and venue do not say the same, or on which the venue's side is unsure.
struct Drift {
  PositionKey key;
  Quantity ours;
  Seen theirs;
};

// The full outer join: every key of either side, in key order. Pure.
std::vector<Drift> find_drift(const AccountView& view, const Sight& sight);

}  // namespace holdfast
