#pragma once
#include <optional>
#include <vector>

#include "sim/call.hpp"

namespace holdfast::sim::polymarket {

struct VenueWorld;

enum class TokenUse : std::uint8_t { order, cancel };

// The signer's bucket of the Standard tier: 40 orders a second with a burst of 60, 80 cancels with
// a burst of 120. All of a call's tokens are taken or none.
struct RateVerdict {
  std::optional<Answer> refused;
  std::vector<Header> headers;  // Poly-RateLimit-*
};
RateVerdict take_rate_tokens(VenueWorld& venue, const Call& call, TokenUse use, std::int64_t count);

}  // namespace holdfast::sim::polymarket
