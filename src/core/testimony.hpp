#pragma once
#include <vector>

#include "core/find_drift.hpp"
#include "core/venue_events.hpp"
#include "domain/snapshot.hpp"

namespace holdfast {

// The complete listing, as evidence.
Evidence listing_word(const Snapshot& snapshot);
// What the weighed quantity rests on.
Evidence best_word(const Snapshot& snapshot, const Drift& drift);
// Every source's word on the key, also of those that contradict each other.
std::vector<Evidence> words_on(const Snapshot& snapshot, const Drift& drift);
// What the venue tells of the key, whether or not it can be true.
std::vector<Evidence> told_of(const VenueEvents& events, const PositionKey& key);

}  // namespace holdfast
