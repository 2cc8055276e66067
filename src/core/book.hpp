#pragma once
#include <span>
#include <vector>

#include "domain/error.hpp"
#include "domain/journal_entry.hpp"
#include "domain/position.hpp"

namespace holdfast {

// Folds the entries of ONE key into its lives, oldest first; only the last can be open. The
// order of the input does not matter and an entry given twice counts once. Two entries with one
// id and different content are Fault::malformed: that key needs a case, not a guess.
Result<std::vector<Position>> fold(std::span<const JournalEntry> entries);

// Goes on from a key's last life without its earlier entries, so that the cost follows what is new
// and not the history: that life and those after it, as fold() of everything would give them.
// Holds only for entries that come after all of the life's own (at > last.changed_at), supersede
// none and are superseded by none.
Result<std::vector<Position>> fold_on(const Position& last, std::span<const JournalEntry> later);

}  // namespace holdfast
