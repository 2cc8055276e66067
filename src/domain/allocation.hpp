#pragma once
#include <cstdint>
#include <string>

#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast {

// What a strategy says of a position is its own, from then on.
struct Allocation {
  std::string strategy;
  Quantity quantity;     // signed as the position's; zero: none of it any more
  std::uint32_t life{};  // of which life of the position; it is no claim on a later one
  friend bool operator==(const Allocation&, const Allocation&) = default;
};

// One strategy's part of a position.
struct Share {
  std::string strategy;
  Quantity quantity;  // zero: it had one
  UtcTime at;         // since when
  friend bool operator==(const Share&, const Share&) = default;
};

}  // namespace holdfast
