#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "sim/dflow/orders.hpp"
#include "sim/solana/keys.hpp"
#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

std::string wallet() { return solana::keypair_named(demo_solana_wallet).address; }

boost::json::value rpc(TestClient& client, const std::string& method, const std::string& params,
                       int endpoint = 1) {
  return parsed(client.post(
      "/solana/" + std::to_string(endpoint),
      R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + "}"));
}

std::string accounts_params(std::string_view program, const std::string& more = "") {
  return R"([")" + wallet() + R"(",{"programId":")" + std::string{program} +
         R"("},{"encoding":"jsonParsed","commitment":"confirmed")" + more + "}]";
}

TEST(SolanaKeys, AreThoseOfTheLibraries) {
  EXPECT_EQ(solana::token_account_of("14BGX7Knx1pJrMnQGdmxDykxFEzkMghYVqsBSTzppbFX",
                                     solana::token_program, solana::usdc_mint),
            "AokniduvhLP8bJkuhyegEBogVSiiBb6u9EUBq1iksAbw");
  EXPECT_EQ(solana::token_account_of("14BGX7Knx1pJrMnQGdmxDykxFEzkMghYVqsBSTzppbFX",
                                     solana::token_2022_program,
                                     "2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo"),
            "CLTckWGGqBvnyC2pMVaA2XLQ6pNFi3sr6MrLBSPAYQKk");
  EXPECT_TRUE(solana::is_address(solana::usdc_mint));
  EXPECT_FALSE(solana::is_address("0"));
}

TEST(SolanaNode, RefusesASlotItHasNotReached) {
  TestClient client;
  const auto now = rpc(client, "getSlot", R"([{"commitment":"confirmed"}])").at("result");
  const auto slot = now.to_number<std::int64_t>();
  const auto ahead = rpc(
      client, "getTokenAccountsByOwner",
      accounts_params(solana::token_program, R"(,"minContextSlot":)" + std::to_string(slot + 50)));
  EXPECT_EQ(ahead.at("error").at("code"), -32016);
  EXPECT_EQ(ahead.at("error").at("data").at("contextSlot"), slot);
  const auto here =
      rpc(client, "getTokenAccountsByOwner",
          accounts_params(solana::token_program, R"(,"minContextSlot":)" + std::to_string(slot)));
  EXPECT_EQ(here.at("result").at("context").at("slot"), slot);
  EXPECT_LT(rpc(client, "getSlot", R"([{"commitment":"finalized"}])")
                .at("result")
                .to_number<std::int64_t>(),
            slot);
}

TEST(SolanaNode, ShowsASaleOnceItsSlotIsThere) {
  TestClient client;
  const auto& market = client.simulator.world().dflow.markets.at("KXFEDDECISION-26DEC-H0");
  const auto mint = market.rails[0].yes_mint;
  const auto held = [&](int endpoint, const char* commitment) {
    const auto answer =
        rpc(client, "getTokenAccountsByOwner",
            R"([")" + wallet() + R"(",{"mint":")" + mint +
                R"("},{"encoding":"jsonParsed","commitment":")" + commitment + R"("}])",
            endpoint);
    const auto& rows = answer.at("result").at("value").as_array();
    return rows.empty() ? std::string{"none"}
                        : std::string{rows[0]
                                          .at("account")
                                          .at("data")
                                          .at("parsed")
                                          .at("info")
                                          .at("tokenAmount")
                                          .at("amount")
                                          .as_string()};
  };
  EXPECT_EQ(held(1, "confirmed"), "120000000");
  client.act(R"({"venue":"kalshi_solana","do":"sell","wallet":")" + wallet() + R"(","mint":")" +
             mint + R"(","contracts":"20","price":"0.60"})");
  client.wait(2s);
  EXPECT_EQ(held(1, "confirmed"), "100000000");
  EXPECT_EQ(held(1, "finalized"), "120000000");
  client.wait(20s);
  EXPECT_EQ(held(1, "finalized"), "100000000");
}

boost::json::value dflow(TestClient& client, const std::string& target) {
  return parsed(client.get(target));
}

TEST(DFlowOrders, GoFromPendingToClosedAsTheyAreSigned) {
  TestClient client;
  const auto keys = solana::keypair_named(demo_solana_wallet);
  const auto& rail = client.simulator.world().dflow.markets.at("KXFEDDECISION-26DEC-H0").rails[0];
  const auto quote = dflow(client, "/dflow-trade/order?inputMint=" + rail.yes_mint +
                                       "&outputMint=" + rail.settlement_mint +
                                       "&amount=3000000&userPublicKey=" + wallet());
  EXPECT_EQ(text(quote, "executionMode"), "async");
  const auto signed_text = dflow::sign_transaction(text(quote, "transaction"), keys.secret);
  ASSERT_TRUE(signed_text);
  const auto forged = dflow::sign_transaction(text(quote, "transaction"),
                                              solana::keypair_named("somebody else").secret);
  const auto send = [&](const std::string& transaction) {
    return rpc(client, "sendTransaction", R"([")" + transaction + R"(",{"encoding":"base64"}])");
  };
  EXPECT_EQ(send(*forged).at("error").at("code"), -32003);
  const auto sent = send(*signed_text);
  const std::string signature{sent.at("result").as_string()};
  EXPECT_EQ(send(*signed_text).at("error").at("code"), -32002);
  const auto status = [&] {
    return text(dflow(client, "/dflow-trade/order-status?signature=" + signature), "status");
  };
  EXPECT_EQ(client.get("/dflow-trade/order-status?signature=" + signature).status, 404);
  client.wait(1500ms);
  EXPECT_EQ(status(), "open");
  client.wait(5s);
  EXPECT_EQ(status(), "closed");
}

TEST(DFlowOrders, OfAWalletThatIsNotVerifiedMaySellAlone) {
  TestClient client;
  const auto& rail = client.simulator.world().dflow.markets.at("KXFEDDECISION-26DEC-H0").rails[0];
  const auto status = [&](const std::string& from, const std::string& to) {
    return client
        .get("/dflow-trade/order?inputMint=" + from + "&outputMint=" + to +
             "&amount=3000000&userPublicKey=" + wallet())
        .status;
  };
  const auto verify = [&](const char* verified) {
    client.act(R"({"venue":"kalshi_solana","do":"set_wallet","wallet":")" + wallet() +
               R"(","verified":)" + verified + "}");
  };
  verify("false");
  EXPECT_EQ(status(rail.settlement_mint, rail.yes_mint), 403);
  EXPECT_EQ(status(rail.yes_mint, rail.settlement_mint), 200);
  verify("true");
  EXPECT_EQ(status(rail.settlement_mint, rail.yes_mint), 200);
}

}  // namespace
}  // namespace holdfast::sim::test
