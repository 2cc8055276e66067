#include "crypto/eth_address.hpp"

#include <gtest/gtest.h>

namespace holdfast::crypto {
namespace {

TEST(EthAddress, WritesTheChecksumsOfEip55) {
  // The examples of EIP-55 itself.
  for (const char* text :
       {"0x52908400098527886E0F7030069857D2E4169EE7", "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"}) {
    const auto address = EthAddress::parse(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->checksummed(), text);
  }
}

TEST(EthAddress, TakesOneLetterCaseAsItIs) {
  const auto lower = EthAddress::parse("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
  const auto upper = EthAddress::parse("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED");
  ASSERT_TRUE(lower);
  EXPECT_EQ(lower, upper);
  EXPECT_EQ(lower->checksummed(), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  EXPECT_EQ(lower->lower(), "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
}

TEST(EthAddress, FindsATypingErrorByItsChecksum) {
  const auto wrong = EthAddress::parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().fault, Fault::identity);
}

TEST(EthAddress, RefusesWhatIsNoAddress) {
  for (const char* text :
       {"", "0x", "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1bea", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaedff",
        "0xgaaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1bea d"}) {
    EXPECT_FALSE(EthAddress::parse(text)) << text;
  }
}

TEST(AddressOfPrivateKey, AgreesWithKnownAccounts) {
  // The first account of the well-known test mnemonic, and key 1.
  const std::pair<const char*, const char*> known[]{
      {"0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
       "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"},
      {"0000000000000000000000000000000000000000000000000000000000000001",
       "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"}};
  for (const auto& [key, address] : known) {
    const auto found = address_of_private_key(key);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->checksummed(), address);
  }
}

TEST(AddressOfPrivateKey, RefusesBadKeysAndRepeatsNoDigit) {
  for (const std::string key :
       {"", "0x", "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff",
        "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff8z",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff8000"}) {
    const auto found = address_of_private_key(key);
    ASSERT_FALSE(found) << key;
    EXPECT_EQ(found.error().fault, Fault::unauthorised);
    if (key.size() > 8) EXPECT_EQ(found.error().what.find(key.substr(0, 8)), std::string::npos);
  }
}

}  // namespace
}  // namespace holdfast::crypto
