#include "core/background.hpp"

#include "core/contradictions.hpp"
#include "core/late_fills.hpp"

namespace holdfast {

void add_journal(Background& background, const VenueEvents& events,
                 std::span<const JournalEntry> journal) {
  if (journal.empty()) return;
  const PositionKey& key = journal.front().key;
  if (const auto until = guessed_until(journal)) background.guessed.insert_or_assign(key, *until);
  if (auto guess = undoable(journal)) background.undoable.insert_or_assign(key, *std::move(guess));
  if (auto words = retold(events, journal)) background.retold.emplace(key, *std::move(words));
}

}  // namespace holdfast
