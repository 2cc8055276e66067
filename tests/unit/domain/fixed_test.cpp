#include "domain/fixed.hpp"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

std::int64_t units(std::string_view text) { return Quantity::parse(text).value().units(); }

DecimalFlaw flaw(std::string_view text) { return parse_decimal_units(text, 9).error(); }

TEST(Fixed, ReadsTheFullJsonNumberGrammarExactly) {
  EXPECT_EQ(units("0"), 0);
  EXPECT_EQ(units("-0"), 0);
  EXPECT_EQ(units("12"), 12'000'000'000);
  EXPECT_EQ(units("-10.50"), -10'500'000'000);
  EXPECT_EQ(units("1e-06"), 1'000);
  EXPECT_EQ(units("1E3"), 1'000'000'000'000);
  EXPECT_EQ(units("2.5e+2"), 250'000'000'000);
}

TEST(Fixed, TakesZerosBeyondTheScaleAndNothingElseThere) {
  EXPECT_EQ(units("0.1000000000000"), 100'000'000);
  EXPECT_EQ(units("100e-11"), 1);
  EXPECT_EQ(flaw("0.0000000001"), DecimalFlaw::too_fine);
  EXPECT_EQ(flaw("1e-10"), DecimalFlaw::too_fine);
}

TEST(Fixed, RefusesWhatIsNoNumber) {
  for (const auto* text : {"", "-", "+1", ".5", "5.", "1e", "1e+", "--1", "01", "1 ", " 1", "NaN",
                           "Infinity", "0x10", "1,5", "1.2.3", "1e5.0"}) {
    EXPECT_EQ(flaw(text), DecimalFlaw::not_a_number) << '"' << text << '"';
  }
}

TEST(Fixed, SaysWhatIsWrongWithAText) {
  EXPECT_EQ(Quantity::parse("abc").error().what, "not a decimal number: abc");
  EXPECT_EQ(Quantity::parse("1e-10").error().what, "finer than 9 decimals: 1e-10");
  EXPECT_EQ(Quantity::parse("1e30").error().what, "amount is out of range: 1e30");
  EXPECT_EQ(Quantity::parse("1e30").error().fault, Fault::malformed);
}

TEST(Fixed, RefusesWhatDoesNotFit) {
  EXPECT_EQ(units("9223372036.854775807"), INT64_MAX);
  EXPECT_EQ(units("-9223372036.854775808"), INT64_MIN);
  for (const auto* text : {"9223372036.854775808", "-9223372036.854775809", "1e30", "1e99999999",
                           "99999999999999999999"}) {
    EXPECT_EQ(flaw(text), DecimalFlaw::out_of_range) << text;
  }
  EXPECT_EQ(units("0e99999999"), 0);
}

TEST(Fixed, WritesTheShortestExactText) {
  for (const auto* text : {"0", "1", "-1", "0.5", "-0.000000001", "9223372036.854775807",
                           "-9223372036.854775808", "120.34"}) {
    EXPECT_EQ(Quantity::parse(text).value().text(), text);
  }
}

TEST(Fixed, ArithmeticSaysSoInsteadOfWrapping) {
  const auto most = Money::from_units(INT64_MAX);
  const auto least = Money::from_units(INT64_MIN);
  const auto one = Money::from_units(1);
  EXPECT_EQ(add(one, one).value().units(), 2);
  EXPECT_FALSE(add(most, one));
  EXPECT_FALSE(subtract(least, one));
  EXPECT_FALSE(negate(least));
  EXPECT_EQ(magnitude(least), -Int128{INT64_MIN});
}

Money money(std::string_view text) { return Money::parse(text).value(); }
Price price(std::string_view text) { return Price::parse(text).value(); }
Quantity quantity(std::string_view text) { return Quantity::parse(text).value(); }

TEST(Fixed, MultipliesExactlyAndRoundsAsNamed) {
  EXPECT_EQ(multiply(price("0.52"), quantity("22.84"), Rounding::toward_zero).value(),
            money("11.8768"));
  const auto third = price("0.333333333");
  EXPECT_EQ(multiply(third, quantity("0.5"), Rounding::toward_zero).value(), money("0.166666666"));
  EXPECT_EQ(multiply(third, quantity("0.5"), Rounding::up).value(), money("0.166666667"));
  EXPECT_EQ(multiply(third, quantity("0.5"), Rounding::half_even).value(), money("0.166666666"));
  EXPECT_EQ(multiply(price("0.000000003"), quantity("0.5"), Rounding::half_even).value(),
            money("0.000000002"));
  EXPECT_EQ(multiply(third, quantity("-0.5"), Rounding::up).value(), money("-0.166666667"));
  EXPECT_EQ(multiply(third, quantity("-0.5"), Rounding::toward_zero).value(),
            money("-0.166666666"));
  EXPECT_FALSE(multiply(price("9000000000"), quantity("2"), Rounding::up));
}

TEST(Fixed, SharesOfATotalSumToTheTotal) {
  const auto total = money("10");
  const auto part = share_of(total, quantity("1"), quantity("3"), Rounding::half_even).value();
  EXPECT_EQ(part, money("3.333333333"));
  EXPECT_EQ(subtract(total, part).value(), money("6.666666667"));
  EXPECT_EQ(share_of(total, quantity("-1"), quantity("-4"), Rounding::half_even).value(),
            money("2.5"));
  EXPECT_FALSE(share_of(total, quantity("1"), quantity("0"), Rounding::half_even));
}

TEST(Fixed, AveragesAreForShowing) {
  EXPECT_EQ(divide(money("2.5"), quantity("3"), Rounding::half_even).value(), price("0.833333333"));
  EXPECT_EQ(divide(money("4.8"), quantity("-10"), Rounding::half_even).value(), price("-0.48"));
  EXPECT_FALSE(divide(money("1"), quantity("0"), Rounding::half_even));
}

TEST(Sum, CannotOverflowOnTheWay) {
  Sum<Money> sum;
  for (int i = 0; i < 4; ++i) sum.add(Money::from_units(INT64_MAX));
  EXPECT_FALSE(sum.total());
  for (int i = 0; i < 3; ++i) sum.add(Money::from_units(-INT64_MAX));
  EXPECT_EQ(sum.total().value().units(), INT64_MAX);
}

}  // namespace
}  // namespace holdfast
