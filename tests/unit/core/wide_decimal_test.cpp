#include "core/wide_decimal.hpp"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

std::string shown(std::string_view text) {
  const auto value = WideDecimal::parse(text);
  return value ? value->text() : "refused";
}

WideDecimal wide(std::string_view text) { return WideDecimal::parse(text).value(); }

TEST(WideDecimal, ShowsWhatItReadWithoutAnExponent) {
  EXPECT_EQ(shown("0"), "0");
  EXPECT_EQ(shown("-0"), "0");
  EXPECT_EQ(shown("0.000"), "0");
  EXPECT_EQ(shown("10"), "10");
  EXPECT_EQ(shown("1e-06"), "0.000001");
  EXPECT_EQ(shown("-226.29"), "-226.29");
  EXPECT_EQ(shown("1.50e3"), "1500");
  EXPECT_EQ(shown("12.3400"), "12.34");
  EXPECT_EQ(shown("0.30000000000000004"), "0.30000000000000004");
}

TEST(WideDecimal, KeepsAbsurdSizesExactly) {
  EXPECT_EQ(shown("1e300"), "1" + std::string(300, '0'));
  EXPECT_EQ(shown("5e-324"), "0." + std::string(323, '0') + "5");
}

TEST(WideDecimal, RefusesWhatIsNoNumberAndWhatNoDoublePrints) {
  for (const auto* text : {"", "-", "+1", "NaN", "Infinity", ".5", "1.", "01", "1e", "1e+", "1 ",
                           "0x10", "1e401", "1e-500", "1e999999999999"}) {
    EXPECT_EQ(shown(text), "refused") << text;
  }
  EXPECT_EQ(shown(std::string(500, '1')), "refused");
}

TEST(WideDecimal, AddsAndSubtractsAcrossScales) {
  EXPECT_EQ((wide("0.1") + wide("0.2")).text(), "0.3");
  EXPECT_EQ((wide("1e20") + wide("1e-20")).text(), "100000000000000000000.00000000000000000001");
  EXPECT_EQ((wide("5") - wide("12.5")).text(), "-7.5");
  EXPECT_EQ((wide("-5") - wide("-12.5")).text(), "7.5");
  EXPECT_EQ((wide("-5") + wide("5")), WideDecimal{});
  EXPECT_EQ((wide("99.99") + wide("0.01")).text(), "100");
  EXPECT_EQ((wide("100") - wide("0.01")).text(), "99.99");
}

TEST(WideDecimal, EqualValuesAreEqualHoweverTheyAreWritten) {
  EXPECT_EQ(wide("100"), wide("1e2"));
  EXPECT_EQ(wide("0.10"), wide("1e-1"));
  EXPECT_NE(wide("0.1"), wide("-0.1"));
}

TEST(WideDecimal, ComparesByValue) {
  EXPECT_LT(wide("-1"), wide("0"));
  EXPECT_LT(wide("9"), wide("10"));
  EXPECT_GT(wide("-9"), wide("-10"));
  EXPECT_LT(wide("1e-30"), wide("1e30"));
  EXPECT_EQ(wide("-3").magnitude(), wide("3"));
}

TEST(WideDecimal, TakesOurOwnAmounts) {
  EXPECT_EQ(WideDecimal::of(Quantity::from_units(-1'500'000'000)).text(), "-1.5");
  EXPECT_EQ(WideDecimal::of_units(std::numeric_limits<std::int64_t>::min(), 9).text(),
            "-9223372036.854775808");
}

}  // namespace
}  // namespace holdfast
