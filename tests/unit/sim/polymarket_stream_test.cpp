#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "stream_client.hpp"

// /ws/market: books, what everybody is told of trades, steps of prices and markets that come.
namespace holdfast::sim::test {
namespace {

namespace json = boost::json;

TEST(PolymarketStream, BooksCarryTheHashOfWhatTheySay) {
  StreamClient client;
  const auto made =
      client.act(R"({"venue":"polymarket","do":"add_market","slug":"one","price":"0.5"})");
  const std::string token{made.at("token_ids").at(0).as_string()};
  client.act(R"({"venue":"polymarket","do":"quote","token_id":")" + token +
             R"(","side":"bid","price":"0.48","size":"30"})");
  const auto id = client.open("/ws/market");
  EXPECT_EQ(client.say(id, "PING"), std::vector<std::string>{"PONG"});
  const auto books = client.say(id, R"({"assets_ids":[")" + token + R"(","1"],"type":"market"})");
  ASSERT_EQ(books.size(), 1U);
  const auto book = boost::json::parse(books[0]).as_array().at(0);
  EXPECT_EQ(shape_of(book),
            "{market:string asset_id:string timestamp:string hash:string bids:[{price:string "
            "size:string }] asks:[] min_order_size:string tick_size:string neg_risk:bool "
            "last_trade_price:string event_type:string }");
  EXPECT_EQ(text(book, "hash").size(), 40U);
  client.act(R"({"venue":"polymarket","do":"quote","token_id":")" + token +
             R"(","side":"ask","price":"0.52","size":"5"})");
  const auto changes = client.heard(id);
  ASSERT_EQ(changes.size(), 1U);
  const auto row = boost::json::parse(changes[0]).at("price_changes").at(0);
  EXPECT_EQ(text(row, "best_bid") + " " + text(row, "best_ask"), "0.48 0.52");
  EXPECT_NE(text(row, "hash"), text(book, "hash"));
  client.say(id, R"({"operation":"unsubscribe","assets_ids":[")" + token + R"("]})");
  EXPECT_TRUE(client.simulator.streams().live("polymarket-ws").empty());
}

struct MarketStream : testing::Test, StreamClient {
  MarketStream() {
    const auto made = act(R"({"venue":"polymarket","do":"add_market","slug":"one"})");
    for (const auto& token : made.at("token_ids").as_array()) {
      tokens.emplace_back(token.as_string());
    }
    level("ask", "0.97");
    id = open("/ws/market");
    say(id, R"({"assets_ids":[")" + tokens[0] + R"(",")" + tokens[1] + R"("],"type":"market"})");
  }
  void level(const std::string& side, const std::string& price) {
    act(R"({"venue":"polymarket","do":"quote","token_id":")" + tokens[0] + R"(","side":")" + side +
        R"(","price":")" + price + R"(","size":"40"})");
  }
  void take() {
    act(R"({"venue":"polymarket","do":"take","side":"buy","price":"0.97","size":"30","token_id":")" +
        tokens[0] + R"("})");
  }
  // What was said since, as "type token"; the frames themselves in `frames`.
  std::vector<std::string> types() {
    frames.clear();
    std::vector<std::string> all;
    for (const auto& said : heard(id)) {
      frames.push_back(frame(said));
      const auto& told = frames.back();
      const auto* rows = told.if_contains("price_changes");
      const auto asset = text(rows == nullptr ? json::value(told) : rows->at(0), "asset_id");
      all.push_back(text(told, "event_type") + (asset == tokens[0] ? " first" : " second"));
    }
    return all;
  }
  std::vector<std::string> tokens;
  std::vector<json::object> frames;
  StreamId id{};
};

TEST_F(MarketStream, TellsEachTradeInTheTermsOfBothOutcomes) {
  take();
  const auto said = types();
  EXPECT_EQ(std::ranges::count(said, "last_trade_price first"), 1);
  EXPECT_EQ(std::ranges::count(said, "last_trade_price second"), 1);
  for (const auto& frame : frames) {
    if (text(frame, "event_type") != "last_trade_price") continue;
    const bool first = text(frame, "asset_id") == tokens[0];
    EXPECT_EQ(text(frame, "price"), first ? "0.97" : "0.03");
    EXPECT_EQ(text(frame, "side"), first ? "BUY" : "SELL");
    EXPECT_EQ(text(frame, "size"), "30");
  }
  level("ask", "0.97");  // 10 were left of it, then 40
  take();
  EXPECT_EQ(std::ranges::count(types(), "last_trade_price first"), 1)
      << "another trade at the same price";
}

TEST_F(MarketStream, TellsAFinerTickBeforeTheBookWhoseHashHasIt) {
  take();
  const auto said = types();
  const auto place = [&](const std::string& type) {
    return std::ranges::find(said, type) - said.begin();
  };
  ASSERT_LT(place("tick_size_change first"), std::ssize(said));
  EXPECT_LT(place("tick_size_change first"), place("price_change first"));
  const auto tick = [&] {
    return parsed(get("/polymarket-clob/tick-size?token_id=" + tokens[1])).at("minimum_tick_size");
  };
  EXPECT_EQ(json::serialize(tick()), "1E-3");
  // It stays so when the price comes back.
  const auto condition = simulator.world().polymarket.market_of(tokens[0])->condition_id;
  act(R"({"venue":"polymarket","do":"set_market","price":"0.5","condition_id":")" + condition +
      R"("})");
  EXPECT_EQ(json::serialize(tick()), "1E-3");
  EXPECT_EQ(types(), std::vector<std::string>{});
}

TEST_F(MarketStream, AnnouncesNewMarketsToWhoAsksForMoreThanBooks) {
  const auto curious = open("/ws/market");
  say(curious, R"({"assets_ids":[],"type":"market","custom_feature_enabled":true})");
  const auto made = act(R"({"venue":"polymarket","do":"add_market","slug":"two"})");
  EXPECT_EQ(types(), std::vector<std::string>{});
  const auto said = heard(curious);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(text(frame(said[0]), "market"), text(made, "condition_id"));
  EXPECT_EQ(frame(said[0]).at("clob_token_ids"), made.at("token_ids"));
  EXPECT_TRUE(heard(curious).empty()) << "each is announced once";
}

}  // namespace
}  // namespace holdfast::sim::test
