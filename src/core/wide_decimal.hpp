#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/fixed.hpp"

namespace holdfast {

// A decimal out of somebody else's book: of any size that a double can print, exact. It can be
// added, subtracted, compared and shown, and nothing else: amounts that Holdfast vouches for are
// Fixed. A figure of 1e300 or 5e-324 is absurd and still a figure, so that its row can be shown.
class WideDecimal {
 public:
  WideDecimal() = default;
  // JSON's number grammar; refuses texts of more than 400 digits or exponents beyond 10^400.
  static tl::expected<WideDecimal, DecimalFlaw> parse(std::string_view text);
  template <class Tag, int scale>
  static WideDecimal of(Fixed<Tag, scale> amount) {
    return of_units(amount.units(), scale);
  }
  static WideDecimal of_units(std::int64_t units, int scale);

  [[nodiscard]] bool is_zero() const { return digits_.empty(); }
  [[nodiscard]] bool is_negative() const { return negative_; }
  [[nodiscard]] std::string text() const;  // plain: "-0.000001", never an exponent
  [[nodiscard]] WideDecimal magnitude() const;
  [[nodiscard]] WideDecimal negated() const;

  friend WideDecimal operator+(const WideDecimal& a, const WideDecimal& b);
  friend WideDecimal operator-(const WideDecimal& a, const WideDecimal& b);
  friend std::strong_ordering operator<=>(const WideDecimal& a, const WideDecimal& b);
  friend bool operator==(const WideDecimal&, const WideDecimal&) = default;

 private:
  void normalise();
  // The digits with zeros behind them, as many as bring the exponent down to `exponent`.
  [[nodiscard]] std::string digits_at(int exponent) const;

  // The value is digits x 10^exponent; no zero leads or ends, and zero has no digits, so equal
  // values have equal fields.
  bool negative_{};
  std::string digits_;
  int exponent_{};
};

}  // namespace holdfast
