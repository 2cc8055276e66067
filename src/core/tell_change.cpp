#include "core/tell_change.hpp"

#include <fmt/format.h>

namespace holdfast {

void tell_change(PassOutcome& out, const Question& question, UtcTime now) {
  const Drift& drift = question.drift;
  const Quantity after = *drift.theirs.quantity;
  const JournalEntry& last = out.batch.entries.back();
  const auto say = [&](EventKind kind) {
    out.batch.events.push_back(
        {kind, drift.key.account, drift.key, now,
         fmt::format("{}: {} -> {}", drift.key.text(), drift.ours.text(), after.text()),
         last.id.text, (last.closing ? *last.closing : last.evidence).kind});
  };
  if (after.is_zero() || flips(question)) {
    ++out.counts.closed;
    --out.counts.active;
    say(EventKind::position_closed);
  }
  if (question.held == nullptr || flips(question)) {
    ++out.counts.created;
    ++out.counts.active;
    say(EventKind::position_created);
  } else if (!after.is_zero()) {
    ++out.counts.updated;
    say(EventKind::position_updated);
  }
}

}  // namespace holdfast
