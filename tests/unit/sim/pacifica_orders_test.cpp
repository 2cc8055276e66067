#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "pacifica_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

std::string error_of(const Reply& reply) { return text(parsed(reply), "error"); }

TEST(PacificaOrders, TradeWhenTheAccountSigns) {
  PacificaClient client;
  const auto reply = client.market("SOL", "bid", "0.5");
  EXPECT_EQ(reply.status, 200) << reply.body;
  const auto id = parsed(reply).at("data").at("order_id").as_int64();
  client.wait(1s);
  EXPECT_EQ(text(client.position("SOL"), "amount"), "43");
  EXPECT_EQ(client.rows("/trades/history").front().at("order_id").as_int64(), id);
}

TEST(PacificaOrders, AreRefusedWhenTheSignatureIsBroken) {
  PacificaClient client;
  auto body = boost::json::parse(R"({"symbol":"SOL","side":"bid","amount":"0.5",)"
                                 R"("slippage_percent":"0.5","reduce_only":false})")
                  .get_object();
  body["account"] = client.account;
  body["timestamp"] = unix_ms(client.now);
  body["expiry_window"] = 5000;
  body["signature"] = TestPair::demo().sign(pacifica::canonical_text("create_market_order", body));
  const auto sent = [&] {
    return client.post("/pacifica/api/v1/orders/create_market", boost::json::serialize(body));
  };
  body["amount"] = "0.50";  // another spelling is another text
  auto reply = sent();
  EXPECT_EQ(reply.status, 400);
  EXPECT_TRUE(error_of(reply).starts_with("Verification failed"));
  EXPECT_EQ(text(parsed(reply), "error_id"), "signature_verification_failed");
  body["signature"] = "not base58 0OIl";
  EXPECT_EQ(error_of(sent()), "Invalid signature");
  body["account"] = "short";
  EXPECT_EQ(error_of(sent()), "Invalid public key");
  client.wait(1s);
  EXPECT_EQ(text(client.position("SOL"), "amount"), "42.5");
}

TEST(PacificaOrders, AreRefusedWhenTheyHaveExpired) {
  PacificaClient client;
  const std::string fields =
      R"({"symbol":"SOL","side":"bid","amount":"0.5","slippage_percent":"0.5"})";
  const auto late =
      client.send("/orders/create_market", "create_market_order", fields, nullptr, 5'001);
  EXPECT_EQ(late.status, 400);
  EXPECT_EQ(error_of(late), "Invalid message");
  EXPECT_EQ(
      client.send("/orders/create_market", "create_market_order", fields, nullptr, 4'000).status,
      200);
}

TEST(PacificaOrders, AreSignedByABoundAgentOnly) {
  PacificaClient client;
  const auto agent = TestPair::agent();
  const auto early = client.market("SOL", "bid", "0.5", false, &agent);
  EXPECT_EQ(early.status, 400);
  EXPECT_EQ(error_of(early), "Agent not authorized for account");
  const auto bound = client.send("/agent/bind", "bind_agent_wallet",
                                 R"({"agent_wallet":")" + agent.address() + R"("})");
  EXPECT_EQ(bound.status, 200) << bound.body;
  EXPECT_EQ(client.market("SOL", "bid", "0.5", false, &agent).status, 200);
}

TEST(PacificaOrders, OnlyReduceInTheWordsOfTheVenue) {
  PacificaClient client;
  const auto none = client.market("XPL", "ask", "20", true);
  EXPECT_EQ(none.status, 422);
  EXPECT_EQ(error_of(none), "No position found for reduce-only order: " + client.account + " XPL");
  EXPECT_EQ(parsed(none).at("code").as_int64(), 23);
  EXPECT_EQ(error_of(client.market("SOL", "bid", "1", true)),
            "Invalid reduce-only order side: must be opposite to position side");
  EXPECT_EQ(error_of(client.market("SOL", "ask", "42.501", true)),
            "Invalid reduce-only order amount: 42.501 exceeds position amount 42.5");
  EXPECT_EQ(client.market("SOL", "ask", "42.5", true).status, 200);
  client.wait(1s);
  EXPECT_TRUE(client.position("SOL").is_null());
  client.act(R"({"venue":"pacifica","do":"set_service","wraps_errors":false})");
  EXPECT_EQ(
      client.market("SOL", "ask", "1", true).body,
      R"({"error":"No position found for reduce-only order: )" + client.account + R"( SOL"})");
}

TEST(PacificaOrders, AreRefusedOffTheGridAndBelowTenDollars) {
  PacificaClient client;
  const auto off_lot = client.market("SOL", "bid", "0.5001");
  EXPECT_EQ(off_lot.status, 500);
  EXPECT_EQ(error_of(off_lot), "Internal server error");
  EXPECT_TRUE(error_of(client.market("XPL", "bid", "1")).starts_with("Order amount too low"));
  const auto unknown =
      client.send("/orders/create_market", "create_market_order",
                  R"({"symbol":"SOL","side":"long","amount":"1","slippage_percent":"0.5"})");
  EXPECT_EQ(unknown.status, 400);
  const auto number = client.send("/orders/create_market", "create_market_order",
                                  R"({"symbol":"SOL","side":"bid","amount":1,)"
                                  R"("slippage_percent":"0.5"})");
  EXPECT_EQ(number.status, 400);
  const auto extra = client.send("/orders/create_market", "create_market_order",
                                 R"({"symbol":"SOL","side":"bid","amount":"1",)"
                                 R"("slippage_percent":"0.5","leverage":5})");
  EXPECT_EQ(extra.status, 400);
  EXPECT_NE(error_of(extra).find("leverage"), std::string::npos);
}

TEST(PacificaOrders, RestAndAreCancelled) {
  PacificaClient client;
  const auto placed = client.send("/orders/create", "create_order",
                                  R"({"symbol":"SOL","side":"bid","amount":"1","price":"100",)"
                                  R"("tif":"GTC","reduce_only":false,"client_order_id":"c-1"})");
  ASSERT_EQ(placed.status, 200) << placed.body;
  client.wait(1s);
  ASSERT_EQ(client.rows("/orders").size(), 1U);
  EXPECT_EQ(text(client.rows("/orders")[0], "client_order_id"), "c-1");
  EXPECT_EQ(parsed(client.ask("/account")).at("data").at("orders_count").as_int64(), 1);
  const auto gone =
      client.send("/orders/cancel", "cancel_order", R"({"symbol":"SOL","client_order_id":"c-1"})");
  EXPECT_EQ(gone.status, 200) << gone.body;
  const auto again =
      client.send("/orders/cancel", "cancel_order", R"({"symbol":"SOL","client_order_id":"c-1"})");
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(error_of(again), "Order not found");
  client.wait(1s);
  EXPECT_TRUE(client.rows("/orders").empty());
  EXPECT_EQ(text(client.rows("/orders/history?limit=1")[0], "order_status"), "cancelled");
}

TEST(PacificaOrders, FillAtTheirPriceWhenTheMarketComes) {
  PacificaClient client;
  client.send("/orders/create", "create_order",
              R"({"symbol":"SOL","side":"ask","amount":"2.5","price":"150","tif":"GTC",)"
              R"("reduce_only":true})");
  client.act(R"({"venue":"pacifica","do":"set_price","symbol":"SOL","price":"151"})");
  client.wait(1s);
  const auto trade = client.rows("/trades/history").front();
  EXPECT_EQ(text(trade, "price"), "150");
  EXPECT_EQ(text(trade, "event_type"), "fulfill_maker");
  EXPECT_EQ(text(client.position("SOL"), "amount"), "40");
}

TEST(PacificaOrders, PutStopAndTargetOnAPosition) {
  PacificaClient client;
  const auto missing =
      client.send("/positions/tpsl", "set_position_tpsl",
                  R"({"symbol":"XPL","side":"ask","stop_loss":{"stop_price":"1"}})");
  EXPECT_EQ(missing.status, 400);
  EXPECT_EQ(error_of(missing), "Position not found");
  const auto set = client.send("/positions/tpsl", "set_position_tpsl",
                               R"({"symbol":"SOL","side":"ask",)"
                               R"("take_profit":{"stop_price":"160","limit_price":"159"},)"
                               R"("stop_loss":{"stop_price":"120"}})");
  EXPECT_EQ(set.status, 200) << set.body;
  client.act(R"({"venue":"pacifica","do":"set_price","symbol":"SOL","price":"161"})");
  client.wait(1s);
  EXPECT_TRUE(client.position("SOL").is_null());
  std::set<std::pair<std::string, std::string>> ends;
  for (const auto& order : client.rows("/orders/history?limit=2")) {
    ends.emplace(text(order, "order_type"), text(order, "order_status"));
  }
  EXPECT_EQ(ends, (std::set<std::pair<std::string, std::string>>{
                      {"take_profit_limit", "filled"}, {"stop_loss_market", "cancelled"}}));
}

TEST(PacificaOrders, OfABatchAreJudgedEachAlone) {
  PacificaClient client;
  const auto body = [&](const char* signed_as, const char* symbol) {
    return client.signed_body(signed_as, R"({"side":"bid","amount":"1","price":"100","tif":"GTC",
      "reduce_only":false,"symbol":")" + std::string{symbol} +
                                             "\"}");
  };
  const auto action = [](const std::string& data) {
    return R"({"type":"Create","data":)" + data + "}";
  };
  const auto good = action(body("create_order", "SOL"));
  const auto post = [&](const std::string& actions) {
    return client.post("/pacifica/api/v1/orders/batch", R"({"actions":[)" + actions + "]}");
  };
  const auto reply =
      post(action(body("create_order", "NONE")) + "," + action(body("cancel_order", "SOL")) + "," +
           good + R"(,{"type":"Dance"})");
  const auto results = parsed(reply).at("data").at("results").as_array();
  EXPECT_EQ(text(results.at(0), "error"), "Book not found: NONE");
  EXPECT_TRUE(text(results.at(1), "error").starts_with("Verification failed"));
  EXPECT_TRUE(results.at(2).at("success").as_bool());
  EXPECT_FALSE(results.at(3).at("success").as_bool());
  client.wait(1s);
  const auto open = client.rows("/orders");
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open.at(0).at("order_id"), results.at(2).at("order_id"));
  std::string eleven = good;
  for (int i = 0; i < 10; ++i) eleven += "," + good;
  EXPECT_EQ(post(eleven).status, 400);
}

}  // namespace
}  // namespace holdfast::sim::test
