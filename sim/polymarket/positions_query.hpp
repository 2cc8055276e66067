#pragma once
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "sim/polymarket/position_row.hpp"

namespace holdfast::sim::polymarket {

// Where a page ended: the last row's sort key and token, and how many rows came before the next.
struct PositionsPlace {
  Int128 key{};
  std::string token_id;
  std::string wallet;
  std::int64_t delivered{};
};

// One /v2/positions request, checked.
struct PositionsQuery {
  std::string user;
  std::vector<std::string> conditions;
  std::vector<std::string> events;
  std::string status{"OPEN"};
  std::string sort_by{"CURRENT_VALUE"};
  bool ascending{};
  bool include_archived{};
  bool by_cash{};  // filter_type=CASH
  Quantity least;  // filter_amount: rows below it are hidden; 0.1 shares unless told
  std::string title;
  std::int64_t start{};
  std::int64_t end{};
  std::int64_t limit{100};
  std::optional<PositionsPlace> after;

  [[nodiscard]] bool takes(const PositionRow& row) const;
  [[nodiscard]] Int128 key_of(const PositionRow& row) const;
};

// filter_amount. Values that cannot be read fall back to the default floor; whether 0 counts as a
// value is not known, so it is a choice of the world (on by default).
Quantity least_shown(const World& world, const Call& call);

tl::expected<PositionsQuery, Answer> positions_query(World& world, const Call& call);

}  // namespace holdfast::sim::polymarket
