#pragma once
#include <map>
#include <set>
#include <vector>

#include "domain/instrument.hpp"
#include "domain/position.hpp"

namespace holdfast {

// What an account's streams must watch: what its ledger says is open, so that nothing sold stays
// watched and nothing held is overlooked.
class Following {
 public:
  struct Change {
    std::set<InstrumentId> held;       // all of them, now
    std::set<InstrumentId> traded;     // of those, what may still have a book
    std::vector<PositionKey> dropped;  // watched before and held no more
  };
  // `known`: what the venues said of them last.
  Change follow(const std::map<PositionKey, Position>& open,
                const std::map<InstrumentId, Instrument>& known);

 private:
  std::set<PositionKey> followed_;
};

}  // namespace holdfast
