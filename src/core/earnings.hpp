#pragma once
#include <span>
#include <string>
#include <vector>

#include "domain/error.hpp"
#include "domain/journal_entry.hpp"
#include "domain/position.hpp"

namespace holdfast {

// What one entry of a key's journal brought, for profit and loss by time. The sum over a life is
// what its position says.
struct Earning {
  PositionKey key;
  std::uint32_t life{1};
  UtcTime at;
  Money realized;  // fees apart
  Money fees;
  Money funding;
  Quantity unpriced;          // closed here without a known price or cost: not in `realized`
  Quantity held;              // before it; until a strategy has a share, when the first had one
  std::vector<Share> shares;  // of strategies in that
};

// Whose it is: the strategy whose share was all that was held; of several "arb + trend", and where
// their shares are not all of it "arb + unallocated". Nobody can say whose part of a position was
// sold, so nothing is divided.
std::string owners_of(const Earning& earning);

// Of one key's entries, in the order of time; entries that brought nothing are left out.
Result<std::vector<Earning>> earnings(std::span<const JournalEntry> entries);

// What one entry did to a life of its key. An entry that ends a life and begins the next did
// something to both; one that gave way to facts, or waits for others, did nothing.
struct Effect {
  EntryId entry;
  std::uint32_t life{1};
  Quantity quantity;
  std::optional<Money> cost;  // none: the cost is unknown from here on
};

// In the order in which entries count. The quantities of a life sum to its position's, and so do
// the costs where the position's is known.
Result<std::vector<Effect>> effects(std::span<const JournalEntry> entries);

}  // namespace holdfast
