#pragma once
#include <string>
#include <vector>

#include "app/sync_pass.hpp"

namespace holdfast {

// What is open in the ledger and not listed.
std::vector<PositionKey> absent_keys(const AccountView& view, const Snapshot& snapshot);

// Asks the venue what the listed things are, where the listing does not tell, and puts it to the
// rows. What is of a market with a flaw becomes a row that cannot be read, listed or not: nothing
// of it is booked. Without an answer the pass goes on, with a line that says so.
Async<void> describe(SyncSubject& subject, SyncMemory& memory, const AccountView& view,
                     Snapshot& snapshot, RawTape& tape, std::vector<std::string>& lines);

}  // namespace holdfast
