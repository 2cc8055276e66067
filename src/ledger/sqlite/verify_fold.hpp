#pragma once
#include "ledger/sqlite/tables.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::sqlite {

// Folds every key's entries again and compares the lives with the projection, both ways.
Result<void> verify_folds(Tables& tables, VerifyReport& report);

}  // namespace holdfast::sqlite
