#pragma once
#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/book_truth.hpp"
#include "core/foreign_book.hpp"

namespace holdfast {

// Holdings by the names that rows use for them. Refers to the holdings it was made of.
class HoldingIndex {
 public:
  explicit HoldingIndex(const std::vector<SourceHolding>& holdings);

  [[nodiscard]] std::vector<const SourceHolding*> by_instrument(VenueName venue,
                                                                const std::string& id) const;
  [[nodiscard]] std::vector<const SourceHolding*> by_condition(const std::string& id) const;
  [[nodiscard]] const SourceHolding* by_key(const PositionKey& key) const;  // null: not held
  // In key order.
  [[nodiscard]] const std::vector<const SourceHolding*>& all() const { return ordered_; }

 private:
  std::vector<const SourceHolding*> ordered_;
  std::multimap<std::pair<VenueName, std::string>, const SourceHolding*> instruments_;
  std::multimap<std::string, const SourceHolding*> conditions_;
};

enum class MappingKind : std::uint8_t {
  silent,     // the row claims nothing here and names nothing
  held,       // exactly one holding answers to the row's ids
  absent,     // the ids are clear and no holding answers to them
  nameless,   // the row claims something and does not say what
  ambiguous,  // several holdings fit
};

// What one leg of a row refers to.
struct Mapping {
  MappingKind kind{};
  const SourceHolding* holding{};  // when held
  std::string name;                // when absent: what was looked for, as a group of claims
  std::vector<const SourceHolding*> candidates;
};

constexpr VenueName venue_of(Leg leg) {
  return leg == Leg::kalshi_yes || leg == Leg::kalshi_no ? VenueName::kalshi
                                                         : VenueName::polymarket;
}

// Follows the join keys in their order: kalshi_market_ticker; poly_asset_*; poly_token_id_*;
// poly_condition_id with the outcome, only where it leaves one candidate. Both Kalshi legs of a
// row are one holding: Kalshi nets per account.
Mapping map_leg(const BookRow& row, Leg leg, const HoldingIndex& index);

// What the row says it holds here: nothing once it is closed or resolved; none when unreadable.
std::optional<WideDecimal> claim_of(const BookRow& row, Leg leg);

}  // namespace holdfast
