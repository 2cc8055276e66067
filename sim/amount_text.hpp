#pragma once
#include <string>

#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast::sim {

// Exactly `places` decimals, the rest cut off: "2.500000", "-2.37".
std::string places_text(Int128 units, int scale, int places);
template <class Amount>
std::string places_text(Amount amount, int places) {
  return places_text(amount.units(), Amount::scale, places);
}

// 128-bit division with a named rounding; the divisor is above zero.
Int128 divide_rounded(Int128 value, Int128 divisor, Rounding rounding);

// RFC 3339 in UTC as Go writes it: microseconds without trailing zeros, no point when none are
// left.
std::string rfc3339_text(UtcTime at);
// "Fri, 21 Nov 2026 10:04:36 GMT"
std::string http_date_text(UtcTime at);

}  // namespace holdfast::sim
