#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

// Walks a listing to its end; the rows' tickers in order.
std::vector<std::string> walk(TestClient& client, const std::string& first, std::int64_t limit) {
  std::vector<std::string> tickers;
  std::string cursor;
  do {
    client.wait(1s);  // keeps the token bucket full
    const auto page = parsed(client.kalshi(first + "&limit=" + std::to_string(limit) +
                                           (cursor.empty() ? "" : "&cursor=" + cursor)));
    const auto& rows = page.at("market_positions").as_array();
    EXPECT_LE(std::ssize(rows), limit);
    for (const auto& row : rows) tickers.push_back(text(row, "ticker"));
    cursor = text(page, "cursor");
  } while (!cursor.empty());
  return tickers;
}

TEST(KalshiPositions, PagesHoldEveryRowOnceAtAnySize) {
  for (const std::int64_t rows : {0, 1, 501, 1'200}) {
    for (const std::int64_t limit : {100, 500, 1'000}) {
      TestClient client{rows};
      const auto tickers = walk(client, "/portfolio/positions?subaccount=0", limit);
      EXPECT_EQ(std::ssize(tickers), rows);
      EXPECT_EQ(std::ssize(std::set(tickers.begin(), tickers.end())), rows);
    }
  }
}

TEST(KalshiPositions, RowsAreTheWorldsOwnTruth) {
  TestClient client;
  const auto& world = client.simulator.world().kalshi;
  const auto& truth = world.timeline.truth().of("main");
  std::size_t seen = 0;
  for (const auto* subaccount : {"0", "1", "2", "63"}) {
    const auto page =
        parsed(client.kalshi(std::string{"/portfolio/positions?subaccount="} + subaccount));
    for (const auto& row : page.at("market_positions").as_array()) {
      const auto shard = static_cast<std::uint16_t>(row.at("exchange_index").as_int64());
      const auto found = truth.rows.find(
          {static_cast<std::uint16_t>(std::stoi(subaccount)), text(row, "ticker"), shard});
      ASSERT_NE(found, truth.rows.end());
      EXPECT_EQ(Quantity::parse(text(row, "position_fp")), found->second.position);
      EXPECT_EQ(Money::parse(text(row, "market_exposure_dollars")), found->second.exposure);
      ++seen;
    }
  }
  EXPECT_EQ(seen, truth.rows.size());
  EXPECT_EQ(seen, 8U);
}

TEST(KalshiPositions, DefaultIsSubaccountZeroAndNotAll) {
  TestClient client;
  EXPECT_EQ(parsed(client.kalshi("/portfolio/positions")).at("market_positions").as_array().size(),
            6U);
}

TEST(KalshiPositions, BooksNettingAveragesAndSidesExactly) {
  TestClient client{0};
  client.act(R"({"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1"})");
  const auto trade = [&](const char* verb, const char* side, const char* count, const char* price) {
    client.act(std::string{R"({"do":")"} + verb +
               R"(","venue":"kalshi","ticker":"KXT-1-A","side":")" + side + R"(","count":")" +
               count + R"(","price":")" + price + R"("})");
    client.wait(1s);
    return parsed(client.kalshi("/portfolio/positions")).at("market_positions").as_array()[0];
  };
  auto row = trade("buy", "yes", "3", "0.52");
  EXPECT_EQ(text(row, "position_fp"), "3.00");
  EXPECT_EQ(text(row, "market_exposure_dollars"), "1.560000");
  EXPECT_EQ(text(row, "fees_paid_dollars"), "0.052500");  // 0.052416 brought up to 0.0001
  row = trade("sell", "yes", "1", "0.60");
  EXPECT_EQ(text(row, "position_fp"), "2.00");
  EXPECT_EQ(text(row, "market_exposure_dollars"), "1.040000");
  EXPECT_EQ(text(row, "realized_pnl_dollars"), "0.080000");
  row = trade("buy", "no", "4.37", "0.45");  // closes 2 YES at 0.55, opens 2.37 NO at 0.45
  EXPECT_EQ(text(row, "position_fp"), "-2.37");
  EXPECT_EQ(text(row, "market_exposure_dollars"), "1.066500");
  EXPECT_EQ(text(row, "realized_pnl_dollars"), "0.140000");
  EXPECT_EQ(text(row, "total_traded_dollars"), "2.626500");
  row = trade("sell", "no", "2.37", "0.45");
  EXPECT_EQ(text(row, "position_fp"), "0.00");
  EXPECT_EQ(text(row, "market_exposure_dollars"), "0.000000");
  const auto held =
      parsed(client.kalshi("/portfolio/positions?count_filter=position")).at("market_positions");
  EXPECT_TRUE(held.as_array().empty());
}

TEST(KalshiPositions, RefusesParametersInTheWordsOfItsValidator) {
  TestClient client;
  const auto reply = client.kalshi("/portfolio/positions?limit=1001");
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(text(parsed(reply), "msg"),
            "Parameter validation failed for GetPositions: Key: 'GetPositionsParams.Limit' "
            "Error:Field validation for 'Limit' failed on the 'lte' tag");
  EXPECT_EQ(client.kalshi("/portfolio/positions?limit=0").status, 400);
  EXPECT_EQ(client.kalshi("/portfolio/positions?limit=ten").status, 400);
  EXPECT_EQ(client.kalshi("/portfolio/positions?subaccount=64").status, 400);
  EXPECT_EQ(client.kalshi("/portfolio/positions?count_filter=resting").status, 400);
}

TEST(KalshiPositions, StateWholeEventTotalsOnEveryPageOfTheEvent) {
  TestClient client;  // the Fed event holds two of subaccount 0's six rows
  std::string cursor;
  int stated = 0;
  do {
    const auto page = parsed(client.kalshi("/portfolio/positions?limit=1&cursor=" + cursor));
    for (const auto& event : page.at("event_positions").as_array()) {
      if (text(event, "event_ticker") != "KXFEDDECISION-26DEC") continue;
      EXPECT_EQ(text(event, "total_cost_shares_fp"), "165.00");
      EXPECT_EQ(text(event, "event_exposure_dollars"), "102.900000");
      ++stated;
    }
    cursor = text(page, "cursor");
  } while (!cursor.empty());
  EXPECT_EQ(stated, 2);
}

TEST(KalshiPositions, CountFilterTakesRowsWhereAnyNamedFigureIsNotZero) {
  TestClient client{0};
  client.act(R"({"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1"})");
  for (const std::string verb : {"buy", "sell"}) {
    client.act(R"({"do":")" + verb +
               R"(","venue":"kalshi","ticker":"KXT-1-A","count":"1","price":"0.5"})");
  }
  client.wait(5s);
  const auto rows = [&](const char* filter) {
    return rows_in(client.kalshi(std::string{"/portfolio/positions?count_filter="} + filter),
                   "market_positions")
        .size();
  };
  EXPECT_EQ(rows(""), 1U);
  EXPECT_EQ(rows("position"), 0U);
  EXPECT_EQ(rows("total_traded"), 1U);
  EXPECT_EQ(rows("position,total_traded"), 1U);
}

TEST(KalshiPositions, ReadsAGarbageCursorAsTheFirstPage) {
  TestClient client;
  const auto first = client.kalshi("/portfolio/positions?limit=2").body;
  EXPECT_EQ(client.kalshi("/portfolio/positions?limit=2&cursor=garbage").body, first);
}

TEST(KalshiPositions, SettledEventLeavesAsAWholeAndTurnsUpInHistory) {
  TestClient client{0};
  for (const auto* leg : {"A", "B"}) {
    client.act(
        std::string{
            R"({"do":"add_market","venue":"kalshi","event_ticker":"KXT-1","ticker":"KXT-1-)"} +
        leg + R"("})");
    client.act(
        std::string{R"({"do":"buy","venue":"kalshi","count":"3","price":"0.51","ticker":"KXT-1-)"} +
        leg + R"("})");
  }
  const auto rows = [&](const char* endpoint) {
    return parsed(client.kalshi(endpoint)).at("market_positions").as_array().size();
  };
  client.wait(10s);
  EXPECT_EQ(rows("/portfolio/positions"), 2U);
  client.act(R"({"do":"settle","venue":"kalshi","ticker":"KXT-1-A","result":"yes"})");
  client.wait(30s);
  EXPECT_EQ(rows("/portfolio/positions"), 2U) << "its event is still open";
  EXPECT_EQ(rows("/portfolio/positions?count_filter=position"), 1U);
  EXPECT_EQ(rows("/historical/positions"), 0U);
  client.act(R"({"do":"settle","venue":"kalshi","ticker":"KXT-1-B","result":"no"})");
  client.wait(2s);
  EXPECT_EQ(rows("/portfolio/positions"), 2U) << "archiving takes its time";
  client.wait(30s);
  EXPECT_EQ(rows("/portfolio/positions"), 0U);
  EXPECT_EQ(rows("/historical/positions"), 2U);
}

}  // namespace
}  // namespace holdfast::sim::test
