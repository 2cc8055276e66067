#include "crypto/abi.hpp"

#include <gtest/gtest.h>

namespace holdfast::crypto {
namespace {

const EthAddress owner = *EthAddress::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");

std::string word(const std::string& digits) {
  return std::string(64 - digits.size(), '0') + digits;
}

TEST(Abi, WritesABatchAsTheContractReadsIt) {
  const std::vector<U256> ids{U256{10}, U256{255}};
  const std::string padded = word("f39fd6e51aad88f6f4ce6ab8827279cfffb92266");
  EXPECT_EQ(encode_balance_of_batch(owner, ids), "0x4e1273f4" + word("40") + word("a0") +
                                                     word("2") + padded + padded + word("2") +
                                                     word("a") + word("ff"));
  EXPECT_EQ(encode_balance_of(owner, U256{10}), "0x00fdd58e" + padded + word("a"));
}

TEST(Abi, ReadsAListOfBalances) {
  const auto words = decode_words("0x" + word("20") + word("2") + word("f4240") + word("0"), 2);
  ASSERT_TRUE(words) << words.error().what;
  EXPECT_EQ(*words, (std::vector<U256>{U256{1'000'000}, U256{}}));
  EXPECT_TRUE(decode_words("0x" + word("20") + word("0"), 0));
}

TEST(Abi, RefusesAListThatIsNotExactlyTheAskedOne) {
  const std::string good = "0x" + word("20") + word("1") + word("5");
  EXPECT_TRUE(decode_words(good, 1));
  EXPECT_FALSE(decode_words(good, 2));                                       // fewer than asked
  EXPECT_FALSE(decode_words(good + word("7"), 1));                           // something behind it
  EXPECT_FALSE(decode_words("0x" + word("40") + word("1") + word("5"), 1));  // another offset
  EXPECT_FALSE(decode_words("0x" + word("20") + word("2") + word("5"), 1));  // another length
  EXPECT_FALSE(decode_words(good.substr(2), 1));                             // no 0x
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(decode_words(good.substr(0, length), 1)) << length;
  }
}

TEST(Abi, ReadsAListOfAddresses) {
  const std::string padded = word("f39fd6e51aad88f6f4ce6ab8827279cfffb92266");
  const auto owners = decode_addresses("0x" + word("20") + word("2") + padded + word("7"));
  ASSERT_TRUE(owners) << owners.error().what;
  ASSERT_EQ(owners->size(), 2U);
  EXPECT_EQ(owners->front(), owner);
  EXPECT_EQ(owners->back().lower(), "0x" + word("7").substr(24));
  EXPECT_TRUE(decode_addresses("0x" + word("20") + word("0"))->empty());
  EXPECT_FALSE(decode_addresses("0x" + word("20") + word("2") + padded));  // cut
  EXPECT_FALSE(decode_addresses("0x" + word("40") + word("1") + padded));  // another offset
  EXPECT_FALSE(decode_addresses("0x" + word("20") + word("1") + padded + padded));  // too much
  EXPECT_FALSE(decode_addresses("0x" + word("20") + word("1") + "1" + padded.substr(1)));  // wider
  EXPECT_FALSE(decode_addresses("0x" + word("20")));
  EXPECT_FALSE(decode_addresses("0x"));
}

TEST(Abi, RefusesWordsThatAreNoHex) {
  EXPECT_FALSE(decode_word("0x" + std::string(63, '0') + "g"));
  EXPECT_FALSE(decode_word("0x0x" + std::string(62, '0')));
  EXPECT_FALSE(decode_word("0x"));
  EXPECT_FALSE(decode_word("0x" + word("1") + word("1")));
  EXPECT_EQ(decode_word("0x" + word("F4240")), U256{1'000'000});
}

}  // namespace
}  // namespace holdfast::crypto
