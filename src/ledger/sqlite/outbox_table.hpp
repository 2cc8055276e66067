#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "core/alert.hpp"
#include "ledger/sqlite/statement.hpp"

namespace holdfast::sqlite {

// The messages of cases, and of what waits to be redeemed, for whoever sends or shows them.
class OutboxTable {
 public:
  explicit OutboxTable(Database& database);
  // Raises the case's message, or edits it; one that says the same stays as it is.
  Result<void> put(std::int64_t case_number, const Alert& alert);
  // The same for one that is of no case; false: it says that already.
  Result<bool> put_claim(std::int64_t key_number, const Alert& alert);
  Result<std::vector<Alert>> active();
  Result<std::vector<Alert>> all();
  Result<std::vector<Alert>> claims_of(std::int64_t account_number);  // the active ones
  Result<void> each(const std::function<Result<void>(const std::string& id, bool sealed)>& take);

 private:
  Statement edits_of_, upsert_, active_, all_;
  Statement edits_of_claim_, upsert_claim_, claims_of_, active_claims_, all_claims_;
};

}  // namespace holdfast::sqlite
