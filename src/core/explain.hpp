#pragma once
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/venue_events.hpp"
#include "domain/journal_entry.hpp"

namespace holdfast {

// What the venue reports and the ledger has not booked: per key, oldest first.
using Unbooked = std::map<PositionKey, std::vector<JournalEntry>>;

// A redemption as it is booked once it is known how much it took.
JournalEntry entry_of(const Redemption& redemption, Quantity change);

// The ids under which the events would be booked, to ask the ledger which it has.
std::vector<EntryId> entry_ids(const VenueEvents& events);
Unbooked unbooked_entries(const VenueEvents& events, const std::set<EntryId>& booked);

// The longest run of a key's unbooked entries, from the oldest one later than `after` on, whose
// changes sum exactly to the difference; none when no run does. Nothing is ever explained by a
// sum that almost fits.
std::optional<std::vector<JournalEntry>> explain(const Unbooked& unbooked, const PositionKey& key,
                                                 std::optional<UtcTime> after, Quantity difference);

// A redemption takes all that is left of a key: the unbooked entries up to it, and a settlement of
// the rest at its payout, as the explanation of a key that is gone. None when the key has no
// unbooked redemption later than `after`, or when nothing would be left for it to take.
std::optional<std::vector<JournalEntry>> explain_redemption(
    const Unbooked& unbooked, const VenueEvents& events, const std::set<EntryId>& booked,
    const PositionKey& key, std::optional<UtcTime> after, Quantity held);

}  // namespace holdfast
