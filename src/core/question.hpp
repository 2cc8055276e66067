#pragma once
#include <optional>
#include <vector>

#include "core/explain.hpp"
#include "core/judge.hpp"

namespace holdfast {

// A drift with what the pass knows about it, gathered once.
struct Question {
  explicit Question(const Drift& of) : drift{of} {}
  const Drift& drift;
  const Position* held{};                              // null: the key is new to the ledger
  std::optional<std::vector<JournalEntry>> explained;  // events that sum exactly to the difference
  std::optional<UtcTime> newest_activity;              // known to the venue or to the ledger
  bool settling{};  // a match may still be reversed, or the sources do not know of it yet
  bool ordered{};   // an own order may still fill
};
Question question_of(const PassInput& pass, const Unbooked& unbooked, const Drift& drift);

bool is_zero(const Drift& drift);
// Gone from the listing (`row`: what it says of it), and the chain's endpoints contradict each
// other about it: no witness says either.
bool is_disputed_absence(const Drift& drift, const Holding* row);
// One of the sources speaks of a moment before something that is known to have happened.
bool trails(const Question& question);
// The other side is held now: one life has ended and another begun.
bool flips(const Question& question);

// What stands in for facts nobody has seen, or takes back a guess that has proved wrong.
JournalEntry estimate_of(const PassInput& pass, const Drift& drift, EntryKind kind);

}  // namespace holdfast
