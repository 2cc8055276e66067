#pragma once
#include <algorithm>
#include <cstdint>

#include "domain/time.hpp"

namespace holdfast {

// How long to stay away after failures in a row: at least `first`, so that even a storm of lost
// connections is one attempt a second, and doubling up to `longest`. The part above `first` is
// drawn by the caller, so that many accounts do not come back in one wave.
struct Backoff {
  Duration first{std::chrono::seconds{1}};
  Duration longest{std::chrono::seconds{30}};

  // The most to draw on top of `first`, after so many failures (from 1).
  [[nodiscard]] Duration spread(std::uint32_t failures) const {
    const auto doublings = std::min<std::uint32_t>(failures, 10);
    return std::min<Duration>(first * (std::int64_t{1} << doublings), longest) - first;
  }
};

}  // namespace holdfast
