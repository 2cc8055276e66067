#pragma once
#include <string>

#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast::sim::pacifica {

struct Market {
  std::string symbol;
  Price mark;
  Price tick{Price::from_units(1'000'000)};       // 0.001
  Quantity lot{Quantity::from_units(1'000'000)};  // 0.001
  std::int64_t max_leverage{20};
  bool isolated_only{};
  bool is_spot{};
  Price funding_rate{Price::from_units(12'500)};  // 0.0000125 an hour
  Price yesterday;
  UtcTime created;
};

// Orders below it are refused, in dollars.
inline constexpr std::int64_t min_order_dollars = 10;

}  // namespace holdfast::sim::pacifica
