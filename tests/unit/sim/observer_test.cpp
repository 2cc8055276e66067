#include "sim/observer.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "clob_client.hpp"
#include "sim/kalshi/portfolio.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

// Writes down what it is told.
class Listener final : public Observer {
 public:
  void kalshi_happened(const kalshi::PortfolioEvent& event) override {
    constexpr std::array names{"trade",   "payout", "cash",    "moved",
                               "archive", "opened", "amended", "canceled"};
    told.push_back(std::string{names.at(event.what.index())} + " " + event.account);
  }
  void kalshi_book_changed(const std::string& ticker, UtcTime) override {
    told.push_back("book " + ticker);
  }
  void polymarket_order_changed(const polymarket::ClobOrder& order, UtcTime) override {
    told.push_back("order " + order.status);
  }
  void polymarket_trade_changed(const polymarket::ClobTrade& trade, UtcTime) override {
    told.push_back("trade " + trade.status);
  }
  void polymarket_book_changed(const std::string&, UtcTime) override { told.push_back("book"); }

  std::vector<std::string> heard() { return std::exchange(told, {}); }
  std::vector<std::string> told;
};

using Words = std::vector<std::string>;

TEST(Observer, HearsOfEachOrderTradeAndBookOfKalshiInTheirOrder) {
  TestClient client{0};
  Listener listener;
  client.simulator.world().kalshi.observer = &listener;
  client.act(R"({"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1"})");
  client.act(R"({"do":"quote","venue":"kalshi","ticker":"KXT-1-A","side":"no","price":"0.48",
                 "count":"1"})");
  EXPECT_EQ(listener.heard(), Words{"book KXT-1-A"});
  const auto reply = client.kalshi("/portfolio/events/orders", "POST",
                                   R"({"ticker":"KXT-1-A","side":"bid","count":"3","price":"0.52",
          "time_in_force":"good_till_canceled","self_trade_prevention_type":"maker"})");
  ASSERT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(listener.heard(), (Words{"opened main", "trade main", "book KXT-1-A"}));
  client.kalshi("/portfolio/events/orders/" + text(parsed(reply), "order_id"), "DELETE");
  EXPECT_EQ(listener.heard(), (Words{"canceled main", "book KXT-1-A"}));
}

TEST(Observer, HearsOfAMatchAndOfItsSettlement) {
  ClobStage stage;
  Listener listener;
  stage.simulator.world().polymarket.clob.observer = &listener;
  ASSERT_EQ(stage.post({}).status, 200);
  EXPECT_EQ(listener.heard(),
            (Words{"order LIVE", "trade MATCHED", "book", "order MATCHED", "book"}));
  stage.wait(8s);
  stage.get("/polymarket-clob/time");
  EXPECT_EQ(listener.heard(), Words{"trade MINED"});
  stage.wait(20s);
  stage.get("/polymarket-clob/time");
  EXPECT_EQ(listener.heard(), Words{"trade CONFIRMED"});
  stage.act(R"({"do":"set_service","venue":"polymarket","failing_trades":"1"})");
  ASSERT_EQ(stage.post({}).status, 200);
  listener.heard();
  stage.wait(8s);
  stage.get("/polymarket-clob/time");
  EXPECT_EQ(listener.heard(), (Words{"order CANCELED", "trade FAILED"}));
}

// A lost answer is not a lost order, unless the switch says so.
TEST(LostAnswers, AnOrderStandsAfterATimeoutAndDoesNotBeforeOne) {
  ClobStage stage;
  const auto open = [&] { return rows_in(stage.clob("GET", "/data/orders"), "data").size(); };
  const TestOrder resting{.maker_amount = "5000000"};
  stage.fault(R"({"venue":"polymarket-clob","endpoint":"post_order","kind":"timeout","count":1})");
  EXPECT_EQ(stage.post(resting).ending, Ending::never);
  EXPECT_EQ(open(), 1U);
  for (const auto* kind :
       {R"("timeout","params":{"before":true})", R"("reset","params":{"before":true})",
        R"("http","params":{"before":true})", R"("rate_limited")", R"("unauthorised")"}) {
    stage.fault(
        std::string{R"({"venue":"polymarket-clob","endpoint":"post_order","count":1,"kind":)"} +
        kind + "}");
    const auto reply = stage.post(resting);
    EXPECT_TRUE(reply.ending != Ending::whole || reply.status >= 400) << kind;
    EXPECT_EQ(open(), 1U) << kind;
  }
  EXPECT_EQ(stage.post(resting).status, 200);
  EXPECT_EQ(open(), 2U);
}

}  // namespace
}  // namespace holdfast::sim::test
