#pragma once
#include <map>
#include <set>
#include <vector>

#include "domain/position.hpp"

namespace holdfast {

// What an account's streams must watch: what its ledger says is open, so that nothing sold stays
// watched and nothing held is overlooked.
class Following {
 public:
  struct Change {
    std::set<InstrumentId> wanted;     // all of them, now
    std::vector<PositionKey> dropped;  // watched before and held no more
  };
  Change follow(const std::map<PositionKey, Position>& open);

 private:
  std::set<PositionKey> followed_;
};

}  // namespace holdfast
