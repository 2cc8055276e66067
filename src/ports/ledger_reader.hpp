#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/alert.hpp"
#include "domain/case.hpp"
#include "domain/event.hpp"
#include "domain/instrument.hpp"
#include "domain/journal_entry.hpp"
#include "domain/position.hpp"
#include "domain/raw_answer.hpp"
#include "ports/ledger.hpp"

namespace holdfast {

enum class PositionScope : std::uint8_t { open, closed, all };

struct JournalRow {
  std::uint64_t sequence{};  // per account, from 1
  UtcTime booked_at;
  std::string hash;  // hex; of the previous hash and this entry
  JournalEntry entry;
};

struct EventRow {
  std::uint64_t id{};
  Event event;
};

struct SnapshotRow {
  SnapshotRecord record;
  UtcTime booked_at;
};

struct VerifyReport {
  std::uint64_t accounts{};
  std::uint64_t entries{};
  std::vector<std::string> findings;  // empty: the ledger is what its journal says
};

// Read-only access for people: page, API, command line. Never blocks the writer.
class LedgerReader {
 public:
  virtual ~LedgerReader() = default;
  virtual Result<std::vector<AccountRecord>> accounts() = 0;
  virtual Result<std::vector<Position>> positions(PositionScope scope) = 0;
  virtual Result<std::vector<JournalRow>> journal(const AccountId& account, std::uint64_t after,
                                                  std::uint32_t limit) = 0;
  virtual Result<std::vector<JournalRow>> journal_of(const PositionKey& key) = 0;
  virtual Result<std::vector<Case>> cases(bool open_only) = 0;
  // What cases, and what waits to be redeemed, have to say to people, oldest first.
  virtual Result<std::vector<Alert>> alerts(bool /*active_only*/) { return std::vector<Alert>{}; }
  virtual Result<std::vector<EventRow>> events(std::uint64_t after, std::uint32_t limit) = 0;
  virtual Result<std::vector<Instrument>> instruments() = 0;
  virtual Result<std::optional<SnapshotRow>> newest_snapshot(const AccountId& account) = 0;
  virtual Result<std::vector<RawAnswer>> raw(const SnapshotId& snapshot) = 0;
  // The bytes of every pass that fed the case, refused ones (which have no snapshot) too.
  virtual Result<std::vector<RawAnswer>> raw_of_case(const CaseId&) {
    return std::vector<RawAnswer>{};
  }
  // The passes of one account whose bytes are kept, oldest first.
  virtual Result<std::vector<RecordedPass>> passes(const AccountId&) {
    return std::vector<RecordedPass>{};
  }
  // Recomputes chain, fold and projections and compares them with what is stored.
  virtual Result<VerifyReport> verify() = 0;
  // A consistent copy while the writer goes on.
  virtual Result<void> backup(const std::string& path) = 0;
  // Such a copy in which only one account's bytes of passes booked within these moments are left.
  virtual Result<void> bundle(const std::string& path, const AccountId&, UtcTime /*from*/,
                              UtcTime /*to*/) {
    return fail(Fault::refused, "this ledger makes no bundle: " + path);
  }
};

}  // namespace holdfast
