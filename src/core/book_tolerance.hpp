#pragma once
#include <array>

#include "core/wide_decimal.hpp"
#include "domain/fixed.hpp"
#include "domain/venue_name.hpp"

namespace holdfast {

// A difference is nothing to speak of only if it is within the venue's step AND worth no more
// than `cash` (at most one unit of money per contract).
struct BookTolerance {
  std::array<Quantity, venue_names.size()> step{
      Quantity::from_units(10'000'000),  // Kalshi: 0.01 contract
      Quantity::from_units(1'000),       // Kalshi on Solana: 1e-6
      Quantity::from_units(100'000),     // Polymarket: 0.0001, finer digits differ by source
      Quantity::from_units(1),           // Pacifica: exact
  };
  Money cash{Money::from_units(10'000'000)};  // 0.01

  // Of so many contracts, without a sign.
  [[nodiscard]] bool covers(VenueName venue, const WideDecimal& apart) const {
    return apart <= WideDecimal::of(step.at(static_cast<std::size_t>(venue))) &&
           apart <= WideDecimal::of(cash);
  }
};

}  // namespace holdfast
