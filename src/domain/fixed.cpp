#include "domain/fixed.hpp"

#include <algorithm>
#include <iterator>

namespace holdfast {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_digits(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, is_digit);
  const auto count = static_cast<std::size_t>(end - text.begin());
  const auto digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

// The exponent is clamped: beyond a few hundred every non-zero value is out of range or too
// fine anyway, and clamping keeps the arithmetic below free of overflow.
tl::expected<int, DecimalFlaw> take_exponent(std::string_view& text) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return 0;
  text.remove_prefix(1);
  bool negative = false;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const auto digits = take_digits(text);
  if (digits.empty()) return tl::make_unexpected(DecimalFlaw::not_a_number);
  int exponent = 0;
  for (const char c : digits) exponent = std::min(exponent * 10 + (c - '0'), 1'000'000);
  return negative ? -exponent : exponent;
}

constexpr std::size_t most_digits = 19;  // of an int64

// The value is digits x 10^exponent, where neither the first nor the last digit is a zero.
struct Parts {
  bool negative{};
  std::uint64_t digits{};  // the first `most_digits` of them
  std::size_t count{};     // of all of them
  std::int64_t exponent{};
};

// Takes digits up one by one and holds zeros back until another digit follows them.
class Significant {
 public:
  explicit Significant(Parts& parts) : parts_{parts} {}
  void take(std::string_view digits) {
    for (const char c : digits) {
      if (c == '0') {
        if (parts_.count > 0) ++zeros_;
        continue;
      }
      for (; zeros_ > 0; --zeros_) push(0);
      push(static_cast<std::uint64_t>(c - '0'));
    }
  }
  // Behind the last digit.
  [[nodiscard]] std::int64_t zeros() const { return static_cast<std::int64_t>(zeros_); }

 private:
  void push(std::uint64_t digit) {
    if (parts_.count++ < most_digits) parts_.digits = parts_.digits * 10 + digit;
  }
  Parts& parts_;
  std::size_t zeros_{};
};

tl::expected<Parts, DecimalFlaw> split(std::string_view text) {
  Parts parts;
  parts.negative = text.starts_with('-');
  if (parts.negative) text.remove_prefix(1);
  const auto whole = take_digits(text);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) {
    return tl::make_unexpected(DecimalFlaw::not_a_number);
  }
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
    if (fraction.empty()) return tl::make_unexpected(DecimalFlaw::not_a_number);
  }
  const auto exponent = take_exponent(text);
  if (!exponent) return tl::make_unexpected(exponent.error());
  if (!text.empty()) return tl::make_unexpected(DecimalFlaw::not_a_number);
  Significant significant{parts};
  significant.take(whole);
  significant.take(fraction);
  parts.exponent = *exponent - std::ssize(fraction) + significant.zeros();
  return parts;
}

}  // namespace

tl::expected<std::int64_t, DecimalFlaw> parse_decimal_units(std::string_view text, int scale) {
  const auto parts = split(text);
  if (!parts) return tl::make_unexpected(parts.error());
  if (parts->count == 0) return 0;
  const std::int64_t shift = parts->exponent + scale;  // units = digits x 10^shift
  if (shift < 0) return tl::make_unexpected(DecimalFlaw::too_fine);
  if (parts->count + static_cast<std::size_t>(shift) > most_digits) {
    return tl::make_unexpected(DecimalFlaw::out_of_range);
  }
  Int128 units = parts->digits;
  for (std::int64_t i = 0; i < shift; ++i) units *= 10;
  if (parts->negative) units = -units;
  if (units > std::numeric_limits<std::int64_t>::max() ||
      units < std::numeric_limits<std::int64_t>::min()) {
    return tl::make_unexpected(DecimalFlaw::out_of_range);
  }
  return static_cast<std::int64_t>(units);
}

std::string decimal_text(Int128 units, int scale) {
  const bool negative = units < 0;
  std::string reversed;
  const Int128 wide = negative ? -units : units;
  Int128 rest = wide;
  for (int place = 0; rest > 0 || place <= scale; ++place) {
    if (place == scale && scale > 0) reversed.push_back('.');
    reversed.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  }
  std::string text{reversed.rbegin(), reversed.rend()};
  if (scale > 0) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
  }
  return negative ? "-" + text : text;
}

Error decimal_error(DecimalFlaw flaw, std::string_view text) {
  const std::string shown{text.substr(0, 60)};
  switch (flaw) {
    case DecimalFlaw::not_a_number:
      return {Fault::malformed, "not a decimal number: " + shown};
    case DecimalFlaw::too_fine:
      return {Fault::malformed, "finer than 9 decimals: " + shown};
    case DecimalFlaw::out_of_range:
      break;
  }
  return {Fault::malformed, "amount is out of range: " + shown};
}

namespace {

constexpr Int128 one = 1'000'000'000;  // 10^9, the scale of every amount

Int128 divide_rounded(Int128 dividend, Int128 divisor, Rounding rounding) {
  if (divisor < 0) {
    dividend = -dividend;
    divisor = -divisor;
  }
  const Int128 quotient = dividend / divisor;
  const Int128 rest = dividend % divisor;
  if (rest == 0 || rounding == Rounding::toward_zero) return quotient;
  const Int128 away = dividend < 0 ? -1 : 1;
  if (rounding == Rounding::up) return quotient + away;
  const Int128 distance = rest < 0 ? -rest : rest;
  const Int128 other_side = divisor - distance;
  if (distance > other_side) return quotient + away;
  if (distance < other_side) return quotient;
  return quotient % 2 == 0 ? quotient : quotient + away;
}

}  // namespace

Result<Money> multiply(Price price, Quantity quantity, Rounding rounding) {
  return Money::from_wide(divide_rounded(Int128{price.units()} * quantity.units(), one, rounding));
}

Result<Money> share_of(Money total, Quantity part, Quantity whole, Rounding rounding) {
  if (whole.is_zero()) return fail(Fault::malformed, "a share of nothing");
  return Money::from_wide(
      divide_rounded(Int128{total.units()} * part.units(), whole.units(), rounding));
}

Result<Price> divide(Money total, Quantity quantity, Rounding rounding) {
  if (quantity.is_zero()) return fail(Fault::malformed, "an average over nothing");
  return Price::from_wide(divide_rounded(Int128{total.units()} * one, quantity.units(), rounding));
}

}  // namespace holdfast
