#pragma once
#include <span>
#include <string>

#include "ledger/sqlite/database.hpp"
#include "ledger/sqlite/migrations.hpp"

namespace holdfast::sqlite {

// Copies the database as it is at one moment to `path` while a writer goes on: under another name
// first, then put in its place, so that a copy is whole or absent. An existing file is refused.
Result<void> copy_to(Database& database, const std::string& given, const Options& options);

// The older ledger is kept as <ledger>.before-version-<n>.
Result<void> back_up_and_migrate(Database& database, const Options& options,
                                 std::span<const Migration> steps);

}  // namespace holdfast::sqlite
