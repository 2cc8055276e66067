#pragma once
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "ledger/sqlite/options.hpp"

// SQLite's connection; named here so that few files need its header.
struct sqlite3;

namespace holdfast::sqlite {

enum class Access : std::uint8_t { write, read, create, memory };
enum class Untouched : std::uint8_t { no, yes };

// One connection. Not for two threads at once.
class Database {
 public:
  // `create` makes the file and fails when it is there, `memory` needs none, the others want it.
  static Result<Database> open(const std::string& path, Access access, const Options& options);
  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  [[nodiscard]] sqlite3* handle() const { return handle_; }
  [[nodiscard]] const std::string& path() const { return path_; }

  // Runs statements that return nothing of interest (settings, schema). Not observed.
  Result<void> execute(const std::string& sql);
  // The first column of the first row.
  Result<std::int64_t> number(const std::string& sql);
  // While set, closing the last connection leaves the write-ahead log alone: a file that turns out
  // not to be ours stays as it was, byte for byte.
  void leave_untouched_on_close(Untouched untouched);
  // Asks the observer; every write of a commit passes here first.
  Result<void> before_write(std::string_view write) const;
  // The error of the last call on this connection.
  [[nodiscard]] tl::unexpected<Error> error(int code, std::string_view doing) const;
  [[nodiscard]] std::int64_t changes() const;

 private:
  Database(sqlite3* handle, std::string path, WriteObserver observer)
      : handle_{handle}, path_{std::move(path)}, observer_{std::move(observer)} {}
  sqlite3* handle_{};
  std::string path_;
  WriteObserver observer_;
};

// All or nothing: what is not committed is rolled back.
class Transaction {
 public:
  static Result<Transaction> begin_write(Database& database);
  // For readers: all that follows speaks of one moment.
  static Result<Transaction> begin_read(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_{&database} {}
  Database* database_;
};

}  // namespace holdfast::sqlite
