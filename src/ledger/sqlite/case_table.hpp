#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "domain/case.hpp"
#include "ledger/sqlite/statement.hpp"

namespace holdfast::sqlite {

class CaseTable {
 public:
  explicit CaseTable(Database& database);
  // Writes the case whole; the answer says whether anything changed. A case stays with its
  // account: another's is Fault::malformed.
  Result<bool> put(const Case& value, std::int64_t account, std::optional<std::int64_t> key);
  Result<std::int64_t> number_of(const CaseId& id);
  Result<std::vector<Case>> open_of(std::int64_t account);
  Result<std::vector<Case>> open();
  Result<std::vector<Case>> all();
  Result<void> each(const std::function<Result<void>(const CaseId& id, bool sealed)>& take);

 private:
  Database& database_;
  Statement owner_of_, upsert_, number_of_, open_of_, open_, all_;
};

}  // namespace holdfast::sqlite
