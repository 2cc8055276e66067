#pragma once
#include <optional>
#include <vector>

#include "app/sync_pass.hpp"

namespace holdfast {

struct Refusal {
  std::vector<Event> events;
  std::optional<Committed> commit;  // none: the case said so already
};

// Puts a pass that could not be used on record: one case per account, its bytes kept. Opens
// nothing and writes nothing when the case already says so.
Result<Refusal> record_refusal(SyncSubject& subject, const Error& error, const RawTape& tape);

// The case reason a fault leads to (truth.md, "Fault to headline").
CaseReason case_reason_of(Fault fault);

}  // namespace holdfast
