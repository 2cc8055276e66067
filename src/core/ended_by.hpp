#pragma once
#include <optional>
#include <span>

#include "domain/cause.hpp"
#include "domain/error.hpp"
#include "domain/journal_entry.hpp"
#include "domain/position.hpp"

namespace holdfast {

// Why a closed life ended, by the entries of its key; none while it is open. Nobody said: unknown.
Result<std::optional<Cause>> ended_by(std::span<const JournalEntry> entries, const Position& life);

// How much of a life was closed so far, signed like what was held: what a closed position was. What
// gave way to facts is not in it.
Result<Quantity> closed_quantity(std::span<const JournalEntry> entries, const Position& life);

}  // namespace holdfast
