#pragma once
#include <cstddef>

namespace holdfast {

// What one pass did to an account's positions.
struct PassCounts {
  std::size_t active{};  // open positions after the pass
  std::size_t updated{};
  std::size_t created{};
  std::size_t closed{};
  std::size_t held_back{};  // zeros that no witness vouches for
  friend bool operator==(const PassCounts&, const PassCounts&) = default;
};

}  // namespace holdfast
