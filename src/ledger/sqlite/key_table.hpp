#pragma once
#include <cstdint>

#include "domain/position_key.hpp"
#include "ledger/sqlite/statement.hpp"

namespace holdfast::sqlite {

// The number that stands for a key in the other tables.
class KeyTable {
 public:
  explicit KeyTable(Database& database);
  // None: no row names this key yet.
  Result<std::optional<std::int64_t>> find(const PositionKey& key);
  Result<std::int64_t> find_or_insert(const PositionKey& key, std::int64_t account);

 private:
  Statement find_, insert_;
};

}  // namespace holdfast::sqlite
