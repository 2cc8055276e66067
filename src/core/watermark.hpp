#pragma once
#include <chrono>
#include <optional>

#include "domain/snapshot.hpp"

namespace holdfast {

enum class Freshness : std::uint8_t {
  newer,       // may be applied
  older,       // than what was applied already: ignored, it refreshes no age
  from_ahead,  // speaks of a moment that has not come: malformed
};

// A venue's clock may be a little ahead of ours; more than a minute is no clock any more.
inline Freshness judge_watermark(const Snapshot& snapshot, std::optional<UtcTime> applied,
                                 UtcTime now) {
  if (snapshot.as_of() > now + std::chrono::seconds{60}) return Freshness::from_ahead;
  if (applied && snapshot.as_of() < *applied) return Freshness::older;
  return Freshness::newer;
}

}  // namespace holdfast
