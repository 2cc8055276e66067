#pragma once
#include <map>
#include <span>
#include <string>

#include "core/venue_events.hpp"
#include "domain/journal_entry.hpp"

namespace holdfast {

// What the journals of a pass's keys say beside what is open, and whether the venue's events can
// be true.
struct Background {
  // When the last guess that stands of a key was made: older facts belong to it and explain nothing
  // new.
  std::map<PositionKey, UtcTime> guessed;
  // The newest entry of a key, where it is a guess that no second source has seen: the next
  // listing may show that it was wrong.
  std::map<PositionKey, JournalEntry> undoable;
  // Keys whose events contradict each other, and why: nothing is booked of them.
  std::map<PositionKey, std::string> contradicted;
  // Keys of which the venue tells something booked in other words now, and which: what is booked
  // stands.
  std::map<PositionKey, std::string> retold;
};

// Takes in one asked key's whole journal.
void add_journal(Background& background, const VenueEvents& events,
                 std::span<const JournalEntry> journal);

}  // namespace holdfast
