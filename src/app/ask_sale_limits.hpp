#pragma once
#include "app/sync_pass.hpp"

namespace holdfast {

// Asks what limits a sale of all that is open, once the pass is on record: it changes nothing in
// the ledger. A number for people holds nobody up: what is not told within ten seconds is unknown.
// Faults other than cancelled change nothing.
Async<void> ask_sale_limits(SyncSubject& subject, RawTape& tape, PassReport& report);

}  // namespace holdfast
