#pragma once
#include <span>
#include <vector>

#include "api/write_values.hpp"
#include "domain/position.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::api {

// Every row of one account's journal.
Result<std::vector<JournalRow>> whole_journal(LedgerReader& ledger, const AccountId& account);

// All positions, open and closed, as the ledger had them then: the fold of what was booked up to
// and including that moment. In key order, lives oldest first.
Result<std::vector<Position>> positions_at(LedgerReader& ledger, UtcTime at);

// How a position is shown, by the entries of its key.
Result<PositionView> view_by(std::span<const JournalEntry> entries, const Position& position,
                             std::optional<UtcTime> at);

}  // namespace holdfast::api
