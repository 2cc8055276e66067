#pragma once
#include <sodium.h>

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "sim/base58.hpp"
#include "sim/demo_pacifica.hpp"
#include "sim/pacifica/auth.hpp"
#include "test_client.hpp"

namespace holdfast::sim::test {

// TEST ONLY: an Ed25519 pair made of a seed, here and not by the engine's signer.
class TestPair {
 public:
  explicit TestPair(std::array<std::uint8_t, 32> seed) {
    crypto_sign_seed_keypair(public_.data(), secret_.data(), seed.data());
  }
  // Of 00 01 02 ... 1f: the demo's account.
  static TestPair demo() {
    std::array<std::uint8_t, 32> seed{};
    for (std::size_t i = 0; i < seed.size(); ++i) seed.at(i) = static_cast<std::uint8_t>(i);
    return TestPair{seed};
  }
  static TestPair agent() {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(7);
    return TestPair{seed};
  }
  [[nodiscard]] std::string address() const { return base58_text(public_); }
  [[nodiscard]] std::string sign(const std::string& text) const {
    std::array<std::uint8_t, crypto_sign_BYTES> signature{};
    crypto_sign_detached(signature.data(), nullptr,
                         reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         secret_.data());
    return base58_text(signature);
  }

 private:
  std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_{};
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret_{};
};

class PacificaClient : public TestClient {
 public:
  using TestClient::TestClient;
  const std::string account{demo_pacifica_account};

  Reply ask(const std::string& path) {
    const std::string join = path.find('?') == std::string::npos ? "?" : "&";
    return get("/pacifica/api/v1" + path + join + "account=" + account);
  }
  boost::json::array rows(const std::string& path) { return rows_in(ask(path), "data"); }

  // The body of an operation, signed by the demo's own key, or by an agent for it.
  std::string signed_body(const std::string& operation, const std::string& fields,
                          const TestPair* agent = nullptr, std::int64_t age_ms = 0) {
    auto body = boost::json::parse(fields).get_object();
    body["account"] = account;
    body["timestamp"] = unix_ms(now) - age_ms;
    body["expiry_window"] = 5000;
    if (agent != nullptr) body["agent_wallet"] = agent->address();
    const auto demo = TestPair::demo();
    const auto& signer = agent == nullptr ? demo : *agent;
    body["signature"] = signer.sign(pacifica::canonical_text(operation, body));
    return boost::json::serialize(body);
  }
  // A body of the documents, which leave the signature out, by the demo's account and of now.
  std::string signed_anew(const std::string& operation, const boost::json::value& body) {
    auto fields = body.as_object();
    for (const auto* header : {"account", "agent_wallet", "signature", "timestamp"}) {
      fields.erase(header);
    }
    return signed_body(operation, boost::json::serialize(fields));
  }
  Reply send(const std::string& path, const std::string& operation, const std::string& fields,
             const TestPair* agent = nullptr, std::int64_t age_ms = 0) {
    return post("/pacifica/api/v1" + path, signed_body(operation, fields, agent, age_ms));
  }
  Reply market(const std::string& symbol, const std::string& side, const std::string& amount,
               bool reduce_only = false, const TestPair* agent = nullptr) {
    return send("/orders/create_market", "create_market_order",
                R"({"symbol":")" + symbol + R"(","side":")" + side + R"(","amount":")" + amount +
                    R"(","slippage_percent":"0.5","reduce_only":)" +
                    (reduce_only ? "true" : "false") + "}",
                agent);
  }
  // One row of /positions; null when the symbol is not listed.
  boost::json::value position(const std::string& symbol) {
    for (const auto& row : rows("/positions")) {
      if (text(row, "symbol") == symbol) return row;
    }
    return nullptr;
  }
};

}  // namespace holdfast::sim::test
