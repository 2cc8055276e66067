#pragma once
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "chain/polygon_logs.hpp"
#include "chain/polygon_witness.hpp"
#include "ports/ledger_reader.hpp"
#include "ports/signer.hpp"
#include "ports/venue.hpp"
#include "replay/recorded_transport.hpp"

namespace holdfast::replay {

// The real venue and witness of an account, as far as its record shows how they were set up.
struct RecordedAccount {
  std::unique_ptr<Signer> signer;
  std::unique_ptr<polygon::PolygonLogs> logs;        // null: no chain was asked how tokens moved
  std::unique_ptr<polygon::PolygonWitness> witness;  // null: no chain was asked
  std::unique_ptr<Venue> venue;
  // What the venue remembers from pass to pass; empty: nothing that a pass rests on.
  std::function<Result<void>(std::span<const RawAnswer>)> recall_venue;
};

// Fault::refused for a venue that cannot be run again.
Result<RecordedAccount> recorded_account(const AccountRecord& account,
                                         const std::vector<RecordedPass>& passes,
                                         RecordedTransport& transport, RecordedClock& clock);

// Has its readers remember what they remembered when this pass was recorded; where the record does
// not say, the chain's what they remember from the pass before.
Result<void> recall(RecordedAccount& account, const AccountRecord& whose,
                    const std::vector<RawAnswer>& answers);

}  // namespace holdfast::replay
