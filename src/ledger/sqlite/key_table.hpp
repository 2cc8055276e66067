#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "domain/position_key.hpp"
#include "ledger/sqlite/statement.hpp"

namespace holdfast::sqlite {

// The number that stands for a key in the other tables.
class KeyTable {
 public:
  explicit KeyTable(Database& database);
  // None: no row names this key yet.
  Result<std::optional<std::int64_t>> find(const PositionKey& key);
  struct Found {
    std::int64_t number{};
    bool is_new{};  // no row named it before
  };
  Result<Found> find_or_insert(const PositionKey& key, std::int64_t account);
  // After a rollback: numbers given out in it are void.
  void forget() { known_.clear(); }
  // `named`: the row's canonical text is that of its fields.
  Result<void> each(const std::function<Result<void>(const std::string& text, bool named)>& take);

 private:
  Result<std::optional<std::int64_t>> look_up(const PositionKey& key);

  // The keys of a busy account are asked for again with every pass; never walked in order.
  struct Hash {
    std::size_t operator()(const PositionKey& key) const {
      return std::hash<std::string>{}(key.instrument.text) + key.subaccount;
    }
  };
  std::unordered_map<PositionKey, std::int64_t, Hash> known_;
  Statement find_, insert_, all_;
};

}  // namespace holdfast::sqlite
