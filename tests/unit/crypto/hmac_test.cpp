#include "crypto/hmac.hpp"

#include <gtest/gtest.h>

#include "vectors.hpp"

namespace holdfast::crypto {
namespace {

std::string message_of(const boost::json::value& inputs) {
  const auto* body = inputs.at("body").if_string();
  return std::to_string(inputs.at("timestamp").as_int64()) + text_at(inputs, "method") +
         text_at(inputs, "requestPath") + (body == nullptr ? "" : std::string{*body});
}

// How the official client signs requests to the CLOB (L2), with and without a body.
TEST(Hmac, IsWhatTheOfficialClientSendsToTheClob) {
  const auto file = vectors("polymarket_l2_hmac.json");
  int seen = 0;
  for (const auto& vector : file.at("vectors").as_array()) {
    const auto& inputs = vector.at("inputs");
    const auto message = message_of(inputs);
    EXPECT_EQ(message, text_at(vector, "message"));
    const auto secret = text_at(inputs, "secret");
    EXPECT_EQ(hmac_base64url(secret, message), text_at(vector, "signature")) << message;
    EXPECT_NE(hmac_base64url(secret, message + " "), text_at(vector, "signature"));
    ++seen;
  }
  EXPECT_EQ(seen, 4);
}

// RFC 4231, case 2, in base64url.
TEST(Hmac, IsThatOfTheStandard) {
  const auto code = hmac_base64url("SmVmZQ==", "what do ya want for nothing?");
  ASSERT_TRUE(code);
  EXPECT_EQ(*code, "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
  EXPECT_EQ(hmac_base64url("SmVmZQ==", "0"), "DPsUCE-q2QvEHcHn7vJfzqGw8BtHv65os3eP_Xe0iBQ=");
  EXPECT_FALSE(hmac_base64url("no base64!", "x"));
}

}  // namespace
}  // namespace holdfast::crypto
