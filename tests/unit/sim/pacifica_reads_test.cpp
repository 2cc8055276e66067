#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

#include "pacifica_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

TEST(PacificaReads, ShowATradeInEveryViewAfterItsOwnDelay) {
  PacificaClient client;
  EXPECT_EQ(text(client.position("SOL"), "amount"), "42.5");
  client.act(R"({"venue":"pacifica","do":"sell","symbol":"SOL","amount":"2.5","price":"140"})");
  client.wait(200ms);  // trades are the first to show it
  EXPECT_EQ(text(client.rows("/trades/history").front(), "side"), "close_long");
  EXPECT_EQ(text(client.position("SOL"), "amount"), "42.5");
  client.wait(200ms);
  EXPECT_EQ(text(client.position("SOL"), "amount"), "40");
  EXPECT_EQ(text(client.position("SOL"), "entry_price"), "136.25");
}

TEST(PacificaReads, CountPositionsInTheAccount) {
  PacificaClient client;
  const auto count = [&] {
    return parsed(client.ask("/account")).at("data").at("positions_count").as_int64();
  };
  EXPECT_EQ(count(), 6);
  EXPECT_EQ(std::ssize(client.rows("/positions")), 6);
  client.act(R"({"venue":"pacifica","do":"buy","symbol":"ZEC","amount":"12.75"})");
  client.wait(1s);
  EXPECT_EQ(count(), 5);
  EXPECT_EQ(std::ssize(client.rows("/positions")), 5);
}

TEST(PacificaReads, RaiseTheirNumberWithEachTrade) {
  PacificaClient client;
  const auto number = [&] {
    return parsed(client.ask("/positions")).at("last_order_id").as_int64();
  };
  const auto before = number();
  client.act(R"({"venue":"pacifica","do":"buy","symbol":"ZEC","amount":"12.75"})");
  EXPECT_EQ(number(), before) << "the view has not caught up";
  client.wait(1s);
  const auto after = number();
  EXPECT_GT(after, before);
  client.fault(R"({"venue":"pacifica","endpoint":"positions","kind":"stale","params":{)"
               R"("age_ms":"60000"}})");
  EXPECT_EQ(number(), before) << "a lagging listing names its old number";
}

TEST(PacificaReads, FlipInTwoTradesOfOneOrder) {
  PacificaClient client;
  client.act(R"({"venue":"pacifica","do":"sell","symbol":"SOL","amount":"50","price":"140",)"
             R"("fee":"5"})");
  client.wait(1s);
  EXPECT_EQ(text(client.position("SOL"), "side"), "ask");
  EXPECT_EQ(text(client.position("SOL"), "amount"), "7.5");
  EXPECT_EQ(text(client.position("SOL"), "entry_price"), "140");
  const auto rows = client.rows("/trades/history?symbol=SOL&limit=2");
  EXPECT_EQ(text(rows[1], "side"), "close_long");
  EXPECT_EQ(text(rows[1], "amount"), "42.5");
  EXPECT_EQ(text(rows[1], "fee"), "4.25");
  EXPECT_EQ(text(rows[1], "pnl"), "155.125");  // (140 - 136.25) x 42.5 - 4.25
  EXPECT_EQ(text(rows[0], "side"), "open_short");
  EXPECT_EQ(text(rows[0], "fee"), "0.75");
  EXPECT_EQ(rows[0].at("order_id"), rows[1].at("order_id"));
}

TEST(PacificaReads, EndAPositionByItsStopOrTarget) {
  for (const bool is_stop : {true, false}) {
    PacificaClient client;
    const std::string kind = is_stop ? "stop_loss" : "take_profit";
    client.act(R"({"venue":"pacifica","do":")" + kind + R"(","symbol":"SOL","stop_price":")" +
               (is_stop ? "120" : "150") + R"("})");
    client.act(R"({"venue":"pacifica","do":"set_price","symbol":"SOL","price":"130"})");
    client.wait(1s);
    EXPECT_EQ(text(client.position("SOL"), "amount"), "42.5");
    client.act(std::string{R"({"venue":"pacifica","do":"set_price","symbol":"SOL","price":")"} +
               (is_stop ? "119.5" : "151") + R"("})");
    client.wait(1s);
    EXPECT_TRUE(client.position("SOL").is_null());
    const auto trade = client.rows("/trades/history?symbol=SOL").front();
    EXPECT_EQ(text(trade, "side"), "close_long");
    EXPECT_EQ(text(trade, "cause"), "normal");
    const auto order = client.rows("/orders/history?limit=1").front();
    EXPECT_EQ(order.at("order_id"), trade.at("order_id"));
    EXPECT_EQ(text(order, "order_type"), kind + "_market");
    EXPECT_EQ(text(order, "order_status"), "filled");
  }
}

TEST(PacificaReads, NameWhatTookAPosition) {
  PacificaClient client;
  client.act(R"({"venue":"pacifica","do":"liquidate","symbol":"ETH","cause":)"
             R"("backstop_liquidation","price":"3300"})");
  client.wait(1s);
  EXPECT_EQ(text(client.rows("/trades/history?symbol=ETH").front(), "cause"),
            "backstop_liquidation");
  EXPECT_TRUE(client.position("ETH").is_null());
}

TEST(PacificaReads, PayFundingToTheOtherSide) {
  PacificaClient client;
  client.act(R"({"venue":"pacifica","do":"fund","symbol":"ETH","rate":"0.0001"})");
  client.wait(2s);
  const auto row = client.rows("/funding/history").front();
  EXPECT_EQ(text(row, "symbol"), "ETH");
  EXPECT_EQ(text(row, "payout"), "0.442755");  // 1.5 x 2951.7 x 0.0001, received by the short
  EXPECT_EQ(text(client.position("ETH"), "funding"), "-0.442755");
}

TEST(PacificaReads, WalkEveryTradeOnceAtAnyPageSize) {
  PacificaClient client;
  client.simulator.world().pacifica.service.rate_limits = false;
  for (const int limit : {1, 5, 100}) {
    std::set<std::int64_t> ids;
    std::string cursor;
    std::int64_t rows = 0;
    for (bool more = true; more;) {
      const auto page = parsed(client.ask("/trades/history?limit=" + std::to_string(limit) +
                                          (cursor.empty() ? "" : "&cursor=" + cursor)));
      for (const auto& row : page.at("data").as_array()) {
        ids.insert(row.at("history_id").as_int64());
        ++rows;
      }
      more = page.at("has_more").as_bool();
      if (more) cursor = text(page, "next_cursor");
    }
    EXPECT_EQ(rows, 12);
    EXPECT_EQ(std::ssize(ids), 12);
  }
}

TEST(PacificaReads, SpendCredits) {
  PacificaClient client;
  const auto left = [](const Reply& reply) { return *reply.header("ratelimit"); };
  EXPECT_EQ(left(client.ask("/positions")), R"("credits";r=990;t=60)");
  EXPECT_EQ(left(client.ask("/trades/history")), R"("credits";r=870;t=60)");
  for (int i = 0; i < 7; ++i) client.ask("/trades/history");
  const auto refused = client.ask("/trades/history");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(*refused.header("ratelimit-policy"), R"("credits";q=1000;w=60)");
  client.wait(61s);
  EXPECT_EQ(client.ask("/trades/history").status, 200);
}

TEST(PacificaReads, RefuseContentHeadersWhereToldTo) {
  PacificaClient client;
  const auto asked = [&](std::vector<Header> headers) {
    return client.simulator
        .answer({.method = "GET",
                 .target = "/pacifica/api/v1/info",
                 .headers = std::move(headers),
                 .body = {}},
                client.now)
        .status;
  };
  EXPECT_EQ(asked({{"Content-Type", "application/json"}}), 200);
  client.act(R"({"venue":"pacifica","do":"set_service","strict_content_headers":true})");
  EXPECT_EQ(asked({{"Content-Type", "application/json"}}), 403);
  EXPECT_EQ(asked({{"Content-Length", "0"}}), 403);
  EXPECT_EQ(asked({{"Accept", "application/json"}}), 200);
}

TEST(PacificaReads, DoNotTellAnUnknownAddressFromAFlatOneButInTheAccount) {
  PacificaClient client;
  const std::string other = TestPair::agent().address();
  EXPECT_TRUE(rows_in(client.get("/pacifica/api/v1/positions?account=" + other), "data").empty());
  EXPECT_EQ(client.get("/pacifica/api/v1/account?account=" + other).status, 404);
}

}  // namespace
}  // namespace holdfast::sim::test
