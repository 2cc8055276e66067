#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>

#include "core/venue_events.hpp"
#include "domain/journal_entry.hpp"

namespace holdfast {

// Keys whose events at the venue cannot all be true, and why in words: a row that cannot be read,
// one id told with two contents, fills larger than their order, a moment that has not come, a price
// that cannot be (of an outcome outside 0..1). Nobody can say which of such events is right, so
// that none of their key's may be booked.
std::map<PositionKey, std::string> contradictions(const VenueEvents& events, UtcTime now);

// What the venue tells otherwise now than it was booked, of the key whose journal this is: another
// key, quantity or price under an id that is known. What is booked stays as it was told first.
std::optional<std::string> retold(const VenueEvents& events, std::span<const JournalEntry> journal);

}  // namespace holdfast
