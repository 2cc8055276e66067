#pragma once
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/account_view.hpp"
#include "core/background.hpp"
#include "core/batch.hpp"
#include "core/find_drift.hpp"
#include "core/pass_lines.hpp"
#include "core/policy.hpp"
#include "core/untold.hpp"
#include "core/venue_events.hpp"

namespace holdfast {

// Everything one pass rests on, already fetched. Nothing here can be incomplete: a Snapshot is
// whole, and events are none rather than partial.
struct PassInput {
  const AccountView& view;
  const Snapshot& snapshot;
  const std::vector<Drift>& drifts;
  const VenueEvents* events{};      // null: they could not be fetched
  const std::set<EntryId>& booked;  // of those events, what the ledger has
  const SyncPolicy& policy;
  UtcTime asked_at;  // when the venue was first asked
  UtcTime now;
  // Keys that somebody else changed while this pass ran: nothing is said of them, and their cases
  // stay as they are.
  std::span<const PositionKey> set_aside{};
  Background background{};
  std::string events_trouble{};  // why there are no events
  UntoldByKey untold{};          // by the pass before
};

struct PassOutcome {
  Batch batch;  // empty when ledger and venue agree: then nothing is written
  PassCounts counts;
  std::vector<std::string> lines;  // one per closed position, for the log
  // Of which nothing was judged: an own order or trade on it is not final, or a source does not
  // know of the last one yet.
  std::set<PositionKey> in_motion;
  UntoldByKey untold;  // for the next pass
};

// Decides what a pass books and what it only suspects. Pure.
//   known events sum exactly to the difference  -> booked, explained
//   key new to the ledger                       -> adopted at once
//   venue holds more or less, not zero          -> after patience: adopted / marked correction
//   zero with a valid witness                   -> closed at once
//   zero without                                -> held back in a case, until evidence or a person
//   resolved at zero, by two records            -> settled at zero at once; it may stay in a wallet
//   settling, or a venue's word older than its own events -> nothing
//   an own order rests on it                    -> nothing, and after patience a case only
PassOutcome judge(const PassInput& input);

}  // namespace holdfast
