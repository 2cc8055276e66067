#include <gtest/gtest.h>

#include "stream_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

struct KalshiStream : testing::Test, StreamClient {
  KalshiStream() {
    act(R"({"venue":"kalshi","do":"deposit","amount":"1000"})");
    act(R"({"venue":"kalshi","do":"add_market","ticker":"A","event_ticker":"E","title":"t"})");
    act(R"({"venue":"kalshi","do":"quote","ticker":"A","side":"yes","price":"0.47","count":"3"})");
    wait(5s);
    id = open("/trade-api/ws/v2");
  }
  StreamId id{};
};

TEST_F(KalshiStream, TheHandshakeIsSigned) {
  EXPECT_NE(id, 0U);
  auto unsigned_one = handshake("/trade-api/ws/v2");
  unsigned_one.headers.pop_back();
  EXPECT_EQ(simulator.open_stream(unsigned_one, now).error().status, 401);
  auto other_path = handshake("/trade-api/ws/v2");
  other_path.headers.back().value = sign("1GET/trade-api/v2");
  EXPECT_EQ(simulator.open_stream(other_path, now).error().status, 401);
}

TEST_F(KalshiStream, SnapshotThenDeltasInTheRecordedShape) {
  const auto answers = say(
      id,
      R"({"id":2,"cmd":"subscribe","params":{"channels":["orderbook_delta"],"market_tickers":["A"]}})");
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(
      answers[0],
      "{\"type\":\"subscribed\",\"id\":2,\"msg\":{\"channel\":\"orderbook_delta\",\"sid\":1}}\n");
  EXPECT_EQ(shape_of(frame(answers[1])),
            "{type:string sid:number seq:number msg:{market_ticker:string market_id:string "
            "yes_dollars_fp:[[string]] } }");
  act(R"({"venue":"kalshi","do":"quote","ticker":"A","side":"yes","price":"0.47","count":"1.5"})");
  const auto deltas = heard(id);
  ASSERT_EQ(deltas.size(), 1U);
  EXPECT_EQ(shape_of(frame(deltas[0])),
            "{type:string sid:number seq:number msg:{market_ticker:string market_id:string "
            "price_dollars:string delta_fp:string side:string ts:string ts_ms:number } }");
  EXPECT_EQ(frame(deltas[0]).at("seq").as_int64(), 2);
  EXPECT_EQ(text(frame(deltas[0]).at("msg"), "delta_fp"), "-1.50");
}

TEST_F(KalshiStream, FillsPositionsAndOrdersOfTheMemberOnly) {
  say(id,
      R"({"id":1,"cmd":"subscribe","params":{"channels":["fill","market_positions","user_orders"]}})");
  act(R"({"venue":"kalshi","do":"add_account","account":"other"})");
  act(R"({"venue":"kalshi","do":"deposit","account":"other","amount":"1000"})");
  act(R"({"venue":"kalshi","do":"buy","ticker":"A","count":"3","price":"0.40","account":"other"})");
  EXPECT_TRUE(heard(id).empty());
  act(R"({"venue":"kalshi","do":"buy","ticker":"A","count":"3","price":"0.40"})");
  std::map<std::string, boost::json::object> by_type;
  for (const auto& said : heard(id)) {
    by_type[text(frame(said), "type")] = frame(said).at("msg").as_object();
  }
  ASSERT_EQ(by_type.size(), 3U);
  EXPECT_EQ(text(by_type["fill"], "post_position_fp"), "3.00");
  EXPECT_EQ(text(by_type["market_position"], "position_fp"), "3.00");
  EXPECT_EQ(text(by_type["user_order"], "status"), "executed");
  EXPECT_TRUE(heard(id).empty()) << "each is said once";
}

TEST_F(KalshiStream, UpdatesCountAndRefusalsAreNamed) {
  const std::string update = R"({"id":3,"cmd":"update_subscription","params":{"sids":[1],)";
  say(id,
      R"({"id":2,"cmd":"subscribe","params":{"channels":["orderbook_delta"],"market_tickers":["A"]}})");
  const auto added = say(id, update + R"("market_tickers":["B"],"action":"add_markets"}})");
  ASSERT_EQ(added.size(), 2U);
  EXPECT_EQ(frame(added[0]).at("seq").as_int64(), 2) << "ok is counted";
  EXPECT_EQ(text(frame(added[1]).at("msg"), "market_id"), "") << "a market nobody knows";
  EXPECT_EQ(simulator.streams().live("kalshi-ws").size(), 2U);
  say(id, update + R"("market_tickers":["B"],"action":"delete_markets"}})");
  EXPECT_EQ(simulator.streams().live("kalshi-ws").size(), 1U);
  const auto code = [&](const std::string& command) {
    return frame(say(id, command).front()).at("msg").at("code").as_int64();
  };
  EXPECT_EQ(code(R"({"id":4,"cmd":"subscribe","params":{"channels":["nothing"]}})"), 8);
  EXPECT_EQ(code(R"({"id":4,"cmd":"subscribe","params":{"channels":["orderbook_delta"]}})"), 14);
  EXPECT_EQ(code(R"({"id":4,"cmd":"subscribe"})"), 2);
  EXPECT_EQ(code(R"({"id":4,"cmd":"unsubscribe","params":{"sids":[9]}})"), 7);
  EXPECT_EQ(code(R"({"id":4,"cmd":"dance"})"), 5);
  EXPECT_EQ(frame(say(id, R"({"id":5,"cmd":"unsubscribe","params":{"sids":[1]}})").front())
                .at("type")
                .as_string(),
            "unsubscribed");
  simulator.close_stream(id);
  EXPECT_EQ(simulator.streams().connections(), 0U);
}

TEST_F(KalshiStream, FaultsLoseRepeatAndDelayFrames) {
  say(id,
      R"({"id":2,"cmd":"subscribe","params":{"channels":["orderbook_delta"],"market_tickers":["A"]}})");
  const auto quote = [&](const std::string& count) {
    act(R"({"venue":"kalshi","do":"quote","ticker":"A","side":"no","price":"0.10","count":")" +
        count + R"("})");
    std::vector<std::int64_t> numbers;
    for (const auto& said : heard(id)) numbers.push_back(frame(said).at("seq").as_int64());
    return numbers;
  };
  using Numbers = std::vector<std::int64_t>;
  const auto once = [&](const std::string& kind) {
    fault(R"({"venue":"kalshi-ws","kind":")" + kind + R"(","match":"A","count":1})");
  };
  once("gap");
  EXPECT_EQ(quote("1"), Numbers{});
  once("duplicate");
  EXPECT_EQ(quote("2"), (Numbers{3, 3}));
  once("reorder");
  EXPECT_EQ(quote("3"), Numbers{});
  EXPECT_EQ(quote("4"), (Numbers{5, 4}));
  once("stale_replay");
  EXPECT_EQ(quote("5"), (Numbers{6, 1, 3, 5}));
  once("silent_drop");
  EXPECT_EQ(quote("6"), Numbers{});
  EXPECT_TRUE(simulator.streams().live("kalshi-ws").empty());
  EXPECT_EQ(quote("7"), Numbers{});
}

}  // namespace
}  // namespace holdfast::sim::test
