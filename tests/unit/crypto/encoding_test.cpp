#include <gtest/gtest.h>

#include "crypto/base64.hpp"
#include "crypto/hex.hpp"
#include "crypto/keccak.hpp"
#include "crypto/secret_bytes.hpp"
#include "crypto/sha256.hpp"

namespace holdfast::crypto {
namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

TEST(Base64, FollowsTheRfcsOwnExamples) {
  const std::pair<const char*, const char*> examples[]{{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : examples) {
    EXPECT_EQ(to_base64(bytes_of(plain)), coded);
    const auto decoded = from_base64(coded);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(to_hex(*decoded), to_hex(bytes_of(plain)));
  }
}

TEST(Base64, RefusesWhatIsNotExactlyStandard) {
  for (const char* text :
       {"Zg", "Zg=", "Zg===", "Zm9v\n", " Zm9v", "Zm9-", "Zm9_", "Zh==", "=", "A"}) {
    EXPECT_FALSE(from_base64(text)) << text;
  }
}

TEST(Hex, GoesThereAndBack) {
  const auto bytes = from_hex("0x00FFa5");
  ASSERT_TRUE(bytes);
  EXPECT_EQ(to_hex(*bytes), "00ffa5");
  EXPECT_TRUE(from_hex("")->empty());
  for (const char* text : {"0x0", "0", "0g", "00 11", "0x0x00", "00:11"}) {
    EXPECT_FALSE(from_hex(text)) << text;
  }
}

TEST(Sha256, AnswersLikeFips180) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(PieceHash, TellsPiecesApartByTheirBorders) {
  PieceHash one;
  one.add("ab");
  one.add("c");
  PieceHash other;
  other.add("a");
  other.add("bc");
  EXPECT_NE(one.hex(), other.hex());
  EXPECT_EQ(one.hex(), one.hex());
}

TEST(Keccak, IsEthereumsAndNotSha3) {
  EXPECT_EQ(to_hex(keccak256("")),
            "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  EXPECT_EQ(to_hex(keccak256("abc")),
            "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
}

TEST(SecretBytes, MovesAndShrinksAndForgets) {
  SecretBytes first = SecretBytes::copy_of("secret");
  SecretBytes second = std::move(first);
  EXPECT_EQ(first.size(), 0U);  // NOLINT: what a moved-from one holds is the point
  second.shrink(3);
  EXPECT_EQ(to_hex(second.bytes()), to_hex(bytes_of("sec")));
  second.shrink(9);
  EXPECT_EQ(second.size(), 3U);
  second = SecretBytes{};
  EXPECT_EQ(second.size(), 0U);
}

}  // namespace
}  // namespace holdfast::crypto
