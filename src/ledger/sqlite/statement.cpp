#include "ledger/sqlite/statement.hpp"

#include <sqlite3.h>

#include "ledger/sqlite/storage_error.hpp"

namespace holdfast::sqlite {

Bytes Bytes::of(std::string_view text) {
  const void* start = text.data();
  return {{static_cast<const std::uint8_t*>(start), text.size()}};
}

Statement::~Statement() { sqlite3_finalize(handle_); }

int Statement::prepared() {
  if (handle_ != nullptr) return SQLITE_OK;
  const int code = sqlite3_prepare_v3(database_->handle(), sql_, -1, SQLITE_PREPARE_PERSISTENT,
                                      &handle_, nullptr);
  if (code == SQLITE_OK) writes_ = sqlite3_stmt_readonly(handle_) == 0;
  return code;
}

void Statement::note(int code) {
  if (code_ == SQLITE_OK) code_ = code;
}

void Statement::bind_integer(int index, std::int64_t value) {
  if (code_ == SQLITE_OK) note(sqlite3_bind_int64(handle_, index, value));
}

void Statement::bind_text(int index, std::string_view value) {
  if (code_ != SQLITE_OK) return;
  // An empty view may have no address, which would bind NULL.
  const char* text = value.data() == nullptr ? "" : value.data();
  note(sqlite3_bind_text64(handle_, index, text, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind_bytes(int index, std::span<const std::uint8_t> value) {
  if (code_ != SQLITE_OK) return;
  if (value.empty()) {
    note(sqlite3_bind_zeroblob(handle_, index, 0));
  } else {
    note(sqlite3_bind_blob64(handle_, index, value.data(), value.size(), SQLITE_STATIC));
  }
}

void Statement::bind_nothing(int index) {
  if (code_ == SQLITE_OK) note(sqlite3_bind_null(handle_, index));
}

Result<bool> Statement::step() {
  if (code_ != SQLITE_OK) return database_->error(code_, "cannot use the ledger");
  if (writes_) {
    if (auto allowed = database_->before_write(sql_); !allowed) {
      return tl::make_unexpected(std::move(allowed.error()));
    }
  }
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return database_->error(code, writes_ ? "cannot write the ledger" : "cannot read the ledger");
}

void Statement::reset() {
  if (handle_ != nullptr) sqlite3_reset(handle_);
}

tl::unexpected<Error> Statement::damaged() const {
  const std::string_view sql{sql_};
  const auto from = sql.find("FROM ");
  if (from == std::string_view::npos) return damaged_row("one of its rows");
  const auto table = sql.substr(from + 5, sql.find(' ', from + 5) - from - 5);
  return damaged_row("a row of table " + std::string{table});
}

}  // namespace holdfast::sqlite
