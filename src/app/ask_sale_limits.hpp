#pragma once
#include "app/sync_pass.hpp"

namespace holdfast {

// Asks what limits a sale of all that is open, once the pass is on record: it changes nothing in
// the ledger. A number for people holds up the report of a pass for ten seconds at most: what is
// not told by then is unknown. Faults other than cancelled change nothing.
Async<void> ask_sale_limits(SyncSubject& subject, RawTape& tape, PassReport& report);

}  // namespace holdfast
