#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "core/wide_decimal.hpp"
#include "domain/fixed.hpp"
#include "domain/u256.hpp"

namespace holdfast {
namespace {

std::string digits(int most) {
  std::string text;
  const int count = *rc::gen::inRange(0, most + 1);
  for (int i = 0; i < count; ++i) {
    // Zeros stand where errors would be: at the ends and in long rows.
    text += static_cast<char>('0' + *rc::gen::element(0, 0, 0, 1, 5, 9));
  }
  return text;
}

// Mostly numbers of JSON's grammar, some that nearly are.
std::string some_text() {
  std::string text = *rc::gen::element<std::string>("", "", "-") + digits(22);
  if (*rc::gen::arbitrary<bool>()) text += "." + digits(22);
  if (*rc::gen::inRange(0, 4) == 0) {
    text += *rc::gen::element<std::string>("e", "E", "e+", "e-") + digits(2);
  }
  return text;
}

// WideDecimal reads the same grammar by other means, and without bounds.
RC_GTEST_PROP(Fixed, ReadsWhatAnotherReaderReads, ()) {
  const std::string text = some_text();
  const auto wide = WideDecimal::parse(text);
  const auto units = parse_decimal_units(text, 9);
  if (!wide) {
    RC_ASSERT(!units && units.error() == DecimalFlaw::not_a_number);
  } else if (units) {
    RC_ASSERT(WideDecimal::of_units(*units, 9) == *wide);
  } else {
    RC_ASSERT(units.error() != DecimalFlaw::not_a_number);
    const auto below = WideDecimal::of_units(INT64_MIN, 9);
    const auto above = WideDecimal::of_units(INT64_MAX, 9);
    const bool fits = *wide >= below && *wide <= above;
    const std::string written = wide->text();
    const auto point = written.find('.');
    const bool fine = point != std::string::npos && written.size() - point - 1 > 9;
    RC_ASSERT(fine == (units.error() == DecimalFlaw::too_fine));
    RC_ASSERT(fine || !fits);
  }
}

RC_GTEST_PROP(U256, ReadsTheDecimalThatItWrites, ()) {
  U256::Bytes bytes{};
  const int from = *rc::gen::inRange(0, 32);
  for (std::size_t i = static_cast<std::size_t>(from); i < bytes.size(); ++i) {
    bytes.at(i) = *rc::gen::arbitrary<std::uint8_t>();
  }
  const U256 number = U256::from_bytes(bytes);
  RC_ASSERT(U256::parse_decimal(number.decimal()).value() == number);
}

}  // namespace
}  // namespace holdfast
