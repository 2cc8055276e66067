#pragma once
#include "app/sync_pass.hpp"

namespace holdfast {

// After a pass: raises, edits and ends the messages about what waits to be redeemed, by what the
// pass found and booked.
Result<void> tell_claims(SyncSubject& subject, PassReport& report);

}  // namespace holdfast
