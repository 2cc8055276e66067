#pragma once
#include <vector>

#include "domain/position.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::api {

// Every row of one account's journal.
Result<std::vector<JournalRow>> whole_journal(LedgerReader& ledger, const AccountId& account);

// All positions, open and closed, as the ledger had them then: the fold of what was booked up to
// and including that moment. In key order, lives oldest first.
Result<std::vector<Position>> positions_at(LedgerReader& ledger, UtcTime at);

}  // namespace holdfast::api
