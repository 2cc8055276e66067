#pragma once
#include <memory>
#include <vector>

#include "ports/ledger_reader.hpp"
#include "ports/signer.hpp"
#include "ports/token_logs.hpp"
#include "ports/venue.hpp"
#include "ports/witness.hpp"
#include "replay/recorded_transport.hpp"

namespace holdfast::replay {

// The real venue and witness of an account, as far as its record shows how they were set up.
struct RecordedAccount {
  std::unique_ptr<Signer> signer;
  std::unique_ptr<TokenLogs> logs;   // null: no chain was asked how tokens moved
  std::unique_ptr<Witness> witness;  // null: no chain was asked
  std::unique_ptr<Venue> venue;
};

// Fault::refused for a venue that cannot be run again.
Result<RecordedAccount> recorded_account(const AccountRecord& account,
                                         const std::vector<RecordedPass>& passes,
                                         RecordedTransport& transport, RecordedClock& clock);

}  // namespace holdfast::replay
