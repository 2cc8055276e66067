#pragma once
#include <span>
#include <string>

#include "domain/ids.hpp"
#include "domain/time.hpp"
#include "ledger/sqlite/database.hpp"
#include "ledger/sqlite/migrations.hpp"

namespace holdfast::sqlite {

// Copies the database as it is at one moment to `path` while a writer goes on: under another name
// first, then put in its place, so that a copy is whole or absent. An existing file is refused.
Result<void> copy_to(Database& database, const std::string& given, const Options& options);

// One account's passes that were booked within these moments.
struct Part {
  AccountId account;
  UtcTime from;
  UtcTime to;
};
// Such a copy in which of all bytes of venues only these passes' are left.
Result<void> copy_part_to(Database& database, const std::string& given, const Options& options,
                          const Part& part);

// The older ledger is kept as <ledger>.before-version-<n>.
Result<void> back_up_and_migrate(Database& database, const Options& options,
                                 std::span<const Migration> steps);

}  // namespace holdfast::sqlite
