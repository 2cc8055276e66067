#pragma once
#include <vector>

#include "domain/error.hpp"
#include "domain/journal_entry.hpp"

namespace holdfast {

// Leaves the entries that count, in their one order: an entry given twice counts once, and an
// estimate (adoption, correction, close) whose real fills turned up later gives way to them,
// provided that they sum exactly to it; until they do, the estimate stands and they wait. An
// estimate that supersedes another is its reversal: together they are nothing, unless facts have
// taken the place of the one that was reversed. Two entries with one id and different content are
// Fault::malformed.
Result<std::vector<JournalEntry>> effective_entries(std::vector<JournalEntry> entries);

}  // namespace holdfast
