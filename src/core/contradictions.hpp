#pragma once
#include <map>
#include <span>
#include <string>

#include "core/venue_events.hpp"
#include "domain/journal_entry.hpp"

namespace holdfast {

// Keys whose events at the venue cannot all be true, and why in words: one id told with two
// contents (of these events, or against a fill that is booked), fills larger than their order, a
// moment that has not come. `booked` are entries of the asked keys. Nobody can say which of such
// events is right, so that none of their key's may be booked.
std::map<PositionKey, std::string> contradictions(const VenueEvents& events,
                                                  std::span<const JournalEntry> booked,
                                                  UtcTime now);

}  // namespace holdfast
