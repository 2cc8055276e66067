#pragma once
#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast {

using Int128 = __int128;

// Why a decimal text is not a Fixed value; the caller decides what that means (a quantity
// makes its key unknown, a derived figure becomes null with its raw text kept).
enum class DecimalFlaw : std::uint8_t { not_a_number, too_fine, out_of_range };

// Reads the full JSON number grammar (sign, leading digits, fraction, exponent) exactly into
// units of 10^-scale. Zeros beyond the scale are fine, other digits there are `too_fine`.
tl::expected<std::int64_t, DecimalFlaw> parse_decimal_units(std::string_view text, int scale);

// The shortest exact decimal text: "12", "-0.5", "0".
std::string decimal_text(Int128 units, int scale);

Error decimal_error(DecimalFlaw flaw, std::string_view text);

// An exact decimal held as an integer count of 10^-scale. One tag per meaning: a Quantity
// cannot be added to a Money, and no value ever passes through a floating-point type.
template <class Tag, int scale_digits>
class Fixed {
 public:
  static constexpr int scale = scale_digits;

  constexpr Fixed() = default;
  static constexpr Fixed from_units(std::int64_t units) { return Fixed{units}; }
  // Refuses a value that does not fit, instead of wrapping.
  static Result<Fixed> from_wide(Int128 units) {
    if (units > std::numeric_limits<std::int64_t>::max() ||
        units < std::numeric_limits<std::int64_t>::min()) {
      return fail(Fault::malformed, "amount is out of range: " + decimal_text(units, scale));
    }
    return Fixed{static_cast<std::int64_t>(units)};
  }
  static Result<Fixed> parse(std::string_view text) {
    const auto units = parse_decimal_units(text, scale);
    if (!units) return tl::make_unexpected(decimal_error(units.error(), text));
    return Fixed{*units};
  }

  [[nodiscard]] constexpr std::int64_t units() const { return units_; }
  [[nodiscard]] constexpr bool is_zero() const { return units_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const { return units_ < 0; }
  [[nodiscard]] std::string text() const { return decimal_text(units_, scale); }

  friend constexpr auto operator<=>(Fixed, Fixed) = default;

  friend Result<Fixed> add(Fixed a, Fixed b) { return from_wide(Int128{a.units_} + b.units_); }
  friend Result<Fixed> subtract(Fixed a, Fixed b) { return from_wide(Int128{a.units_} - b.units_); }
  friend Result<Fixed> negate(Fixed a) { return from_wide(-Int128{a.units_}); }
  // |a| in 128 bits, for comparisons that must not overflow.
  friend constexpr Int128 magnitude(Fixed a) {
    return a.units_ < 0 ? -Int128{a.units_} : Int128{a.units_};
  }

 private:
  explicit constexpr Fixed(std::int64_t units) : units_{units} {}
  std::int64_t units_{};
};

using Quantity = Fixed<struct QuantityTag, 9>;  // contracts, shares, base asset; signed
using Money = Fixed<struct MoneyTag, 9>;        // a collateral currency at par
using Price = Fixed<struct PriceTag, 9>;        // money per one quantity

enum class Rounding : std::uint8_t {
  toward_zero,
  half_even,
  up,  // away from zero
};

// price x quantity, exact in 128 bits, then rounded as named.
Result<Money> multiply(Price price, Quantity quantity, Rounding rounding);
// money x part / whole, the exact share of a total (average cost of a partial sale).
Result<Money> share_of(Money total, Quantity part, Quantity whole, Rounding rounding);
// An average for showing; averages are never kept.
Result<Price> divide(Money total, Quantity quantity, Rounding rounding);

// A sum that cannot overflow on the way; it fits or it says so at the end.
template <class Amount>
class Sum {
 public:
  void add(Amount amount) { units_ += amount.units(); }
  [[nodiscard]] Result<Amount> total() const { return Amount::from_wide(units_); }
  [[nodiscard]] Int128 units() const { return units_; }

 private:
  Int128 units_{};
};

}  // namespace holdfast
