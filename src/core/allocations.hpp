#pragma once
#include <span>
#include <vector>

#include "core/book_tolerance.hpp"
#include "core/book_trouble.hpp"
#include "domain/journal_entry.hpp"
#include "domain/position.hpp"

namespace holdfast {

// What strategies say in their books is their own, where the ledger does not have it yet. A
// strategy moves its own share and no other's. Nothing is moved by a book that cannot be read or
// understood whole, on a position that is in doubt, and where the shares would be more than what is
// held. Pure.
std::vector<JournalEntry> plan_allocations(std::span<const ReadBook> books, const BookTruth& truth,
                                           std::span<const Position> open,
                                           const BookTolerance& tolerance, UtcTime now);

// What no strategy has a share in. Below zero (above, of a position below zero): the shares are
// more than what is held. None: it cannot be summed.
std::optional<Quantity> unallocated(const Position& position);

}  // namespace holdfast
