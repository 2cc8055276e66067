#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>

#include "sim/kalshi/auth.hpp"
#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

using kalshi::signature_fits;

boost::json::value vectors(const std::string& name) {
  std::ifstream file{std::string{HOLDFAST_SOURCE_DIR "/tests/vectors/"} + name};
  return boost::json::parse(std::string{std::istreambuf_iterator<char>{file}, {}});
}

TEST(KalshiSignature, TakesWhatThreeOfficialAndBestKnownClientsSigned) {
  int taken = 0;
  const auto file = vectors("kalshi_rsa_pss.json");
  for (const auto& vector : file.at("vectors").as_array()) {
    const auto message = text(vector, "message");
    for (const auto& client : vector.at("signatures").as_object()) {
      if (!client.value().is_string()) continue;
      EXPECT_TRUE(signature_fits(test_public_pem(), message, client.value().as_string().c_str()))
          << client.key() << " " << message;
      EXPECT_FALSE(
          signature_fits(test_public_pem(), message + "x", client.value().as_string().c_str()));
      ++taken;
    }
  }
  EXPECT_GE(taken, 15);
}

TEST(KalshiSignature, RefusesOtherSaltsSignedQueriesAndShortPaths) {
  const auto file = vectors("signing_vectors.json");
  const auto pem = text(file.at("kalshi_rsa_keys"), "public_key_pem");
  int refused = 0;
  for (const auto& vector : file.at("kalshi_rsa_pss_verify").as_array()) {
    const bool valid = text(vector, "expect") == "valid";
    EXPECT_EQ(signature_fits(pem, text(vector, "presign"), text(vector, "signature_b64")), valid)
        << text(vector, "expect");
    if (!valid) ++refused;
  }
  EXPECT_GE(refused, 4);
}

TEST(KalshiSignature, TakesEd25519OverTheSameText) {
  const auto file = vectors("signing_vectors.json");
  const auto& vector = file.at("kalshi_ed25519").as_array().front();
  const auto pem = text(vector, "public_key_pem");
  EXPECT_TRUE(signature_fits(pem, text(vector, "presign"), text(vector, "signature_b64")));
  EXPECT_FALSE(signature_fits(pem, text(vector, "presign") + "/", text(vector, "signature_b64")));
}

TEST(KalshiSignature, RefusesWhatIsNotBase64OrNotAKey) {
  const auto good = sign("text");
  EXPECT_TRUE(signature_fits(test_public_pem(), "text", good));
  EXPECT_FALSE(signature_fits(test_public_pem(), "text", good + "\n"));
  EXPECT_FALSE(signature_fits(test_public_pem(), "text", ""));
  EXPECT_FALSE(signature_fits("no key", "text", good));
  EXPECT_FALSE(signature_fits(test_public_pem(), "text", sign("text", 0)));
  EXPECT_FALSE(signature_fits(test_public_pem(), "text", sign("text", 20)));
}

}  // namespace
}  // namespace holdfast::sim::test
