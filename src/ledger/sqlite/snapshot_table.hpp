#pragma once
#include <functional>
#include <optional>

#include "ledger/sqlite/statement.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::sqlite {

class SnapshotTable {
 public:
  explicit SnapshotTable(Database& database);
  // A snapshot that is there already is left as it is; another one under its id is
  // Fault::malformed.
  Result<void> insert(const SnapshotRecord& record, std::int64_t account, UtcTime booked_at);
  Result<std::optional<SnapshotRow>> newest_of(const AccountId& account);
  Result<void> each(const std::function<Result<void>(const SnapshotId& id, bool sealed)>& take);

 private:
  Database& database_;
  Statement insert_, find_, newest_, all_;
};

}  // namespace holdfast::sqlite
