#pragma once
#include <vector>

#include "core/book_mapping.hpp"

namespace holdfast {

// A holding that a row may mean.
struct BookCandidate {
  Leg leg{};
  PositionKey key;
  std::string title;
  friend bool operator==(const BookCandidate&, const BookCandidate&) = default;
};

BookCandidate candidate_of(Leg leg, const SourceHolding& holding);

// For a row without ids: the holding that its words point at (a Kalshi ticker in the text, from
// "KX" on; Polymarket's slug or title), where exactly one fits. For a person to check; nothing is
// compared by it.
std::vector<BookCandidate> propose(const BookRow& row, const HoldingIndex& index);

}  // namespace holdfast
