#pragma once
#include <optional>
#include <span>
#include <vector>

#include "domain/journal_entry.hpp"
#include "domain/redemption.hpp"

namespace holdfast {

// Where facts may still take the place of a guess: from when on to ask about the key. None when
// every estimate of it has given way already.
std::optional<UtcTime> facts_wanted_since(std::span<const JournalEntry> journal);

// When the last guess that still stands was made; none: none stands. Facts until then belong to it
// and explain nothing else.
std::optional<UtcTime> guessed_until(std::span<const JournalEntry> journal);

// The journal's newest entry that stands, if it is a guess by which nothing can be known but what a
// listing showed or a person said: an equal difference the other way shows that it was wrong.
std::optional<JournalEntry> undoable(std::span<const JournalEntry> journal);

// Of a key's unbooked facts (oldest first) those that replace an estimate of its journal, each with
// `supersedes` set: all facts between the entry before the estimate and the estimate's own moment,
// with the next ones of the minute in which its listing was read, if they sum exactly to it; of a
// transfer without a price, those of its own transaction. Quantity stays, price improves. Nothing
// almost fits. Where nothing was held after the estimate,
// one of the redemptions (of any key) may have taken what they leave of it.
std::vector<JournalEntry> superseding(std::span<const JournalEntry> journal,
                                      std::span<const JournalEntry> facts,
                                      std::span<const Redemption> redemptions = {});

}  // namespace holdfast
