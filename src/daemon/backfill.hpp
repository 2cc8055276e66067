#pragma once
#include <vector>

#include "cli/backfill.hpp"
#include "domain/error.hpp"
#include "platform/config.hpp"

namespace holdfast::daemon {

// Looks for the owner of every account that is configured without one, and with Rehearsal::no binds
// each that is found to its account in the ledger. Fault::storage when it would have to write while
// a daemon does.
Result<std::vector<cli::Backfill>> backfill(const platform::Config& config,
                                            cli::Rehearsal rehearsal);

}  // namespace holdfast::daemon
