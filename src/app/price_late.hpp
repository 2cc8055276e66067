#pragma once
#include "app/sync_pass.hpp"

namespace holdfast {

// Asks about a few keys, in turns, whether the venue knows more by now, and books it: facts that
// sum exactly to an estimate take its place; of what is or has just been open, funding and trades
// that cancelled out between two passes, which no quantity shows. A key waits longer each time (a
// minute, doubled up to a day). Faults other than cancelled change nothing.
Async<void> price_late(SyncSubject& subject, SyncMemory& memory, RawTape& tape, PassReport& report);

}  // namespace holdfast
