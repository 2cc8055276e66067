#include "crypto/solana_address.hpp"

#include <gtest/gtest.h>

#include "crypto/base58.hpp"
#include "crypto/hex.hpp"
#include "vectors.hpp"

namespace holdfast::crypto {
namespace {

std::string base58_of(std::string_view hex) { return to_base58(from_hex(hex).value()); }

TEST(Base58, FollowsKnownAnswers) {
  const std::pair<const char*, const char*> examples[]{{"0x", ""},
                                                       {"0x61", "2g"},
                                                       {"0x626262", "a3gV"},
                                                       {"0x516b6fcd0f", "ABnLTmg"},
                                                       {"0x572e4794", "3EFU7m"},
                                                       {"0x10c8511e", "Rt5zm"},
                                                       {"0x00000000000000000000", "1111111111"},
                                                       {"0x0000287fb4cd", "11233QC4"}};
  for (const auto& [hex, text] : examples) {
    EXPECT_EQ(base58_of(hex), text);
    const auto back = from_base58(text);
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, from_hex(hex).value()) << text;
  }
}

TEST(Base58, RefusesOtherLettersAndEndlessTexts) {
  for (const char* text : {"0", "O", "I", "l", "a b", "a\n"}) EXPECT_FALSE(from_base58(text));
  EXPECT_FALSE(from_base58(std::string(129, '2')));
}

TEST(SolanaAddress, IsThirtyTwoBytes) {
  const auto usdc = SolanaAddress::parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
  ASSERT_TRUE(usdc);
  EXPECT_EQ(usdc->text(), "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
  EXPECT_TRUE(SolanaAddress::parse("11111111111111111111111111111111")->is_zero());
  for (const char* wrong : {"", "1", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyT",
                            "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1vv",
                            "0xd93b25cb943d14d0d34fbaf01fc93a0f8b5f6e47"}) {
    EXPECT_FALSE(SolanaAddress::parse(wrong)) << wrong;
  }
}

TEST(SolanaAddress, DerivesTokenAccountsAsTheLibraryDoes) {
  const auto file = vectors("solana_ata.json");
  std::size_t count = 0;
  for (const auto& vector : file.at("vectors").as_array()) {
    const auto address = [&](const char* name) {
      return SolanaAddress::parse(text_at(vector, name)).value();
    };
    const auto derived =
        token_account_of(address("owner"), address("tokenProgram"), address("mint"));
    ASSERT_TRUE(derived);
    EXPECT_EQ(derived->text(), text_at(vector, "ata"));
    EXPECT_FALSE(is_on_curve(*derived));
    if (!vector.at("allowOwnerOffCurve").as_bool()) EXPECT_TRUE(is_on_curve(address("owner")));
    ++count;
  }
  EXPECT_GE(count, 4U);
}

}  // namespace
}  // namespace holdfast::crypto
