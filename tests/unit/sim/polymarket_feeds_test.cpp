#include <gtest/gtest.h>

#include <set>

#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

std::string feed(const std::string& name, const std::string& query = "") {
  return "/polymarket-data/" + name + "?user=" + demo_wallet() + query;
}

TEST(PolymarketFeeds, PagesHoldEveryTradeOnce) {
  TestClient client{0, 501};
  std::set<std::string> hashes;
  std::string cursor;
  for (int pages = 0; pages < 20; ++pages) {
    const auto page = parsed(client.get(
        feed("v2/trades", "&limit=100" + (cursor.empty() ? std::string{} : "&cursor=" + cursor))));
    for (const auto& row : page.at("data").as_array()) {
      EXPECT_TRUE(hashes.insert(text(row, "transaction_hash")).second);
    }
    if (!page.at("pagination").at("has_more").as_bool()) break;
    cursor = text(page.at("pagination"), "next_cursor");
  }
  EXPECT_EQ(hashes.size(), 501U);
}

TEST(PolymarketFeeds, ACursorWantsItsOwnFiltersAgain) {
  TestClient client;
  const auto page = parsed(client.get(feed("v2/activity", "&limit=2&type=TRADE")));
  const auto cursor = text(page.at("pagination"), "next_cursor");
  EXPECT_EQ(client.get(feed("v2/activity", "&type=TRADE&cursor=" + cursor)).status, 200);
  EXPECT_EQ(client.get(feed("v2/activity", "&cursor=" + cursor)).status, 400);
  EXPECT_EQ(client.get(feed("v2/trades", "&type=TRADE&cursor=" + cursor)).status, 400);
}

TEST(PolymarketFeeds, ABuyIsListedWithItsFeeAndASaleWithout) {
  TestClient client{0, 0};
  const auto market =
      client.act(R"({"do":"add_market","venue":"polymarket","slug":"q","fee_rate":"0.05"})");
  const std::string token{market.at("token_ids").as_array()[0].as_string().c_str()};
  for (const std::string verb : {"buy", "sell"}) {
    client.act(R"({"do":")" + verb + R"(","venue":"polymarket","wallet":")" + demo_wallet() +
               R"(","token_id":")" + token + R"(","size":"22.84","price":"0.52"})");
  }
  client.wait(60s);
  const auto body = client.get(feed("v2/activity", "&type=TRADE")).body;
  // 22.84 x 0.52 + 22.84 x 0.05 x 0.52 x 0.48, recorded September 2026.
  EXPECT_NE(body.find(R"("usdc_size":12.16184)"), std::string::npos) << body;
  EXPECT_NE(body.find(R"("usdc_size":11.59176)"), std::string::npos) << body;
}

TEST(PolymarketFeeds, ActivitySumsToEveryPosition) {
  TestClient client;
  std::map<std::string, double> sums;
  for (const auto& row : rows_in(client.get(feed("v2/activity", "&type=TRADE")), "data")) {
    sums[text(row, "token_id")] += row.at("size").to_number<double>();
  }
  EXPECT_EQ(sums.size(), 8U);
  for (const auto& [token, sum] : sums) {
    const auto held = client.simulator.world().polymarket.held(demo_wallet(), token);
    EXPECT_EQ(Quantity::parse(held.text()), held);
    EXPECT_NEAR(sum, std::stod(held.text()), 1e-9);
  }
}

TEST(PolymarketFeeds, ATransferMovesSharesButShowsInNoFeed) {
  TestClient client{0, 1};
  const auto token =
      text(rows_in(client.get(feed("v2/positions", "&filter_amount=0")), "data")[0], "token_id");
  const auto before = rows_in(client.get(feed("v2/activity")), "data").size();
  const std::string other = "0x000000000000000000000000000000000000dead";
  client.act(R"({"do":"transfer","venue":"polymarket","from":")" + demo_wallet() + R"(","to":")" +
             other + R"(","token_id":")" + token + R"(","size":"0.001"})");
  client.wait(60s);
  EXPECT_EQ(rows_in(client.get(feed("v2/activity")), "data").size(), before);
  const auto got =
      rows_in(client.get("/polymarket-data/v2/positions?filter_amount=0&user=" + other), "data");
  ASSERT_EQ(got.size(), 1U);
  EXPECT_EQ(text(got[0], "token_id"), token);
}

TEST(PolymarketFeeds, ValueIsTheSumOfWhatIsHeldAndNullForStrangers) {
  TestClient client;
  EXPECT_EQ(client.get(feed("v2/value")).body,
            R"({"data":{"proxy_wallet":")" + demo_wallet() + R"(","value":652.5963}})");
  EXPECT_EQ(
      client.get("/polymarket-data/v2/value?user=0x000000000000000000000000000000000000dead").body,
      R"({"data":null})");
}

TEST(PolymarketV1, ListsBareRowsAboveOneShareUntilItIsRetired) {
  TestClient client;
  EXPECT_EQ(parsed(client.get(feed("positions"))).as_array().size(), 7U);
  const auto all = parsed(client.get(feed("positions", "&sizeThreshold=0")));
  EXPECT_EQ(all.as_array().size(), 8U);
  EXPECT_TRUE(all.as_array()[0].as_object().contains("curPrice"));
  EXPECT_EQ(
      parsed(client.get(feed("positions", "&sizeThreshold=0&limit=3&offset=6"))).as_array().size(),
      2U);
  EXPECT_TRUE(
      parsed(client.get(feed("activity"))).as_array()[0].as_object().contains("transactionHash"));
  EXPECT_TRUE(parsed(client.get(feed("trades"))).as_array()[0].as_object().contains("asset"));
  client.act(R"({"do":"set_service","venue":"polymarket","v1_retired":true})");
  EXPECT_EQ(client.get(feed("positions")).status, 404);
}

TEST(Gamma, FindsMarketsByTokenConditionSlugAndHidesTheResolved) {
  TestClient client;
  const auto& world = client.simulator.world().polymarket;
  const auto found = [&](const std::string& query) {
    return parsed(client.get("/polymarket-gamma/markets?" + query)).as_array();
  };
  EXPECT_EQ(found("").size(), 7U);
  EXPECT_EQ(found("closed=true").size(), 1U);
  for (const auto& [condition, market] : world.markets) {
    const std::string closed = market.resolved_at ? "&closed=true" : "";
    ASSERT_EQ(found("condition_ids=" + condition + closed).size(), 1U);
    ASSERT_EQ(found("clob_token_ids=" + market.outcomes[1].token_id + closed).size(), 1U);
    const auto row = found("slug=" + market.slug + closed)[0];
    EXPECT_EQ(text(row, "clobTokenIds"),
              "[\"" + market.outcomes[0].token_id + "\",\"" + market.outcomes[1].token_id + "\"]");
    EXPECT_EQ(parsed(client.get("/polymarket-gamma/markets/" + market.gamma_id)), row);
  }
  const auto first = world.markets.begin()->first;
  const auto second = std::next(world.markets.begin())->first;
  EXPECT_EQ(found("condition_ids=" + first + "&condition_ids=" + second).size() +
                found("closed=true&condition_ids=" + first + "&condition_ids=" + second).size(),
            2U);
  EXPECT_EQ(client.get("/polymarket-gamma/markets?offset=2001").status, 422);
  EXPECT_EQ(client.get("/polymarket-gamma/markets/999").status, 404);
}

TEST(Gamma, KeysetWalksToItsEnd) {
  TestClient client{0, 250};
  std::set<std::string> ids;
  std::string after;
  for (int pages = 0; pages < 10; ++pages) {
    const auto page = parsed(client.get("/polymarket-gamma/markets/keyset?limit=100" +
                                        (after.empty() ? "" : "&after_cursor=" + after)));
    for (const auto& row : page.at("markets").as_array()) ids.insert(text(row, "id"));
    if (page.at("next_cursor").is_null()) break;
    after = text(page, "next_cursor");
  }
  EXPECT_EQ(ids.size(), 250U);
  EXPECT_EQ(client.get("/polymarket-gamma/markets/keyset?offset=1").status, 422);
}

TEST(Gamma, StructuredMarketsCarryPositionIdsAndNoClobTokens) {
  TestClient client{0, 0};
  client.act(R"({"do":"add_market","venue":"polymarket","slug":"v2","version":"v2"})");
  const auto row = parsed(client.get("/polymarket-gamma/markets?slug=v2")).as_array()[0];
  EXPECT_EQ(text(row, "version"), "v2");
  EXPECT_TRUE(row.at("clobTokenIds").is_null());
  EXPECT_EQ(text(row, "conditionId").size(), 64U);  // 31 bytes
  const auto id = U256::parse_decimal(row.at("positionIds").as_array()[1].as_string().c_str());
  const auto bytes = id->bytes();
  EXPECT_EQ(bytes[31], 1) << "the outcome";
  for (std::size_t i = 19; i < 27; ++i) EXPECT_EQ(bytes[i], 0) << "the 64 reserved bits";
}

}  // namespace
}  // namespace holdfast::sim::test
