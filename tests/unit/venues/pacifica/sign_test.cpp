#include "venues/pacifica/sign.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "crypto/ed25519_signer.hpp"
#include "platform/json_reader.hpp"
#include "venues/pacifica/parse.hpp"

namespace holdfast::pacifica {
namespace {

using platform::JsonReader;
using platform::JsonValue;

std::string vectors(const std::string& name) {
  std::ifstream file{std::string{HOLDFAST_SOURCE_DIR} + "/tests/vectors/" + name};
  return {std::istreambuf_iterator<char>{file}, {}};
}

Result<SignedFields> fields_of(JsonValue& object);

Result<SignedValue> value_of(JsonValue& value) {
  switch (value.kind()) {
    case JsonValue::Kind::string:
      return SignedValue{std::string{value.string().value()}};
    case JsonValue::Kind::number:
      return SignedValue{value.integer().value()};
    case JsonValue::Kind::boolean:
      return SignedValue{value.boolean().value()};
    default:
      return SignedValue{fields_of(value).value()};
  }
}

Result<SignedFields> fields_of(JsonValue& object) {
  SignedFields fields;
  auto done = object.each_field([&](std::string_view key, JsonValue& value) -> Result<void> {
    fields.insert_or_assign(std::string{key}, value_of(value).value());
    return {};
  });
  if (!done) return tl::make_unexpected(done.error());
  return fields;
}

struct Vector {
  Operation operation;
  Signatory signatory;
  std::string secret;
  std::string text;
  std::string signature;
};

// ccxt's: operation and payload given apart.
std::vector<Vector> ccxt_vectors(const std::string& text) {
  std::vector<Vector> all;
  std::map<std::string, std::string> secrets;
  std::vector<std::string> seeds;
  JsonReader reader{text};
  const auto read_input = [&](Vector& vector, std::string_view key, JsonValue& field) {
    if (key == "operation") vector.operation.type = field.string().value();
    if (key == "payload") vector.operation.fields = fields_of(field).value();
    if (key == "timestamp") vector.operation.timestamp_ms = field.integer().value();
    if (key == "expiry_window") vector.operation.expiry_window_ms = field.integer().value();
    if (key == "account") vector.signatory.account = field.string().value();
    if (key == "signerSeedHex") seeds.emplace_back(field.string().value());
  };
  const auto done = reader.object([&](std::string_view name, JsonValue& list) -> Result<void> {
    if (name == "keys") {
      return list.each_element([&](JsonValue& item) -> Result<void> {
        std::string seed;
        std::string secret;
        auto read = item.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
          if (key == "seedHex") seed = field.string().value();
          if (key == "secretKeyBase58_64bytes") secret = field.string().value();
          return {};
        });
        secrets[seed] = secret;
        return read;
      });
    }
    if (name != "vectors") return {};
    return list.each_element([&](JsonValue& item) -> Result<void> {
      Vector& vector = all.emplace_back();
      return item.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
        if (key == "canonicalMessage") vector.text = field.string().value();
        if (key == "signatureBase58") vector.signature = field.string().value();
        if (key != "inputs") return {};
        return field.each_field([&](std::string_view part, JsonValue& inner) -> Result<void> {
          read_input(vector, part, inner);
          return {};
        });
      });
    });
  });
  EXPECT_TRUE(done) << (done ? "" : done.error().what);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].secret = secrets[seeds.at(i)];
  return all;
}

// Our own: the flat body, whose fields without the envelope's are the payload.
std::vector<Vector> own_vectors(const std::string& text) {
  std::vector<Vector> all;
  JsonReader reader{text};
  const auto done = reader.object([&](std::string_view name, JsonValue& list) -> Result<void> {
    if (name != "pacifica") return {};
    return list.each_element([&](JsonValue& item) -> Result<void> {
      Vector& vector = all.emplace_back();
      return item.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
        if (key == "keypair_b58") vector.secret = field.string().value();
        if (key == "message") vector.text = field.string().value();
        if (key == "signature_b58") vector.signature = field.string().value();
        if (key != "request_body") return {};
        return field.each_field([&](std::string_view part, JsonValue& inner) -> Result<void> {
          if (part == "account") {
            vector.signatory.account = inner.string().value();
          } else if (part == "agent_wallet") {
            vector.signatory.agent_wallet = inner.string().value();
          } else if (part == "timestamp") {
            vector.operation.timestamp_ms = inner.integer().value();
          } else if (part == "expiry_window") {
            vector.operation.expiry_window_ms = inner.integer().value();
          } else if (part != "signature") {
            vector.operation.fields.insert_or_assign(std::string{part}, value_of(inner).value());
          }
          return {};
        });
      });
    });
  });
  EXPECT_TRUE(done) << (done ? "" : done.error().what);
  // The body does not name the operation; the signed text ends with it.
  for (Vector& vector : all) {
    const auto at = vector.text.rfind("\"type\":\"") + 8;
    vector.operation.type = vector.text.substr(at, vector.text.size() - at - 2);
  }
  return all;
}

void expect_signed(const Vector& vector) {
  EXPECT_EQ(canonical_text(vector.operation), vector.text);
  auto signer = crypto::Ed25519Signer::from_base58_secret(vector.secret);
  ASSERT_TRUE(signer) << signer.error().what;
  const auto body = signed_body(vector.operation, vector.signatory, **signer);
  ASSERT_TRUE(body);
  EXPECT_NE(body->find("\"signature\":\"" + vector.signature + "\""), std::string::npos);
  EXPECT_NE(body->find("\"account\":\"" + vector.signatory.account + "\""), std::string::npos);
  EXPECT_EQ(body->find("\"agent_wallet\":\"" + (*signer)->public_key()) != std::string::npos,
            !vector.signatory.agent_wallet.empty());
  EXPECT_EQ(body->find("\"type\""), std::string::npos);
  EXPECT_EQ(body->find("\"data\""), std::string::npos);
}

TEST(PacificaSigning, FitsEveryVectorOfCcxt) {
  const auto text = vectors("pacifica_ed25519.json");
  const auto all = ccxt_vectors(text);
  EXPECT_GE(all.size(), 4U);
  for (const Vector& vector : all) expect_signed(vector);
}

TEST(PacificaSigning, FitsOurOwnVectorsWithTheAgentWallets) {
  const auto text = vectors("signing_vectors.json");
  const auto all = own_vectors(text);
  EXPECT_GE(all.size(), 5U);
  int agents = 0;
  for (const Vector& vector : all) {
    expect_signed(vector);
    agents += vector.signatory.agent_wallet.empty() ? 0 : 1;
  }
  EXPECT_GE(agents, 1);
}

TEST(PacificaSigning, CoversTheExactSpelling) {
  Operation a{.type = "create_order", .timestamp_ms = 1, .fields = {{"amount", "0.1"}}};
  Operation b = a;
  b.fields.insert_or_assign("amount", "0.10");
  EXPECT_NE(canonical_text(a), canonical_text(b));
  EXPECT_EQ(canonical_text(a), R"({"data":{"amount":"0.1"},"expiry_window":30000,)"
                               R"("timestamp":1,"type":"create_order"})");
}

TEST(PacificaAccepted, ReadsBareAndWrappedBodies) {
  EXPECT_EQ(parse_accepted(R"({"order_id":12345})")->order_id, 12345);
  EXPECT_EQ(parse_accepted(R"({"success":true,"data":{"order_id":12345},"error":null,"code":null})")
                ->order_id,
            12345);
  EXPECT_TRUE(parse_accepted(R"({"success":true})"));
  EXPECT_EQ(parse_accepted(R"({"cancelled_count":5})")->cancelled, 5);
  EXPECT_FALSE(parse_accepted(R"({})"));
  EXPECT_EQ(
      parse_accepted(R"({"error":"No position found for reduce-only order: a ZEC"})").error().fault,
      Fault::refused);
  EXPECT_EQ(parse_accepted(R"({"success":false,"data":null,"error":"Verification failed",)"
                           R"("code":400})")
                .error()
                .fault,
            Fault::unauthorised);
}

}  // namespace
}  // namespace holdfast::pacifica
