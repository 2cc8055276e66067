#include "core/stake.hpp"

namespace holdfast {

std::optional<Money> stake_of(const Position* held, const Drift& drift) {
  if (held == nullptr || !held->cost || !drift.theirs.quantity) return std::nullopt;
  const auto apart = subtract(*drift.theirs.quantity, drift.ours);
  if (!apart) return std::nullopt;
  const auto stake = share_of(*held->cost, *apart, drift.ours, Rounding::half_even);
  const auto size = stake ? Money::from_wide(magnitude(*stake)) : stake;
  return size ? std::optional{*size} : std::nullopt;
}

void Stakes::add(const std::optional<Money>& stake) {
  if (stake) sum_.add(*stake);
  ++(stake ? known_ : unknown_);
}

std::optional<Money> Stakes::known() const {
  const auto total = sum_.total();
  return known_ > 0 && total ? std::optional{*total} : std::nullopt;
}

}  // namespace holdfast
