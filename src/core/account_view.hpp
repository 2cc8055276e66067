#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "domain/case.hpp"
#include "domain/position.hpp"

namespace holdfast {

// What the ledger says of one account at one revision: everything a pass compares with.
struct AccountView {
  AccountId account;
  std::uint64_t revision{};  // raised only by batches with journal entries
  std::map<PositionKey, Position> open;
  std::vector<Case> cases;               // the open ones
  std::optional<UtcTime> watermark;      // of the newest applied snapshot
  std::optional<std::int64_t> sequence;  // its SnapshotHeader::sequence, the highest applied
};

}  // namespace holdfast
