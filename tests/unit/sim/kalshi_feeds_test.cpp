#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

TEST(KalshiFills, SumToEveryPosition) {
  TestClient client;
  std::map<std::string, std::int64_t> sums;
  for (const auto& row : rows_in(client.kalshi("/portfolio/fills?limit=1000"), "fills")) {
    const auto units = Quantity::parse(text(row, "count_fp"))->units();
    sums[text(row, "ticker")] += text(row, "outcome_side") == "yes" ? units : -units;
  }
  for (const auto& [key, row] : client.simulator.world().kalshi.timeline.truth().of("main").rows) {
    EXPECT_EQ(sums[key.ticker], row.position.units()) << key.ticker;
  }
}

TEST(KalshiFills, PagesHoldEachFillOnceNewestFirst) {
  TestClient client{501};
  std::set<std::string> ids;
  std::int64_t last = std::numeric_limits<std::int64_t>::max();
  std::string cursor;
  int pages = 0;
  do {
    const auto page = parsed(client.kalshi("/portfolio/fills?limit=100&cursor=" + cursor));
    for (const auto& row : page.at("fills").as_array()) {
      EXPECT_TRUE(ids.insert(text(row, "fill_id")).second);
      EXPECT_LE(row.at("ts").as_int64(), last);
      last = row.at("ts").as_int64();
    }
    cursor = text(page, "cursor");
    ++pages;
  } while (!cursor.empty());
  EXPECT_EQ(ids.size(), 501U);
  EXPECT_EQ(pages, 6);
}

TEST(KalshiFills, StateADirectionFourWaysThatAgree) {
  TestClient client{0};
  client.act(R"({"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1"})");
  const auto stated = [&](const char* verb, const char* side) {
    client.act(std::string{R"({"do":")"} + verb +
               R"(","venue":"kalshi","ticker":"KXT-1-A","count":"1","price":"0.3","side":")" +
               side + R"("})");
    client.wait(1s);
    const auto row = parsed(client.kalshi("/portfolio/fills?limit=1")).at("fills").as_array()[0];
    return text(row, "action") + " " + text(row, "side") + " " + text(row, "outcome_side") + " " +
           text(row, "book_side") + " " + text(row, "yes_price_dollars");
  };
  EXPECT_EQ(stated("buy", "yes"), "buy yes yes bid 0.3000");
  EXPECT_EQ(stated("sell", "yes"), "sell yes no ask 0.3000");
  EXPECT_EQ(stated("buy", "no"), "buy no no ask 0.7000");
  EXPECT_EQ(stated("sell", "no"), "sell no yes bid 0.7000");
}

TEST(KalshiFills, FilterByTimeTickerOrderAndSubaccount) {
  TestClient client;
  const auto fills = [&](const std::string& query) {
    return parsed(client.kalshi("/portfolio/fills?limit=1000&" + query)).at("fills").as_array();
  };
  const auto all = fills("");
  EXPECT_EQ(fills("subaccount=2").size() + fills("subaccount=0").size(), all.size());
  EXPECT_EQ(fills("ticker=KXBTCD-26DEC31-T120000").size(), 2U);
  EXPECT_EQ(fills("order_id=" + text(all[0], "order_id")).size(), 1U);
  const auto ts = std::to_string(all[3].at("ts").as_int64());
  EXPECT_EQ(fills("min_ts=" + ts).size(), 4U);
  EXPECT_EQ(fills("max_ts=" + ts).size(), all.size() - 3);
}

TEST(KalshiFills, OldOnesAreInHistoryOnly) {
  TestClient client;
  client.act(R"({"do":"set_exchange","venue":"kalshi","trades_cutoff":"-432000"})");
  const auto live = parsed(client.kalshi("/portfolio/fills")).at("fills").as_array().size();
  const auto old = parsed(client.kalshi("/historical/fills")).at("fills").as_array().size();
  EXPECT_GT(live, 0U);
  EXPECT_GT(old, 0U);
  EXPECT_EQ(live + old, 15U);
}

TEST(KalshiSettlements, PayHoldersOfBothSidesAndScalars) {
  TestClient client{0};
  const auto settled = [&](const char* result, const char* side, const char* value) {
    const std::string ticker = std::string{"KXT-"} + result + side + "-A";
    client.act(R"({"do":"add_market","venue":"kalshi","event_ticker":"KXT","ticker":")" + ticker +
               R"("})");
    client.act(R"({"do":"buy","venue":"kalshi","count":"3","price":"0.51","ticker":")" + ticker +
               R"(","side":")" + side + R"("})");
    client.act(R"({"do":"settle","venue":"kalshi","ticker":")" + ticker + R"(","result":")" +
               result + "\"" + value + "}");
    client.wait(5s);
    const auto row = parsed(client.kalshi("/portfolio/settlements?ticker=" + ticker))
                         .at("settlements")
                         .as_array()[0];
    return text(row, "yes_count_fp") + " " + text(row, "no_count_fp") + " " +
           std::to_string(row.at("revenue").as_int64()) + " " +
           std::to_string(row.at("value").as_int64());
  };
  EXPECT_EQ(settled("yes", "yes", ""), "3.00 0.00 300 100");
  EXPECT_EQ(settled("yes", "no", ""), "0.00 3.00 0 100");
  EXPECT_EQ(settled("no", "no", ""), "0.00 3.00 300 0");
  EXPECT_EQ(settled("scalar", "yes", R"(,"value":"0.37")"), "3.00 0.00 111 37");
}

TEST(KalshiBalance, IsExactInDollarsAndCutInCents) {
  TestClient client{0};
  client.act(R"({"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1"})");
  client.act(
      R"({"do":"buy","venue":"kalshi","ticker":"KXT-1-A","count":"1","price":"0.52","subaccount":5})");
  client.act(R"({"do":"deposit","venue":"kalshi","subaccount":5,"amount":"10"})");
  client.wait(5s);
  const auto balance = parsed(client.kalshi("/portfolio/balance?subaccount=5"));
  EXPECT_EQ(text(balance, "balance_dollars"), "9.4625");  // 10 - 0.52 - 0.0175
  EXPECT_EQ(balance.at("balance").as_int64(), 946);
  EXPECT_EQ(balance.at("portfolio_value").as_int64(), 52);
}

TEST(KalshiOrders, ListTheOrderOfEveryFillAndFindItById) {
  TestClient client;
  const auto orders = parsed(client.kalshi("/portfolio/orders?limit=1000")).at("orders").as_array();
  EXPECT_EQ(orders.size(), 15U);
  const auto id = text(orders[4], "order_id");
  EXPECT_EQ(parsed(client.kalshi("/portfolio/orders/" + id)).at("order"), orders[4]);
  EXPECT_TRUE(
      parsed(client.kalshi("/portfolio/orders?status=resting")).at("orders").as_array().empty());
  const auto missing = client.kalshi("/portfolio/orders/nothing");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.body, R"({"error":{"code":"not_found","message":"not found"}})");
}

}  // namespace
}  // namespace holdfast::sim::test
