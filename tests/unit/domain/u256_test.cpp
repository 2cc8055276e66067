#include "domain/u256.hpp"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

constexpr auto most =
    "115792089237316195423570985008687907853269984665640564039457584007913129639935";

TEST(U256, ReadsAndWritesDecimalAndHex) {
  const auto id =
      U256::parse_decimal(
          "56134520934827987450354834210862718136281318820368118025608831884832419413779")
          .value();
  EXPECT_EQ(id.decimal(),
            "56134520934827987450354834210862718136281318820368118025608831884832419413779");
  EXPECT_EQ(U256::parse_hex(id.hex()).value(), id);
  EXPECT_EQ(U256::from_bytes(id.bytes()), id);
  EXPECT_EQ(U256::parse_decimal(most).value().hex(), "0x" + std::string(64, 'f'));
  EXPECT_EQ(U256{255}.hex(), "0x" + std::string(62, '0') + "ff");
  EXPECT_EQ(U256{}.decimal(), "0");
}

TEST(U256, RefusesWhatDoesNotFitOrIsNoNumber) {
  EXPECT_FALSE(U256::parse_decimal(
      "115792089237316195423570985008687907853269984665640564039457584007913129639936"));
  for (const auto* text : {"", "-1", "01", "1.0", "1e5", "0x10", " 1"}) {
    EXPECT_FALSE(U256::parse_decimal(text)) << text;
  }
  EXPECT_FALSE(U256::parse_hex("0x"));
  EXPECT_FALSE(U256::parse_hex("0xg"));
  EXPECT_FALSE(U256::parse_hex("0x1" + std::string(64, '0')));
}

TEST(U256, ComparesAsNumbers) {
  EXPECT_LT(U256{9}, U256{10});
  EXPECT_LT(U256::parse_decimal("18446744073709551615").value(),
            U256::parse_decimal("18446744073709551616").value());
  EXPECT_FALSE(U256::parse_decimal("18446744073709551616").value().fits_u64());
  EXPECT_TRUE(U256{7}.fits_u64());
}

}  // namespace
}  // namespace holdfast
