#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "domain/case.hpp"
#include "domain/raw_answer.hpp"
#include "ledger/sqlite/options.hpp"
#include "ledger/sqlite/statement.hpp"

namespace holdfast::sqlite {

// The venue's bytes that a pass rested on.
struct RawPass {
  std::int64_t account{};
  std::optional<SnapshotId> snapshot;  // none: the pass was refused
  UtcTime booked_at;
  std::optional<UtcTime> asked_at;
  std::vector<std::int64_t> cases;  // numbers of the cases the pass fed
};

class RawTable {
 public:
  explicit RawTable(Database& database);
  Result<void> insert(const RawPass& pass, std::span<const RawAnswer> answers);
  // Drops passes beyond the caps, oldest first, but none that feeds a case that lasts.
  Result<void> drop_beyond(const Options& caps, UtcTime now);
  Result<std::vector<RawAnswer>> of_snapshot(const SnapshotId& snapshot);
  Result<std::vector<RawAnswer>> of_case(const CaseId& id);
  // Oldest first.
  Result<std::vector<RecordedPass>> passes_of(std::int64_t account);
  Result<void> each(const std::function<Result<void>(const std::string& name, bool intact)>& take);

 private:
  Result<std::uint64_t> stored_bytes();

  Database& database_;
  Statement insert_pass_, insert_answer_, insert_case_, stored_, oldest_, drop_, of_snapshot_,
      of_case_, all_, all_passes_, passes_of_, of_pass_;
};

}  // namespace holdfast::sqlite
