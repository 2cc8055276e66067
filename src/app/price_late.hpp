#pragma once
#include "app/sync_pass.hpp"

namespace holdfast {

// Asks about a few keys whose position rests on an estimate whether the venue knows more by now,
// and books facts that sum exactly to an estimate in its place. A key that brought nothing waits
// longer each time (a minute, doubled up to a day). Faults other than cancelled change nothing.
Async<void> price_late(SyncSubject& subject, SyncMemory& memory, RawTape& tape, PassReport& report);

}  // namespace holdfast
