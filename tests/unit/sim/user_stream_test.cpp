#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "clob_client.hpp"
#include "stream_client.hpp"

// /ws/user: a member's orders and trades, each change once.
namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

struct UserStream : testing::Test, Streaming<ClobStage> {
  UserStream() {
    id = open("/ws/user");
    say(id, user_greeting());
  }
  // "PLACEMENT LIVE 0", "TRADE MATCHED TAKER": what was told since.
  Words told() {
    Words all;
    for (const auto& said : heard(id)) {
      last = frame(said);
      const bool order = text(last, "event_type") == "order";
      all.push_back(text(last, "type") + " " + text(last, "status") + " " +
                    text(last, order ? "size_matched" : "trader_side"));
    }
    return all;
  }
  void take(const std::string& size) {
    act(R"({"do":"take","venue":"polymarket","side":"sell","price":"0.49","token_id":")" +
        standard.first + R"(","size":")" + size + R"("})");
  }
  boost::json::object last;
  StreamId id{};
};

const TestOrder resting{.maker_amount = "4900000"};  // ten shares at 0.49

TEST_F(UserStream, TellsTheLifeOfAnOrder) {
  const auto order = text(parsed(post(resting)), "orderID");
  EXPECT_EQ(told(), Words{"PLACEMENT LIVE 0"});
  EXPECT_TRUE(last.at("associate_trades").is_null());
  take("4");
  EXPECT_EQ(told(), (Words{"UPDATE LIVE 4", "TRADE MATCHED MAKER"}));
  clob("DELETE", "/order", R"({"orderID":")" + order + R"("})");
  EXPECT_EQ(told(), Words{"CANCELLATION CANCELED 4"});
  EXPECT_EQ(text(last, "id"), order);
  EXPECT_EQ(last.at("associate_trades").as_array().size(), 1U);
}

TEST_F(UserStream, TellsEachStatusOfATradeOnceUnderOneId) {
  post({});
  EXPECT_EQ(told(), (Words{"PLACEMENT LIVE 0", "TRADE MATCHED TAKER", "UPDATE MATCHED 10"}));
  const auto trade = text(rows_in(clob("GET", "/data/trades"), "data").at(0), "id");
  wait(8s);
  EXPECT_EQ(told(), Words{"TRADE MINED TAKER"});
  EXPECT_EQ(text(last, "id"), trade);
  EXPECT_EQ(text(last, "transaction_hash").size(), 66U);
  wait(20s);
  EXPECT_EQ(told(), Words{"TRADE CONFIRMED TAKER"});
  wait(1min);
  EXPECT_EQ(told(), Words{});
}

TEST_F(UserStream, TellsThatATradeHasFailed) {
  act(R"({"do":"set_service","venue":"polymarket","failing_trades":"1"})");
  post({});
  told();
  wait(8s);
  EXPECT_EQ(told(), (Words{"UPDATE CANCELED 0", "TRADE FAILED TAKER"}));
}

TEST_F(UserStream, TellsWhatIsKilledAlthoughItNeverWas) {
  const auto refused =
      post({.maker_amount = "520000000", .taker_amount = "1000000000", .type = "FOK"});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(told(), Words{"CANCELLATION CANCELED_order couldn't be fully filled. FOK orders are "
                          "fully filled or killed. "});
  EXPECT_EQ(clob("GET", "/data/order/" + text(last, "id")).status, 404);
}

TEST_F(UserStream, EndsAnOrderThatTheWalletCannotPayForAnyMore) {
  const auto order = text(parsed(post(resting)), "orderID");
  told();
  act(R"({"do":"deposit","venue":"polymarket","amount":"-996","wallet":")" +
      std::string{demo_owner} + R"("})");
  wait(10s);
  EXPECT_EQ(told(), Words{}) << "the service has not looked";
  clob("GET", "/balance-allowance/update?signature_type=0&asset_type=COLLATERAL");
  EXPECT_EQ(told(), Words{"CANCELLATION INVALID 0"});
  EXPECT_EQ(text(parsed(clob("GET", "/data/order/" + order)), "status"), "INVALID");
  EXPECT_TRUE(rows_in(clob("GET", "/data/orders"), "data").empty());
  take("4");
  EXPECT_EQ(told(), Words{}) << "it does not trade any more";
}

TEST_F(UserStream, TellsOfTheMarketsAskedForAlone) {
  const auto other = open("/ws/user");
  auto greeting = frame(user_greeting());
  greeting["markets"] = boost::json::array{neg_risk.condition};
  say(other, boost::json::serialize(greeting));
  post(resting);
  EXPECT_TRUE(heard(other).empty());
  post(resting, neg_risk);
  EXPECT_EQ(heard(other).size(), 1U);
  EXPECT_EQ(told().size(), 2U);
}

}  // namespace
}  // namespace holdfast::sim::test
