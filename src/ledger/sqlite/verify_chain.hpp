#pragma once
#include "ledger/sqlite/tables.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::sqlite {

// Recomputes every account's hash chain from its first link to the head it keeps.
Result<void> verify_chains(Tables& tables, VerifyReport& report);

}  // namespace holdfast::sqlite
