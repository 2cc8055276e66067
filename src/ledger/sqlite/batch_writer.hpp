#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/account_view.hpp"
#include "core/batch.hpp"
#include "ledger/sqlite/options.hpp"
#include "ledger/sqlite/tables.hpp"

namespace holdfast::sqlite {

// What a written batch left behind, for the caches of the writer.
struct Outcome {
  AccountRow account;
  std::map<PositionKey, std::optional<Position>> open;  // touched keys; none: not open any more
  std::uint64_t last_event{};                           // 0: no event was appended
  bool cases_changed{};
  bool changed{};  // false: all of it was known already
};

// Writes one batch inside the caller's transaction. Any error means: roll back.
class BatchWriter {
 public:
  // `view` is what the ledger holds at this revision, or null when nobody has asked for it yet.
  BatchWriter(Tables& tables, const Options& options, const AccountRow& account,
              const AccountView* view, UtcTime now);
  Result<Outcome> write(const Batch& batch);

 private:
  Result<void> check(const Batch& batch) const;
  Result<void> book(const JournalEntry& entry);
  Result<void> check_same(const JournalEntry& entry);
  Result<void> refold();
  Result<void> put_cases(const Batch& batch);
  Result<void> put_claims(const Batch& batch);
  Result<void> put_instruments(const Batch& batch);
  Result<void> append_events(const Batch& batch);
  Result<void> put_snapshot(const Batch& batch);
  // What the batch newly booked on one key; the entries are the batch's own.
  struct Touched {
    bool is_new{};  // the journal has no other entries of the key
    std::vector<const JournalEntry*> entries;
  };
  Result<bool> comes_after(std::int64_t key, const Position* last, const Touched& touched);
  Result<std::vector<Position>> fold_again(std::int64_t key, const Touched& touched);
  Result<std::optional<std::int64_t>> number_of(const std::optional<PositionKey>& key);

  Tables& tables_;
  const Options& options_;
  const AccountView* view_;
  UtcTime now_;
  Outcome outcome_;
  std::map<std::int64_t, Touched> touched_;  // by the key's number
};

}  // namespace holdfast::sqlite
