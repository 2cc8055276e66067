#pragma once
#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "sim/demo.hpp"
#include "sim/simulator.hpp"

namespace holdfast::sim::test {

// 2026-11-21T10:00:00Z: when every test's world begins.
inline constexpr UtcTime genesis{std::chrono::seconds{1'795'255'200}};
inline const std::string key_id = "11111111-2222-4333-8444-555555555555";

// The private key of tests/vectors/kalshi_rsa_pss.json. TEST ONLY.
const std::string& test_private_pem();
const std::string& test_public_pem();

// RSA-PSS over SHA-256 with the given salt, in base64; made here, not by the engine's signer.
std::string sign(const std::string& text, int salt_bytes = 32);

// A demo world and somebody who asks it things; rows per venue, none: the small demo of eight.
class TestClient {
 public:
  explicit TestClient(std::optional<std::int64_t> positions = std::nullopt,
                      std::optional<std::int64_t> polymarket_positions = std::nullopt);

  Simulator simulator;
  UtcTime now{genesis + std::chrono::minutes{1}};

  // Signed as Kalshi wants it.
  Reply kalshi(const std::string& target, const std::string& method = "GET",
               const std::string& body = "");
  Reply get(const std::string& target);
  Reply post(const std::string& target, const std::string& body);
  // A JSON-RPC call to Polygon endpoint 1 or 2.
  boost::json::value rpc(const std::string& method, const std::string& params, int endpoint = 1);
  // Does an action or sets a fault, which must succeed.
  boost::json::value act(const std::string& json);
  void fault(const std::string& json);
  void wait(Duration time) { now += time; }
};

boost::json::value parsed(const Reply& reply);
// The list under that member of the answer.
boost::json::array rows_in(const Reply& reply, std::string_view key);
std::string text(const boost::json::value& value, std::string_view key);
// "a:string b:object(c:number)" for every member in order: the shape of an answer.
std::string shape_of(const boost::json::value& value);
std::string demo_wallet();
// What the demo's application at Privy shows.
std::vector<Header> privy_headers();

}  // namespace holdfast::sim::test
