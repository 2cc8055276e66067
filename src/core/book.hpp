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

}  // namespace holdfast
