#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/allocation.hpp"
#include "domain/evidence.hpp"
#include "domain/fixed.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"

namespace holdfast {

enum class PositionState : std::uint8_t { open, closed };
enum class Origin : std::uint8_t { external, traded };

inline constexpr std::array<std::string_view, 2> position_state_names{"open", "closed"};
inline constexpr std::array<std::string_view, 2> origin_names{"external", "traded"};
constexpr std::string_view name_of(PositionState state) {
  return position_state_names.at(static_cast<std::size_t>(state));
}
constexpr std::string_view name_of(Origin origin) {
  return origin_names.at(static_cast<std::size_t>(origin));
}

// One life of a holding, from its first entry to the entry that ended it: the fold of its
// journal entries and nothing else. A key that is opened again begins a new life.
struct Position {
  PositionKey key;
  std::uint32_t life{1};
  Quantity quantity;          // signed; zero once closed
  std::optional<Money> cost;  // of what is held now; none while any part's cost is unknown
  Money realized_pnl;         // from priced closings with known cost, fees apart
  Quantity unpriced;          // closed quantity whose price or cost nobody knows yet
  Money fees;
  Money funding;  // received; below zero: paid
  PositionState state{PositionState::open};
  Origin origin{Origin::external};  // traded: its first entry is a fill
  UtcTime opened_at;
  UtcTime changed_at;  // the newest entry
  // The newest adoption or correction: fills up to then are already in the quantity and can
  // only bring knowledge (price), never another change.
  std::optional<UtcTime> estimated_at;
  std::optional<UtcTime> closed_at;
  std::optional<Evidence> closing;
  std::uint32_t entries{};
  std::vector<Share> shares;  // of strategies, by name; of a closed one as they were
  friend bool operator==(const Position&, const Position&) = default;
};

}  // namespace holdfast
