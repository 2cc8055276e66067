#pragma once
#include <functional>
#include <vector>

#include "domain/instrument.hpp"
#include "ledger/sqlite/statement.hpp"

namespace holdfast::sqlite {

class InstrumentTable {
 public:
  explicit InstrumentTable(Database& database);
  // The answer says whether anything changed; an unchanged instrument is not written.
  Result<bool> put(const Instrument& instrument);
  Result<std::vector<Instrument>> all();
  Result<void> each(const std::function<Result<void>(const InstrumentId& id, bool sealed)>& take);

 private:
  Database& database_;
  Statement upsert_, all_;
};

}  // namespace holdfast::sqlite
