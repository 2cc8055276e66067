#pragma once
#include <vector>

#include "ports/replica.hpp"

namespace holdfast::api {

enum class Freshness : std::uint8_t {
  cached,  // whatever is younger than the cache time will do
  now,     // the client asked for a fresh pass
};

// The accounts that a fresh pass should be asked of before answering. Cached: those not asked
// within the cache time, whether they answered or not, so that a venue that is away is not asked
// by every page view. Never one that asked us to wait.
std::vector<AccountId> accounts_to_ask(const Replica& replica, Freshness wish, UtcTime now,
                                       Duration cache);

}  // namespace holdfast::api
