#include "clob_client.hpp"

#include <gtest/gtest.h>
#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "sim/polymarket/clob/auth.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/contracts.hpp"

namespace holdfast::sim::test {

Bytes sign_digest(const std::string& private_key_hex, const U256::Bytes& digest) {
  auto* context = secp256k1_context_create(SECP256K1_CONTEXT_SIGN);
  const auto key = bytes_from_hex(private_key_hex).value();
  secp256k1_ecdsa_recoverable_signature signature;
  EXPECT_EQ(secp256k1_ecdsa_sign_recoverable(context, &signature, digest.data(), key.data(),
                                             nullptr, nullptr),
            1);
  Bytes wire(65);
  int recovery = 0;
  secp256k1_ecdsa_recoverable_signature_serialize_compact(context, wire.data(), &recovery,
                                                          &signature);
  wire[64] = static_cast<std::uint8_t>(27 + recovery);
  secp256k1_context_destroy(context);
  return wire;
}

ClobStage::ClobStage() : TestClient{std::nullopt, 0} {
  const std::string owner{demo_owner};
  const auto wallet = [&](const std::string& kind, const std::string& address) {
    act(R"({"do":"add_wallet","venue":"polymarket","owner":")" + owner + R"(","kind":")" + kind +
        R"(","wallet":")" + address + R"("})");
  };
  wallet("eoa", owner);
  wallet("deposit", deposit_wallet);
  wallet("proxy", proxy_wallet);
  for (const auto& address : {owner, deposit_wallet, proxy_wallet}) {
    act(R"({"do":"deposit","venue":"polymarket","amount":"1000","wallet":")" + address + R"("})");
  }
  standard = add_market("standard", R"("fee_rate":"0.05")");
  neg_risk = add_market("neg-risk", R"("neg_risk":true)");
  version2 = add_market("version-2", R"("version":"v2")");
  wait(std::chrono::seconds{10});
  const auto creds = parsed(auth("POST", "/auth/api-key", 0));
  api_key = text(creds, "apiKey");
  secret = text(creds, "secret");
  passphrase = text(creds, "passphrase");
}

ClobStage::Market ClobStage::add_market(const std::string& slug, const std::string& more) {
  const auto made =
      act(R"({"do":"add_market","venue":"polymarket","slug":")" + slug + "\"," + more + "}");
  Market market{text(made, "condition_id"), made.at("token_ids").at(0).as_string().c_str(),
                made.at("token_ids").at(1).as_string().c_str()};
  const auto quote = [&](const char* side, const char* price, const char* size) {
    act(R"({"do":"quote","venue":"polymarket","token_id":")" + market.first + R"(","side":")" +
        side + R"(","price":")" + price + R"(","size":")" + size + R"("})");
  };
  quote("ask", "0.52", "100");
  quote("ask", "0.54", "40");
  quote("bid", "0.48", "60");
  return market;
}

Reply ClobStage::auth(const std::string& method, const std::string& path, std::uint64_t nonce) {
  const auto timestamp = std::to_string(unix_s(now));
  const auto digest = polymarket::clob_auth_digest(demo_owner, timestamp, nonce);
  return simulator.answer({.method = method,
                           .target = "/polymarket-clob" + path,
                           .headers = {{"POLY_ADDRESS", std::string{demo_owner}},
                                       {"POLY_SIGNATURE", hex_text(sign_digest(owner_key, digest))},
                                       {"POLY_TIMESTAMP", timestamp},
                                       {"POLY_NONCE", std::to_string(nonce)}},
                           .body = {}},
                          now);
}

Reply ClobStage::clob(const std::string& method, const std::string& target,
                      const std::string& body) {
  const auto timestamp = std::to_string(unix_s(now));
  const auto message = timestamp + method + target.substr(0, target.find('?')) + body;
  return simulator.answer(
      {.method = method,
       .target = "/polymarket-clob" + target,
       .headers = {{"POLY_ADDRESS", std::string{demo_owner}},
                   {"POLY_SIGNATURE", polymarket::l2_signature(secret, message)},
                   {"POLY_TIMESTAMP", timestamp},
                   {"POLY_API_KEY", api_key},
                   {"POLY_PASSPHRASE", passphrase}},
       .body = body},
      now);
}

boost::json::object ClobStage::body_for(const TestOrder& wanted, const Market& market) {
  const std::string safe = demo_wallet();
  const std::string owner{demo_owner};
  const std::array makers{owner, proxy_wallet, safe, deposit_wallet};
  const auto token = wanted.token.empty() ? market.first : wanted.token;
  const auto& maker = makers.at(wanted.signature_type);
  polymarket::SignedOrder order{.salt = ++salt_,
                                .maker = maker,
                                .signer = wanted.signature_type == 3 ? maker : owner,
                                .token_id = U256::parse_decimal(token).value(),
                                .maker_amount = std::stoull(wanted.maker_amount),
                                .taker_amount = std::stoull(wanted.taker_amount),
                                .buys = wanted.buys,
                                .signature_type = wanted.signature_type,
                                .timestamp_ms = static_cast<std::uint64_t>(unix_ms(now))};
  const auto domain =
      polymarket::exchange_of(simulator.world().polymarket.markets.at(market.condition));
  auto signature =
      sign_digest(owner_key, wanted.signature_type == 3 ? polymarket::wrapped_digest(domain, order)
                                                        : polymarket::order_digest(domain, order));
  if (wanted.signature_type == 3) {
    const std::string type =
        "Order(uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,"
        "uint256 takerAmount,uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,"
        "bytes32 builder)";
    const auto append = [&](const auto& bytes) {
      signature.insert(signature.end(), bytes.begin(), bytes.end());
    };
    append(polymarket::domain_separator(domain));
    append(polymarket::contents_hash(order));
    append(type);
    append(Bytes{0x00, 0xba});
  }
  return {{"deferExec", false},
          {"postOnly", wanted.post_only},
          {"order",
           {{"salt", order.salt},
            {"maker", maker},
            {"signer", order.signer},
            {"tokenId", token},
            {"makerAmount", wanted.maker_amount},
            {"takerAmount", wanted.taker_amount},
            {"side", wanted.buys ? "BUY" : "SELL"},
            {"signatureType", wanted.signature_type},
            {"timestamp", std::to_string(order.timestamp_ms)},
            {"expiration", wanted.expiration},
            {"metadata", U256{}.hex()},
            {"builder", U256{}.hex()},
            {"signature", hex_text(signature)}}},
          {"owner", api_key},
          {"orderType", wanted.type}};
}

Reply ClobStage::post(const TestOrder& order, const Market& market) {
  return clob("POST", "/order", boost::json::serialize(body_for(order, market)));
}

std::string ClobStage::refusal(const TestOrder& order) {
  const auto reply = post(order);
  if (reply.status == 200) return reply.body;
  return std::to_string(reply.status) + " " + text(parsed(reply), "error");
}

std::string ClobStage::user_greeting() const {
  return boost::json::serialize(boost::json::object{
      {"type", "user"},
      {"auth", {{"apiKey", api_key}, {"secret", secret}, {"passphrase", passphrase}}}});
}

std::string ClobStage::believed(const std::string& token) {
  const auto query =
      token.empty() ? "asset_type=COLLATERAL" : "asset_type=CONDITIONAL&token_id=" + token;
  const auto reply = clob("GET", "/balance-allowance?signature_type=0&" + query);
  EXPECT_EQ(reply.status, 200) << reply.body;
  return decimal_text(std::stoll(text(parsed(reply), "balance")), 6);
}

std::string ClobStage::on_chain(const std::string& token) {
  simulator.world().pass_time(now);
  const auto& venue = simulator.world().polymarket;
  const auto block = polygon::Chain::height_at(now);
  const auto id = token.empty() ? std::nullopt : std::optional{U256::parse_decimal(token).value()};
  const std::string contract{token.empty() ? polymarket::pusd : polymarket::conditional_tokens};
  const auto held = venue.chain.balance(contract, std::string{demo_owner}, id, block);
  return decimal_text(static_cast<std::int64_t>(held.low()), 6);
}

std::string ClobStage::listed(const std::string& token) {
  const auto reply =
      get("/polymarket-data/v2/positions?filter_amount=0&user=" + std::string{demo_owner});
  for (const auto& row : rows_in(reply, "data")) {
    if (text(row, "token_id") == token) return boost::json::serialize(row.at("current_size"));
  }
  return "none";
}

}  // namespace holdfast::sim::test
