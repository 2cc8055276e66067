#pragma once
#include <cstddef>

#include "core/policy.hpp"

namespace holdfast {

// True when a pass that would end `ending` of `open` positions is more than anybody should
// believe without asking: more than max(closes_max, share_max) of them, more than the
// configured cost, or everything an account with several positions has.
bool brakes(const BrakeLimits& limits, std::size_t ending, std::size_t open, Money ending_cost);

}  // namespace holdfast
