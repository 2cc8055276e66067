#pragma once
#include <optional>
#include <string>

#include "core/policy.hpp"
#include "core/sight.hpp"
#include "domain/journal_entry.hpp"
#include "domain/wait.hpp"

namespace holdfast {

// What is known around a key that the venue no longer lists.
struct ZeroQuestion {
  WitnessNeed need{};
  const Seen& seen;
  // The unbooked events that sum exactly to the disappearance, or null.
  const std::vector<JournalEntry>* explanation{};
  std::optional<UtcTime> newest_activity;  // of any kind on the key, booked or not
  std::optional<Evidence> count;           // SnapshotHeader::count
};

struct ZeroAnswer {
  std::optional<Evidence> witness;  // none: the zero does not count
  std::string missing;              // why it does not count, for a person
  Wait waits_for;                   // what would make it count
};

// Grades a zero: it counts only when a witness says it too, and only when its own moment is
// later than everything known to have happened on the key.
ZeroAnswer grade_zero(const ZeroQuestion& question);

}  // namespace holdfast
