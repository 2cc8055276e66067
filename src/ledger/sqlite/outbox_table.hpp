#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "core/alert.hpp"
#include "ledger/sqlite/statement.hpp"

namespace holdfast::sqlite {

// The messages of cases, for whoever sends or shows them.
class OutboxTable {
 public:
  explicit OutboxTable(Database& database);
  // Raises the case's message, or edits it; one that says the same stays as it is.
  Result<void> put(std::int64_t case_number, const Alert& alert);
  Result<std::vector<Alert>> active();
  Result<std::vector<Alert>> all();
  Result<void> each(const std::function<Result<void>(const CaseId& id, bool sealed)>& take);

 private:
  Statement edits_of_, upsert_, active_, all_;
};

}  // namespace holdfast::sqlite
