#pragma once
#include <string>
#include <vector>

#include "ledger/sqlite/heads.hpp"
#include "ledger/sqlite/options.hpp"
#include "ledger/sqlite/tables.hpp"

namespace holdfast::sqlite {

// Sentences about accounts whose journal ends before, or differs from, what was kept outside: the
// ledger is an older copy, another one, or was rewritten. Empty: it agrees, or nothing was kept.
Result<std::vector<std::string>> compare_heads(const KeptHeads& kept, const std::string& ledger_id,
                                               Tables& tables);
Result<Heads> heads_of(Tables& tables);
Result<std::string> ledger_id_of(Database& database);

// Without a ledger there must be no heads either: a lost ledger is never begun anew in silence.
Result<void> refuse_if_heads_remember(const std::string& path, const Options& options);

}  // namespace holdfast::sqlite
