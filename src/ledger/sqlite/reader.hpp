#pragma once
#include <memory>
#include <mutex>
#include <string>

#include "ledger/sqlite/database.hpp"
#include "ledger/sqlite/tables.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::sqlite {

// Reads through a connection of its own that cannot write; each answer is of one moment.
class SqliteReader final : public LedgerReader {
 public:
  SqliteReader(std::unique_ptr<Database> database, Options options);

  Result<std::vector<AccountRecord>> accounts() override;
  Result<std::vector<Position>> positions(PositionScope scope) override;
  Result<std::vector<JournalRow>> journal(const AccountId& account, std::uint64_t after,
                                          std::uint32_t limit) override;
  Result<std::vector<JournalRow>> journal_of(const PositionKey& key) override;
  Result<std::vector<Case>> cases(bool open_only) override;
  Result<std::vector<Alert>> alerts(bool active_only) override;
  Result<std::vector<EventRow>> events(std::uint64_t after, std::uint32_t limit) override;
  Result<std::vector<Instrument>> instruments() override;
  Result<std::optional<SnapshotRow>> newest_snapshot(const AccountId& account) override;
  Result<std::vector<RawAnswer>> raw(const SnapshotId& snapshot) override;
  Result<std::vector<RawAnswer>> raw_of_case(const CaseId& id) override;
  Result<std::vector<RecordedPass>> passes(const AccountId& account) override;
  Result<void> bundle(const std::string& path, const AccountId& account, UtcTime from,
                      UtcTime to) override;
  Result<VerifyReport> verify() override;
  Result<void> backup(const std::string& path) override;

 private:
  std::mutex mutex_;
  std::unique_ptr<Database> database_;
  Options options_;
  Tables tables_;
};

}  // namespace holdfast::sqlite
