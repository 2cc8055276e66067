#include "sim/control/control.hpp"

#include <gtest/gtest.h>

#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

TEST(Control, ShowsTheTruthBeforeAnyViewDoes) {
  TestClient client{0, 0};
  client.act(R"({"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1"})");
  client.act(R"({"do":"buy","venue":"kalshi","ticker":"KXT-1-A","count":"1.25","price":"0.5"})");
  const auto truth = parsed(client.get("/_sim/world")).at("kalshi").at("accounts").at("main");
  EXPECT_EQ(text(truth.at("holdings").as_array()[0], "position"), "1.25");
  EXPECT_EQ(truth.at("fills").as_array().size(), 1U);
  EXPECT_TRUE(rows_in(client.kalshi("/portfolio/positions"), "market_positions").empty());
}

TEST(Control, CountsCallsByVenueAndEndpointAndRemembersThem) {
  TestClient client;
  client.kalshi("/portfolio/positions");
  client.kalshi("/portfolio/positions");
  client.rpc("eth_chainId", "[]", 2);
  client.get("/trade-api/v2/nothing");
  const auto counters = parsed(client.get("/_sim/world")).at("counters");
  EXPECT_EQ(counters.at("kalshi positions").as_int64(), 2);
  EXPECT_EQ(counters.at("polygon/2 eth_chainId").as_int64(), 1);
  EXPECT_EQ(counters.at("kalshi unknown").as_int64(), 1);
  const auto seen = rows_in(client.get("/_sim/requests"), "requests");
  ASSERT_EQ(seen.size(), 4U);
  EXPECT_EQ(text(seen[0], "target"), "/trade-api/v2/portfolio/positions");
  EXPECT_EQ(seen[3].at("status").as_int64(), 404);
  client.simulator.forget_requests();
  EXPECT_TRUE(rows_in(client.get("/_sim/requests"), "requests").empty());
}

TEST(Control, RefusesWhatCannotBeAndSaysWhy) {
  TestClient client;
  const auto refused = [&](const std::string& action) {
    const auto reply = client.post("/_sim/world", action);
    EXPECT_EQ(reply.status, 400) << action;
    return text(parsed(reply), "error");
  };
  const std::string buy = R"({"do":"buy","venue":"kalshi","ticker":"KXBTCD-26DEC31-T120000",)";
  EXPECT_NE(refused(buy + R"("count":0.05,"price":"0.5"})").find("write it as a string"),
            std::string::npos);
  EXPECT_NE(refused(buy + R"("count":"1","price":"0.5","sied":"no"})").find("sied"),
            std::string::npos);
  EXPECT_NE(refused(buy + R"("price":"0.5"})").find("count is missing"), std::string::npos);
  refused(buy + R"("count":"0.001","price":"0.5"})");
  refused(buy + R"("count":"1","price":"1.5"})");
  refused(R"({"do":"buy","venue":"kalshi","ticker":"NONE","count":"1","price":"0.5"})");
  refused(R"({"do":"fly","venue":"kalshi"})");
  refused(R"({"do":"buy","venue":"nowhere"})");
  refused(R"({"do":"settle","venue":"kalshi","ticker":"KXBTCD-26DEC31-T120000","result":"maybe"})");
  refused(
      R"({"do":"sell","venue":"polymarket","wallet":"0x000000000000000000000000000000000000dead",
              "token_id":")" +
      client.simulator.world().polymarket.tokens.begin()->first + R"(","size":"1","price":"0.5"})");
  refused("[]");
  refused("not json");
}

TEST(Control, MovesTheWorldsClock) {
  TestClient client;
  const auto height = [&] { return text(client.rpc("eth_blockNumber", "[]"), "result"); };
  const auto before = height();
  EXPECT_EQ(client.post("/_sim/clock", R"({"advance_ms":20000})").status, 200);
  EXPECT_NE(height(), before);
  EXPECT_EQ(client.kalshi("/portfolio/balance").status, 401) << "the caller's clock is late now";
}

TEST(Control, DoesAListOfActionsAtMomentsOfThePast) {
  TestClient client{0, 0};
  client.act(R"({"actions":[
    {"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1","at":"-7200"},
    {"do":"buy","venue":"kalshi","ticker":"KXT-1-A","count":"2","price":"0.4","at":"-3600"},
    {"do":"sell","venue":"kalshi","ticker":"KXT-1-A","count":"1","price":"0.6","at":"2026-11-21T09:30:00Z"}]})");
  const auto fills = rows_in(client.kalshi("/portfolio/fills"), "fills");
  ASSERT_EQ(fills.size(), 2U) << "old enough for every view at once";
  EXPECT_EQ(text(fills[0], "created_time"), "2026-11-21T09:30:00Z");
  EXPECT_EQ(text(fills[1], "created_time"), "2026-11-21T09:01:00Z");
}

TEST(Control, AHistoryWrittenLateIsSeenByViewsThatHaveReadOn) {
  TestClient client{0, 0};
  client.act(R"({"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1"})");
  client.act(R"({"do":"buy","venue":"kalshi","ticker":"KXT-1-A","count":"2","price":"0.4"})");
  client.wait(60s);
  EXPECT_EQ(rows_in(client.kalshi("/portfolio/fills"), "fills").size(), 1U);
  client.act(
      R"({"do":"buy","venue":"kalshi","ticker":"KXT-1-A","count":"3","price":"0.5","at":"-3600"})");
  const auto fills = rows_in(client.kalshi("/portfolio/fills"), "fills");
  ASSERT_EQ(fills.size(), 2U);
  EXPECT_EQ(text(fills[0], "count_fp"), "2.00");
  const auto rows = rows_in(client.kalshi("/portfolio/positions"), "market_positions");
  EXPECT_EQ(text(rows[0], "position_fp"), "5.00");
}

TEST(Control, TheSameSeedMakesTheSameWorldAndAnotherDoesNot) {
  const auto world = [](std::uint64_t seed) {
    Simulator simulator{
        demo_world({.seed = seed, .kalshi_public_pem = test_public_pem()}, genesis)};
    return simulator
        .answer({.method = "GET", .target = "/_sim/world", .headers = {}, .body = {}}, genesis)
        .body;
  };
  EXPECT_EQ(world(1), world(1));
  EXPECT_NE(world(1), world(2));
}

TEST(Control, SendsStrangersAway) {
  TestClient client;
  EXPECT_EQ(client.get("/").status, 404);
  EXPECT_EQ(client.get("/polygon/0").status, 404);
  EXPECT_EQ(client.get("/_sim/nothing").status, 404);
  EXPECT_EQ(client.get("/polymarket-data/v2/nothing").status, 404);
  EXPECT_EQ(client.get("/polymarket-gamma/nothing").status, 404);
}

}  // namespace
}  // namespace holdfast::sim::test
