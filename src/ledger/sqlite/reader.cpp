#include "ledger/sqlite/reader.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "crypto/hex.hpp"
#include "ledger/sqlite/copy.hpp"
#include "ledger/sqlite/ledger_file.hpp"
#include "ledger/sqlite/migrations.hpp"
#include "ledger/sqlite/open.hpp"
#include "ledger/sqlite/storage_error.hpp"
#include "ledger/sqlite/verify.hpp"

namespace holdfast::sqlite {
namespace {

Result<std::unique_ptr<Database>> open_to_read(const std::string& path, const Options& options) {
  auto database = Database::open(path, Access::read, options);
  if (!database) return tl::make_unexpected(std::move(database.error()));
  const auto version = database->number("PRAGMA user_version");
  if (!version) return tl::make_unexpected(version.error());
  const std::int64_t newest = newest_version(migrations());
  if (*version > newest) {
    return tl::make_unexpected(newer_version_error(path, *version, newest));
  }
  if (*version < newest) {
    return fail(Fault::storage,
                fmt::format("the ledger {} is of version {}, this Holdfast reads version {}. "
                            "Nothing was changed. Start the daemon once: it brings the ledger up "
                            "to date and keeps a backup.",
                            path, *version, newest));
  }
  return std::make_unique<Database>(std::move(*database));
}

auto into(std::vector<JournalRow>& rows) {
  return [&rows](Link&& link) -> Result<void> {
    if (!link.intact) {
      return damaged_row(fmt::format("journal entry {} of account {}", link.sequence,
                                     link.entry.key.account.text));
    }
    rows.push_back({.sequence = link.sequence,
                    .booked_at = link.booked_at,
                    .hash = crypto::to_hex(link.hash),
                    .entry = std::move(link.entry)});
    return {};
  };
}

}  // namespace

SqliteReader::SqliteReader(std::unique_ptr<Database> database, Options options)
    : database_{std::move(database)}, options_{std::move(options)}, tables_{*database_} {}

Result<std::vector<AccountRecord>> SqliteReader::accounts() {
  const std::lock_guard lock{mutex_};
  std::vector<AccountRecord> accounts;
  auto read = tables_.accounts.each([&accounts](const AccountRow& row) -> Result<void> {
    if (!row.venue) return {};
    accounts.push_back({.id = row.id,
                        .venue = *row.venue,
                        .owner = row.owner,
                        .source = {},
                        .revision = row.revision,
                        .head = crypto::to_hex(row.head)});
    return {};
  });
  if (!read) return tl::make_unexpected(std::move(read.error()));
  for (AccountRecord& account : accounts) {
    auto source = tables_.accounts.source_of(account.id);
    if (!source) return tl::make_unexpected(std::move(source.error()));
    account.source = *std::move(source);
  }
  return accounts;
}

Result<std::vector<Position>> SqliteReader::positions(PositionScope scope) {
  const std::lock_guard lock{mutex_};
  return tables_.positions.all(scope);
}

Result<std::vector<JournalRow>> SqliteReader::journal(const AccountId& account, std::uint64_t after,
                                                      std::uint32_t limit) {
  const std::lock_guard lock{mutex_};
  std::vector<JournalRow> rows;
  const auto row = tables_.accounts.find(account);
  if (!row) return tl::make_unexpected(row.error());
  if (!*row) return rows;
  auto read = tables_.journal.each_of_account((*row)->number, after, limit, into(rows));
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return rows;
}

Result<std::vector<JournalRow>> SqliteReader::journal_of(const PositionKey& key) {
  const std::lock_guard lock{mutex_};
  std::vector<JournalRow> rows;
  const auto number = tables_.keys.find(key);
  if (!number) return tl::make_unexpected(number.error());
  if (!*number) return rows;
  auto read = tables_.journal.each_of_key(**number, into(rows));
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return rows;
}

Result<std::vector<Case>> SqliteReader::cases(bool open_only) {
  const std::lock_guard lock{mutex_};
  return open_only ? tables_.cases.open() : tables_.cases.all();
}

Result<std::vector<Alert>> SqliteReader::alerts(bool active_only) {
  const std::lock_guard lock{mutex_};
  return active_only ? tables_.outbox.active() : tables_.outbox.all();
}

Result<std::vector<EventRow>> SqliteReader::events(std::uint64_t after, std::uint32_t limit) {
  const std::lock_guard lock{mutex_};
  return tables_.events.after(after, limit);
}

Result<std::vector<Instrument>> SqliteReader::instruments() {
  const std::lock_guard lock{mutex_};
  return tables_.instruments.all();
}

Result<std::optional<SnapshotRow>> SqliteReader::newest_snapshot(const AccountId& account) {
  const std::lock_guard lock{mutex_};
  return tables_.snapshots.newest_of(account);
}

Result<std::vector<RawAnswer>> SqliteReader::raw(const SnapshotId& snapshot) {
  const std::lock_guard lock{mutex_};
  return tables_.raw.of_snapshot(snapshot);
}

Result<std::vector<RawAnswer>> SqliteReader::raw_of_case(const CaseId& id) {
  const std::lock_guard lock{mutex_};
  return tables_.raw.of_case(id);
}

Result<std::vector<RecordedPass>> SqliteReader::passes(const AccountId& account) {
  const std::lock_guard lock{mutex_};
  const auto row = tables_.accounts.find(account);
  if (!row) return tl::make_unexpected(row.error());
  if (!*row) return std::vector<RecordedPass>{};
  return tables_.raw.passes_of((*row)->number);
}

Result<void> SqliteReader::bundle(const std::string& path, const AccountId& account, UtcTime from,
                                  UtcTime to) {
  auto database = open_to_read(database_->path(), options_);
  if (!database) return tl::make_unexpected(std::move(database.error()));
  return copy_part_to(**database, path, options_, {account, from, to});
}

Result<VerifyReport> SqliteReader::verify() {
  auto database = open_to_read(database_->path(), options_);
  if (!database) return tl::make_unexpected(std::move(database.error()));
  return verify_ledger(**database, options_);
}

Result<void> SqliteReader::backup(const std::string& path) {
  auto database = open_to_read(database_->path(), options_);
  if (!database) return tl::make_unexpected(std::move(database.error()));
  return copy_to(**database, path, options_);
}

Result<std::unique_ptr<LedgerReader>> open_reader(const std::string& given, Options options) {
  // A relative path is resolved once: the reader opens more connections later.
  std::error_code error;
  const std::string path = std::filesystem::weakly_canonical(given, error).string();
  const auto state = inspect(error ? given : path, newest_version(migrations()));
  if (!state) return tl::make_unexpected(state.error());
  if (*state == FileState::absent) {
    return fail(Fault::storage, fmt::format("there is no ledger at {}. Start the daemon once to "
                                            "make it, or name the right file.",
                                            given));
  }
  options.before_write = {};
  auto database = open_to_read(path, options);
  if (!database) return tl::make_unexpected(std::move(database.error()));
  return std::make_unique<SqliteReader>(std::move(*database), std::move(options));
}

}  // namespace holdfast::sqlite
