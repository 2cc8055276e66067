#pragma once
#include <vector>

#include "api/picture.hpp"
#include "core/stake.hpp"

namespace holdfast::api {

// One key of which the ledger and its venue do not say the same, or of which nobody can say it.
struct Difference {
  const Case* about{};  // of the picture; a brake's is about several keys
  PositionKey key;
  Quantity ours;
  std::optional<Quantity> theirs;
  std::optional<Money> at_stake;  // none: unknown
};

// Of every account, in the order of their cases.
std::vector<Difference> differences(const Picture& picture);

Stakes stakes_of(const std::vector<Difference>& all);

}  // namespace holdfast::api
