#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/find_drift.hpp"
#include "core/venue_events.hpp"
#include "ports/ledger.hpp"

namespace holdfast {

// What the ledger knows of the drifts' keys beyond what is open, and whether their events can be
// true beside it (PassInput says what it is for).
struct Background {
  std::map<PositionKey, UtcTime> guessed;
  std::map<PositionKey, std::string> contradicted;
};

// Faults are the ledger's.
Result<Background> background_of(Ledger& ledger, const std::vector<Drift>& drifts,
                                 const std::optional<VenueEvents>& events, UtcTime now);

}  // namespace holdfast
