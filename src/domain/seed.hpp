#pragma once
#include <optional>

#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast {

// What an owner's own book says of a position that was found and whose cost nobody knows.
struct Seed {
  Quantity quantity;  // what the cost was paid for; it counts only while exactly this is held
  Money cost;
  std::optional<UtcTime> opened_at;
  friend bool operator==(const Seed&, const Seed&) = default;
};

}  // namespace holdfast
