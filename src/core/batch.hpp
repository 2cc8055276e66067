#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "core/alert.hpp"
#include "domain/case.hpp"
#include "domain/event.hpp"
#include "domain/instrument.hpp"
#include "domain/journal_entry.hpp"
#include "domain/raw_answer.hpp"
#include "domain/snapshot.hpp"

namespace holdfast {

// What a snapshot leaves in the ledger once a pass rested something on it.
struct SnapshotRecord {
  SnapshotHeader header;
  std::uint32_t pages{};
  std::uint32_t holdings{};
};

// All that one pass wants written: it is written whole or not at all.
struct Batch {
  AccountId account;
  std::uint64_t seen_revision{};  // the revision the decision rests on
  std::vector<JournalEntry> entries;
  std::vector<Case> cases;    // new and changed ones, whole
  std::vector<Alert> claims;  // new and changed messages about what waits to be redeemed
  std::vector<Event> events;
  std::vector<Instrument> instruments;
  std::optional<SnapshotRecord> snapshot;
  std::optional<UtcTime> decided_at;  // it is booked as of then; none: of the moment of the commit
  std::optional<UtcTime> asked_at;    // when the pass began to ask; with `raw`
  std::vector<RawAnswer> raw;

  void keep(const RawTape& tape) {
    asked_at = tape.asked_at;
    raw = tape.answers;
  }
  [[nodiscard]] bool empty() const {
    return entries.empty() && cases.empty() && claims.empty() && events.empty() &&
           instruments.empty();
  }
};

}  // namespace holdfast
