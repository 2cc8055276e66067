#pragma once
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

namespace holdfast::test {

// What somebody with the sqlite3 shell can do to a ledger.
class RawSqlite {
 public:
  explicit RawSqlite(const std::string& path) {
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK);
  }
  RawSqlite(const RawSqlite&) = delete;
  RawSqlite& operator=(const RawSqlite&) = delete;
  ~RawSqlite() { sqlite3_close(handle_); }

  // The library's complaint, empty when there is none.
  std::string run(const std::string& sql) {
    char* message = nullptr;
    sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message);
    const std::string complaint = message == nullptr ? "" : message;
    sqlite3_free(message);
    return complaint;
  }
  [[nodiscard]] int changes() const { return sqlite3_changes(handle_); }

 private:
  sqlite3* handle_{};
};

}  // namespace holdfast::test
