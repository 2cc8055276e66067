#pragma once
#include "ledger/sqlite/database.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::sqlite {

// Looks at everything, at one moment: the file's own structure, the schema, each account's chain,
// each key's fold against its projection, each seal, and the heads kept outside. Each finding is a
// sentence that names account, entry or key.
Result<VerifyReport> verify_ledger(Database& database, const Options& options);

}  // namespace holdfast::sqlite
