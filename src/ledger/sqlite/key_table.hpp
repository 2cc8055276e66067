#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

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
  // `named`: the row's canonical text is that of its fields.
  Result<void> each(const std::function<Result<void>(const std::string& text, bool named)>& take);

 private:
  Statement find_, insert_, all_;
};

}  // namespace holdfast::sqlite
