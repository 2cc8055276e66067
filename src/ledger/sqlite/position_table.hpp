#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "domain/position.hpp"
#include "ledger/sqlite/statement.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::sqlite {

// The projection: what each key's entries fold to. Reading checks each row's seal.
class PositionTable {
 public:
  explicit PositionTable(Database& database);
  // Puts the lives in place of those that are there; unchanged ones are not written.
  Result<void> replace(std::int64_t key, std::int64_t account, const std::vector<Position>& lives);
  // Puts the lives in place of the last one, which is there and open, and leaves those before it.
  Result<void> go_on(std::int64_t key, std::int64_t account, const std::vector<Position>& lives);
  Result<std::vector<Position>> open_of(std::int64_t account);
  Result<std::vector<Position>> all(PositionScope scope);
  // All rows, damaged ones too, those of one key together in the order of their lives.
  struct Stored {
    Position position;
    bool sealed{};  // the row is what was written
  };
  Result<void> each(const std::function<Result<void>(Stored&&)>& take);

 private:
  Result<void> put(std::int64_t key, std::int64_t account, const Position& life);
  Result<void> update(std::int64_t key, const Position& life);

  Database& database_;
  Statement upsert_, update_, shorten_, open_of_, open_, closed_, every_, by_key_;
};

}  // namespace holdfast::sqlite
