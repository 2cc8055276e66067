#include "test_client.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>
#include <memory>

#include "sim/demo.hpp"
#include "sim/encoding.hpp"
#include "sim/polymarket/ctf_ids.hpp"

namespace holdfast::sim::test {
namespace {

const boost::json::value& vectors() {
  static const boost::json::value loaded = [] {
    std::ifstream file{HOLDFAST_SOURCE_DIR "/tests/vectors/kalshi_rsa_pss.json"};
    return boost::json::parse(std::string{std::istreambuf_iterator<char>{file}, {}});
  }();
  return loaded;
}

const char* kind_of(const boost::json::value& value) {
  if (value.is_string()) return "string";
  if (value.is_number()) return "number";
  if (value.is_bool()) return "bool";
  if (value.is_null()) return "null";
  return value.is_array() ? "list" : "object";
}

}  // namespace

const std::string& test_private_pem() {
  static const std::string pem{vectors().at("privateKeyPkcs8Pem").as_string().c_str()};
  return pem;
}

const std::string& test_public_pem() {
  static const std::string pem{vectors().at("publicKeySpkiPem").as_string().c_str()};
  return pem;
}

std::string sign(const std::string& text, int salt_bytes) {
  static EVP_PKEY* const key = [] {
    BIO* bio =
        BIO_new_mem_buf(test_private_pem().data(), static_cast<int>(test_private_pem().size()));
    EVP_PKEY* read = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    return read;
  }();
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* options = nullptr;
  EVP_DigestSignInit(context, &options, EVP_sha256(), nullptr, key);
  EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
  EVP_PKEY_CTX_set_rsa_pss_saltlen(options, salt_bytes);
  const auto bytes = bytes_of(text);
  std::size_t size = 512;
  Bytes signature(size);
  EVP_DigestSign(context, signature.data(), &size, bytes.data(), bytes.size());
  EVP_MD_CTX_free(context);
  signature.resize(size);
  return base64_text(signature);
}

TestClient::TestClient(std::optional<std::int64_t> positions,
                       std::optional<std::int64_t> polymarket_positions)
    : simulator{demo_world({.kalshi_key_id = key_id,
                            .kalshi_public_pem = test_public_pem(),
                            .kalshi_positions = positions,
                            .polymarket_positions = polymarket_positions},
                           genesis)} {}

Reply TestClient::kalshi(const std::string& target, const std::string& method,
                         const std::string& body) {
  const auto full = "/trade-api/v2" + target;
  const auto timestamp = std::to_string(unix_ms(now));
  const auto path = full.substr(0, full.find('?'));
  return simulator.answer({.method = method,
                           .target = full,
                           .headers = {{"KALSHI-ACCESS-KEY", key_id},
                                       {"KALSHI-ACCESS-TIMESTAMP", timestamp},
                                       {"KALSHI-ACCESS-SIGNATURE", sign(timestamp + method + path)},
                                       {"Content-Type", "application/json"}},
                           .body = body},
                          now);
}

Reply TestClient::get(const std::string& target) {
  return simulator.answer({.method = "GET", .target = target, .headers = {}, .body = {}}, now);
}

Reply TestClient::post(const std::string& target, const std::string& body) {
  return simulator.answer({.method = "POST", .target = target, .headers = {}, .body = body}, now);
}

boost::json::value TestClient::rpc(const std::string& method, const std::string& params,
                                   int endpoint) {
  return parsed(
      post("/polygon/" + std::to_string(endpoint),
           R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + "}"));
}

boost::json::value TestClient::act(const std::string& json) {
  const auto reply = post("/_sim/world", json);
  EXPECT_EQ(reply.status, 200) << reply.body;
  return parsed(reply);
}

void TestClient::fault(const std::string& json) {
  const auto reply = post("/_sim/faults", json);
  EXPECT_EQ(reply.status, 200) << reply.body;
}

boost::json::value parsed(const Reply& reply) {
  boost::json::error_code error;
  auto value = boost::json::parse(reply.body, error);
  EXPECT_FALSE(error) << reply.body.substr(0, 200);
  return value;
}

boost::json::array rows_in(const Reply& reply, std::string_view key) {
  const auto value = parsed(reply);
  return value.at(boost::json::string_view{key.data(), key.size()}).as_array();
}

std::string text(const boost::json::value& value, std::string_view key) {
  const auto& member = value.at(boost::json::string_view{key.data(), key.size()});
  return std::string{member.as_string().c_str()};
}

std::string shape_of(const boost::json::value& value) {
  if (const auto* list = value.if_array()) {
    return list->empty() ? "[]" : "[" + shape_of(list->front()) + "]";
  }
  const auto* object = value.if_object();
  if (object == nullptr) return kind_of(value);
  std::string shape = "{";
  for (const auto& member : *object) {
    shape += std::string{member.key()} + ":" + shape_of(member.value()) + " ";
  }
  return shape + "}";
}

std::string demo_wallet() { return polymarket::safe_wallet_of(demo_owner); }

std::vector<Header> privy_headers() {
  // holdfast-demo-app:holdfast-demo-secret
  return {{"Authorization", "Basic aG9sZGZhc3QtZGVtby1hcHA6aG9sZGZhc3QtZGVtby1zZWNyZXQ="},
          {"privy-app-id", std::string{demo_privy_app_id}}};
}

}  // namespace holdfast::sim::test
