#include <gtest/gtest.h>

#include "sim/polygon/abi.hpp"
#include "sim/polymarket/contracts.hpp"
#include "test_client.hpp"

// A trade is one fact; each view shows it after a delay of its own.
namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

void set_lag(TestClient& client, const std::string& venue, const std::string& endpoint, int ms) {
  client.fault(R"({"kind":"lag","venue":")" + venue + R"(","endpoint":")" + endpoint +
               R"(","params":{"ms":)" + std::to_string(ms) + "}}");
}

TEST(Lags, EachKalshiViewMovesAfterItsOwn) {
  TestClient client{0};
  client.act(R"({"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1"})");
  set_lag(client, "kalshi", "fills", 1'000);
  set_lag(client, "kalshi", "balance", 2'000);
  set_lag(client, "kalshi", "positions", 3'000);
  set_lag(client, "kalshi", "orders", 4'000);
  const auto before = text(parsed(client.kalshi("/portfolio/balance")), "balance_dollars");
  client.act(R"({"do":"buy","venue":"kalshi","ticker":"KXT-1-A","count":"1","price":"0.5"})");
  std::string seen;
  for (int second = 1; second <= 4; ++second) {
    client.wait(1s);
    seen += std::to_string(parsed(client.kalshi("/portfolio/fills")).at("fills").as_array().size());
    seen +=
        text(parsed(client.kalshi("/portfolio/balance")), "balance_dollars") == before ? "-" : "b";
    seen += std::to_string(
        parsed(client.kalshi("/portfolio/positions")).at("market_positions").as_array().size());
    seen +=
        std::to_string(parsed(client.kalshi("/portfolio/orders")).at("orders").as_array().size());
    seen += " ";
  }
  EXPECT_EQ(seen, "1-00 1b00 1b10 1b11 ");
}

TEST(Lags, AnswersOfALateViewAreCounted) {
  TestClient client{0};
  set_lag(client, "kalshi", "positions", 600'000);
  (void)client.kalshi("/portfolio/fills");
  (void)client.kalshi("/portfolio/positions");
  (void)client.kalshi("/portfolio/positions");
  EXPECT_EQ(client.simulator.world().faults.all().at(0).fired, 2U);
}

TEST(Lags, TheWatermarkFollowsTheSlowestViewUnlessItLies) {
  TestClient client{0};
  const auto as_of = [&] {
    return text(parsed(client.kalshi("/exchange/user_data_timestamp")), "as_of_time");
  };
  EXPECT_EQ(as_of(), "2026-11-21T10:00:59Z");
  set_lag(client, "kalshi", "positions", 10'000);
  EXPECT_EQ(as_of(), "2026-11-21T10:00:50Z");
  client.fault(R"({"kind":"stale","venue":"kalshi","endpoint":"user_data_timestamp",
                   "params":{"age_ms":600000}})");
  EXPECT_EQ(as_of(), "2026-11-21T09:50:50Z");
}

TEST(Lags, AStaleListingShowsThePastAndThePresentComesBack) {
  TestClient client{0};
  client.act(R"({"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1"})");
  const auto rows = [&] {
    return parsed(client.kalshi("/portfolio/positions")).at("market_positions").as_array().size();
  };
  client.fault(R"({"kind":"stale","venue":"kalshi","endpoint":"positions",
                   "params":{"frozen":true},"count":1,"skip":1})");
  client.wait(1s);
  client.act(R"({"do":"buy","venue":"kalshi","ticker":"KXT-1-A","count":"1","price":"0.5"})");
  client.wait(60s);
  EXPECT_EQ(rows(), 1U);
  EXPECT_EQ(rows(), 0U) << "frozen at the moment the switch was set";
  EXPECT_EQ(rows(), 1U);
}

std::string token_of(const boost::json::value& market, std::size_t outcome) {
  return market.at("token_ids").as_array()[outcome].as_string().c_str();
}

TEST(Lags, ListingFeedAndChainOfOneTradeAreThreeClocks) {
  TestClient client{0};
  const auto wallet = demo_wallet();
  client.act(R"({"do":"set_service","venue":"polymarket","cdn":false,"settlement_ms":0})");
  const auto market = client.act(R"({"do":"add_market","venue":"polymarket","slug":"q"})");
  const auto token = token_of(market, 0);
  set_lag(client, "polymarket-data", "v2_activity", 4'000);
  set_lag(client, "polymarket-data", "v2_positions", 8'000);
  set_lag(client, "polygon/1", "chain", 0);
  set_lag(client, "polygon/2", "chain", 6'000);
  client.act(R"({"do":"buy","venue":"polymarket","wallet":")" + wallet + R"(","token_id":")" +
             token + R"(","size":"10","price":"0.4"})");
  const auto data = "0x00fdd58e" + polygon::address_word(wallet).hex().substr(2) +
                    U256::parse_decimal(token)->hex().substr(2);
  const auto held = [&](int endpoint) {
    const auto answer = client.rpc("eth_call",
                                   R"([{"to":")" + std::string{polymarket::conditional_tokens} +
                                       R"(","data":")" + data + R"("},"latest"])",
                                   endpoint);
    return U256::parse_hex(text(answer, "result"))->is_zero() ? "-" : "y";
  };
  const auto rows = [&](const char* route) {
    const auto page =
        parsed(client.get("/polymarket-data/v2/" + std::string{route} + "?user=" + wallet +
                          "&condition=" + text(market, "condition_id")));
    return page.at("data").as_array().empty() ? "-" : "y";
  };
  std::string seen;
  for (int step = 0; step < 6; ++step) {
    seen += std::string{held(1)} + rows("activity") + held(2) + rows("positions") + " ";
    client.wait(2s);
  }
  // Mined at the next block, two seconds on; each view adds its own delay to that.
  EXPECT_EQ(seen, "---- y--- y--- yy-- yyy- yyyy ");
}

TEST(Lags, FinalityComesAfterTheHead) {
  TestClient client{0};
  const auto number = [&](const char* tag) {
    const auto block = client.rpc("eth_getBlockByNumber", std::string{"[\""} + tag + "\",false]");
    return *polygon::quantity_value(text(block.at("result"), "number"));
  };
  EXPECT_EQ(number("latest") - number("safe"), 3U);
  EXPECT_EQ(number("latest") - number("finalized"), 5U);
  const auto before = number("latest");
  client.wait(20s);
  EXPECT_EQ(number("latest"), before + 10);
}

}  // namespace
}  // namespace holdfast::sim::test
