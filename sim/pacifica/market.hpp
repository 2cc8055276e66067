#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast::sim::pacifica {

// Resting offers by price; no level of size zero.
struct Offers {
  std::map<Price, Quantity> bids;
  std::map<Price, Quantity> asks;
  friend bool operator==(const Offers&, const Offers&) = default;
};

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
  std::optional<Offers> offers;  // none: nobody quoted yet
  std::int64_t offers_number{};  // of the newest change of the book (li)
};

// The quotes; before the first one a little on both sides of the mark, so that there is a book.
Offers shown_offers(const Market& market);

// Orders below it are refused, in dollars.
inline constexpr std::int64_t min_order_dollars = 10;

}  // namespace holdfast::sim::pacifica
