#pragma once
#include <functional>
#include <string>
#include <vector>

#include "cli/replayed.hpp"
#include "core/policy.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::replay {

using cli::Replayed;
using PolicyOf = std::function<SyncPolicy(VenueName)>;

// Runs the recorded passes of every account through the real venues and the real decisions, into a
// new ledger in `folder`, and holds each entry, and the hash in the end, against the record. What
// the record books beside its passes (imports, late facts, what was kept no longer) is taken over.
Result<std::vector<Replayed>> replay(LedgerReader& record, const PolicyOf& policy_of,
                                     const std::string& folder);

}  // namespace holdfast::replay
