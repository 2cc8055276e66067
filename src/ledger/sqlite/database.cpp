#include "ledger/sqlite/database.hpp"

#include <sqlite3.h>

#include <utility>

#include "ledger/sqlite/storage_error.hpp"

namespace holdfast::sqlite {
namespace {

constexpr int busy_timeout_ms = 5'000;

int flags_of(Access access) {
  // A connection is used by one thread at a time: the library's own locks are not needed.
  switch (access) {
    case Access::read:
      return SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    case Access::write:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    case Access::create:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE |
             SQLITE_OPEN_NOMUTEX;
    case Access::memory:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;
  }
  return SQLITE_OPEN_READONLY;
}

}  // namespace

Result<Database> Database::open(const std::string& path, Access access, const Options& options) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags_of(access),
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  Database database{handle, path, options.before_write};
  if (code != SQLITE_OK) return database.error(code, "cannot open the ledger");
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return database;
}

Database::Database(Database&& other) noexcept
    : handle_{std::exchange(other.handle_, nullptr)},
      path_{std::move(other.path_)},
      observer_{std::move(other.observer_)} {}

Database& Database::operator=(Database&& other) noexcept {
  std::swap(handle_, other.handle_);
  std::swap(path_, other.path_);
  std::swap(observer_, other.observer_);
  return *this;
}

Database::~Database() { sqlite3_close_v2(handle_); }

Result<void> Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code, "cannot use the ledger");
  return {};
}

Result<std::int64_t> Database::number(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr);
  std::int64_t value = 0;
  if (code == SQLITE_OK) {
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) value = sqlite3_column_int64(statement, 0);
  }
  if (code != SQLITE_ROW) {
    const auto failed = error(code, "cannot read the ledger");
    sqlite3_finalize(statement);
    return failed;
  }
  sqlite3_finalize(statement);
  return value;
}

void Database::leave_untouched_on_close(Untouched untouched) {
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, untouched == Untouched::yes ? 1 : 0,
                    nullptr);
}

Result<void> Database::before_write(std::string_view write) const {
  if (!observer_) return {};
  if (auto refused = observer_(write)) return tl::make_unexpected(std::move(*refused));
  return {};
}

tl::unexpected<Error> Database::error(int code, std::string_view doing) const {
  return storage_error(code, doing, path_,
                       handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_));
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

Result<Transaction> Transaction::begin_write(Database& database) {
  if (auto allowed = database.before_write("BEGIN IMMEDIATE"); !allowed) {
    return tl::make_unexpected(allowed.error());
  }
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) {
    return tl::make_unexpected(begun.error());
  }
  return Transaction{database};
}

Result<Transaction> Transaction::begin_read(Database& database) {
  if (auto begun = database.execute("BEGIN"); !begun) return tl::make_unexpected(begun.error());
  return Transaction{database};
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_{std::exchange(other.database_, nullptr)} {}

Transaction::~Transaction() {
  if (database_ == nullptr || sqlite3_get_autocommit(database_->handle()) != 0) return;
  sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Transaction::commit() {
  if (auto allowed = database_->before_write("COMMIT"); !allowed) return allowed;
  if (auto done = database_->execute("COMMIT"); !done) return done;
  database_ = nullptr;
  return {};
}

}  // namespace holdfast::sqlite
