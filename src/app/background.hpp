#pragma once
#include <optional>
#include <vector>

#include "core/background.hpp"
#include "core/find_drift.hpp"
#include "ports/ledger.hpp"

namespace holdfast {

// Of the drifts' keys. Faults are the ledger's.
Result<Background> background_of(Ledger& ledger, const std::vector<Drift>& drifts,
                                 const std::optional<VenueEvents>& events, UtcTime now);

}  // namespace holdfast
