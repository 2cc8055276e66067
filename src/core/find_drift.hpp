#pragma once
#include <optional>
#include <vector>

#include "core/account_view.hpp"
#include "core/readings.hpp"
#include "core/sight.hpp"
#include "domain/snapshot.hpp"

namespace holdfast {

// One key on which ledger and venue do not say the same, or on which the venue's side is unsure.
struct Drift {
  PositionKey key;
  Quantity ours;
  Seen theirs;
};

// The full outer join of what the ledger holds and what the listing names, each key weighed, in
// key order. Without readings the listing is all there is. What resolved at zero may stay in a
// wallet for ever: to the ledger it is nothing, once the ledger and the sources agree on how much
// of it there was. Pure.
std::vector<Drift> find_drift(const AccountView& view, const Snapshot& snapshot,
                              const std::optional<Readings>& readings);

}  // namespace holdfast
