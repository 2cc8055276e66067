#pragma once
#include <boost/json/object.hpp>
#include <string>

#include "sim/polymarket/clob/typed_data.hpp"
#include "test_client.hpp"

namespace holdfast::sim::test {

// r || s || v by one of the development chains' keys. TEST ONLY.
Bytes sign_digest(const std::string& private_key_hex, const U256::Bytes& digest);
inline const std::string owner_key =
    "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
inline const std::string deposit_wallet = "0x1111111111111111111111111111111111111111";
inline const std::string proxy_wallet = "0x2222222222222222222222222222222222222222";

struct TestOrder {
  bool buys{true};
  std::string maker_amount{"5200000"};
  std::string taker_amount{"10000000"};
  std::string type{"GTC"};
  std::uint8_t signature_type{};
  std::string expiration{"0"};
  bool post_only{};
  std::string token;  // empty: outcome 0
};

// A trader with $1,000 in each of its wallets (EOA, Safe, proxy, deposit) and three markets:
// standard with a fee of 5 %, neg-risk, and version 2. 100 shares offered at 0.52, 40 at 0.54, 60
// bid at 0.48.
class ClobStage : public TestClient {
 public:
  ClobStage();

  struct Market {
    std::string condition;
    std::string first;
    std::string second;
  };
  // Quoted at 0.48 and 0.52 too.
  Market add_market(const std::string& slug, const std::string& more);
  Market standard;
  Market neg_risk;
  Market version2;
  std::string api_key;
  std::string secret;
  std::string passphrase;

  Reply clob(const std::string& method, const std::string& target, const std::string& body = "");
  Reply auth(const std::string& method, const std::string& path, std::uint64_t nonce);
  boost::json::object body_for(const TestOrder& order, const Market& market);
  Reply post(const TestOrder& order) { return post(order, standard); }
  Reply post(const TestOrder& order, const Market& market);
  // The text of a refusal, or what was answered.
  std::string refusal(const TestOrder& order);
  // What it says first on /ws/user.
  std::string user_greeting() const;
  // What the service, the chain and the Data API say of the EOA: "1000", shares of that token.
  std::string believed(const std::string& token = "");
  std::string on_chain(const std::string& token = "");
  std::string listed(const std::string& token);

 private:
  std::uint64_t salt_{1};
};

}  // namespace holdfast::sim::test
