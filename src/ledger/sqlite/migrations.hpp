#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "ledger/sqlite/database.hpp"

namespace holdfast::sqlite {

// One step of the schema; versions rise by one from 1. Steps go forward only.
struct Migration {
  std::int64_t version{};
  std::string_view sql;
};

// Those of this binary (src/ledger/migrations/*.sqlite.sql).
std::span<const Migration> migrations();
// The version of a ledger that has had all of them.
std::int64_t newest_version(std::span<const Migration> steps);

// Brings a database to the newest version in one transaction; it stays as it was when any step
// fails. Fault::storage for one that is newer already.
Result<void> migrate(Database& database, std::span<const Migration> steps);

}  // namespace holdfast::sqlite
