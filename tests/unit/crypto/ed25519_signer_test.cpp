#include "crypto/ed25519_signer.hpp"

#include <gtest/gtest.h>

#include "crypto/base58.hpp"
#include "vectors.hpp"

namespace holdfast::crypto {
namespace {

TEST(Ed25519Signer, SignsEveryKnownAnswer) {
  std::size_t count = 0;
  const auto file = vectors("signing_vectors.json");
  for (const auto& vector : file.at("pacifica").as_array()) {
    auto signer = Ed25519Signer::from_base58_secret(text_at(vector, "keypair_b58"));
    ASSERT_TRUE(signer) << signer.error().what;
    EXPECT_EQ((*signer)->public_key(), text_at(vector, "signer_pubkey_b58"));
    const auto message = text_at(vector, "message");
    EXPECT_EQ((*signer)->sign(message).value(), text_at(vector, "signature_b58"));
    EXPECT_EQ(ed25519_fits((*signer)->public_key(), message, text_at(vector, "signature_b58")),
              true);
    ++count;
  }
  EXPECT_GE(count, 5U);
}

TEST(Ed25519Signer, TakesTheSeedAloneToo) {
  const auto file = vectors("pacifica_ed25519.json");
  const auto& keys = file.at("keys").as_array();
  const auto whole = Ed25519Signer::from_base58_secret(text_at(keys[0], "secretKeyBase58_64bytes"));
  ASSERT_TRUE(whole);
  // TEST ONLY: base58 of 00 01 02 ... 1f.
  std::array<std::uint8_t, 32> seed{};
  for (std::size_t i = 0; i < seed.size(); ++i) seed.at(i) = static_cast<std::uint8_t>(i);
  const auto alone = Ed25519Signer::from_base58_secret(to_base58(seed));
  ASSERT_TRUE(alone) << alone.error().what;
  EXPECT_EQ((*alone)->public_key(), (*whole)->public_key());
}

TEST(Ed25519Signer, RefusesWhatIsNoKeyPairAndRepeatsNothingOfIt) {
  const auto file = vectors("pacifica_ed25519.json");
  const auto& keys = file.at("keys").as_array();
  auto mixed = from_base58(text_at(keys[0], "secretKeyBase58_64bytes")).value();
  mixed.back() ^= 1U;
  for (const std::string& secret :
       {std::string{}, std::string{"FAe4sisG95oZ42w7buUn5"}, std::string(64, 'a') + "0",
        text_at(keys[0], "secretKeyBase58_64bytes") + "2", to_base58(mixed)}) {
    const auto signer = Ed25519Signer::from_base58_secret(secret);
    ASSERT_FALSE(signer) << secret;
    EXPECT_EQ(signer.error().fault, Fault::unauthorised);
    if (!secret.empty()) EXPECT_EQ(signer.error().what.find(secret), std::string::npos);
  }
}

TEST(Ed25519Signer, TellsASignatureThatDoesNotFit) {
  const auto file = vectors("signing_vectors.json");
  const auto& vector = file.at("pacifica").as_array()[0];
  const auto key = text_at(vector, "signer_pubkey_b58");
  const auto signature = text_at(vector, "signature_b58");
  EXPECT_EQ(ed25519_fits(key, text_at(vector, "message") + " ", signature), false);
  EXPECT_FALSE(ed25519_fits("not a key", "text", signature));
  EXPECT_FALSE(ed25519_fits(key, "text", key));
}

}  // namespace
}  // namespace holdfast::crypto
