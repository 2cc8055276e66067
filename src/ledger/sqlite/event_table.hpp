#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "domain/event.hpp"
#include "ledger/sqlite/statement.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::sqlite {

class EventTable {
 public:
  explicit EventTable(Database& database);
  // The new event's id; ids rise by one and are never used twice.
  Result<std::uint64_t> append(const Event& event, std::int64_t account,
                               std::optional<std::int64_t> key);
  Result<std::uint64_t> newest();
  Result<std::vector<EventRow>> after(std::uint64_t id, std::uint32_t limit);
  Result<void> each(const std::function<Result<void>(std::uint64_t id, bool sealed)>& take);

 private:
  Database& database_;
  Statement insert_, newest_, after_;
};

}  // namespace holdfast::sqlite
