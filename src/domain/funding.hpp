#pragma once
#include <string>

#include "domain/fixed.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"

namespace holdfast {

// A perpetual's periodic payment between its two sides. It changes no quantity.
struct Funding {
  std::string id;
  PositionKey key;
  Money received;  // below zero: paid
  UtcTime at;
  friend bool operator==(const Funding&, const Funding&) = default;
};

}  // namespace holdfast
