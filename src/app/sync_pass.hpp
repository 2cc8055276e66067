#pragma once
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/account_proof.hpp"
#include "core/judge.hpp"
#include "core/watermark.hpp"
#include "ports/clock.hpp"
#include "ports/ledger.hpp"
#include "ports/venue.hpp"
#include "ports/witness.hpp"

namespace holdfast {

// One account with the doors a pass needs. All of them outlive the pass.
struct SyncSubject {
  Venue& venue;
  Witness* witness{};  // null: events are the witness
  Ledger& ledger;
  Clock& clock;
  SyncPolicy policy;
  AccountProof* proof{};  // before anything is read; null: taken for granted
};

// When a key is asked about again for facts that no quantity shows, on uptime.
struct LateQuestion {
  Duration due{};
  Duration waited{};
  bool funding_differed{};  // the last answer did not sum to what the venue's row says
};

// What the passes of one account remember between them; nothing of it is needed after a restart.
struct SyncMemory {
  static constexpr std::uint32_t older_answers_max = 3;

  std::optional<Watermark> applied;  // the newest, also of passes that wrote nothing
  std::uint32_t older_in_row{};      // answers older than that, one after another
  UntoldByKey untold;                // PassOutcome::untold
  [[nodiscard]] bool is_told_old_states() const { return older_in_row >= older_answers_max; }
  // Of venues whose listing does not name its markets: what they were last said to be.
  std::map<InstrumentId, Instrument> instruments;
  InstrumentId described_last;  // where the next refresh goes on
  Duration describe_again{};    // on uptime: not before, after a question that failed
  // Keys of which facts may turn up: what is open, and what rests on an estimate.
  std::map<PositionKey, LateQuestion> late;
  bool estimates_known{};  // the ledger was asked for those of earlier runs
};

struct PassReport {
  std::shared_ptr<const Snapshot> snapshot;  // null: the answer was older than what is applied
  PassCounts counts;
  std::vector<std::string> lines;
  std::vector<Event> events;  // what the ledger now has
  std::string witness;        // in words, for the status line
  std::vector<UnsettledTrade> unsettled;
  std::shared_ptr<const AccountSaleLimits> sale_limits;  // null: nothing is open
  std::set<PositionKey> in_motion;                       // PassOutcome::in_motion
  std::optional<Committed> commit;                       // none: nothing had to be written
  std::vector<PositionKey> estimated;                    // what this pass booked as an estimate
  Duration listed_in{};  // from the listing's first request to its last byte
};

// Asks, compares, judges, commits. A fault leaves the ledger as it was; the caller has it told.
// `tape` receives every answer, also of a pass that ends in a fault.
Async<PassReport> run_pass(SyncSubject& subject, SyncMemory& memory, RawTape& tape);

// Commits what is found once the pass itself is booked; its events, also as lines, join the report.
Result<void> commit_further(SyncSubject& subject, Batch batch, PassReport& report);

}  // namespace holdfast
