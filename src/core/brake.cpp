#include "core/brake.hpp"

#include <algorithm>

namespace holdfast {

bool brakes(const BrakeLimits& limits, std::size_t ending, std::size_t open, Money ending_cost) {
  const std::size_t share = open * limits.share_max_permille / 1000;
  const std::size_t most = std::max<std::size_t>(limits.closes_max, share);
  const bool all = ending == open && open > 1;
  const bool costly = limits.cost_max && ending_cost > *limits.cost_max;
  return ending > 0 && (ending > most || all || costly);
}

}  // namespace holdfast
