#include <gtest/gtest.h>

#include "pacifica_client.hpp"
#include "stream_client.hpp"

// Orders over /ws, and what its frames say of positions.
namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

struct PacificaStream : testing::Test, Streaming<PacificaClient> {
  PacificaStream() { id = open("/ws"); }

  boost::json::object order(const std::string& operation, const std::string& body) {
    return frame(say(id, R"({"id":"one","params":{")" + operation + "\":" + body + "}}").at(0));
  }
  boost::json::object market(const std::string& fields, const std::string& signed_as) {
    const auto body = signed_body(
        signed_as, R"({"symbol":"SOL","amount":"1","slippage_percent":"0.5",)" + fields + "}");
    return order("create_market_order", body);
  }
  StreamId id{};
};

TEST_F(PacificaStream, TakesAnOrderAsRestTakesIt) {
  const auto before = text(position("SOL"), "amount");
  const auto answer = market(R"("side":"ask","reduce_only":true)", "create_market_order");
  EXPECT_EQ(answer.at("code").as_int64(), 200);
  EXPECT_EQ(answer.at("id").as_string(), "one");
  wait(1s);
  EXPECT_EQ(before, "42.5");
  EXPECT_EQ(text(position("SOL"), "amount"), "41.5");
  const auto newest = rows("/orders/history?limit=1").at(0);
  EXPECT_EQ(newest.at("order_id"), answer.at("data").at("i"));
}

TEST_F(PacificaStream, RefusesAnOrderInTheCodesOfStreams) {
  const auto unsigned_one = market(R"("side":"ask","reduce_only":true)", "create_order");
  EXPECT_EQ(unsigned_one.at("code").as_int64(), 401);
  const auto opens = market(R"("side":"bid","reduce_only":true)", "create_market_order");
  EXPECT_EQ(opens.at("code").as_int64(), 420);
  EXPECT_EQ(opens.at("err").as_string(),
            "Invalid reduce-only order side: must be opposite to position side");
  EXPECT_FALSE(opens.contains("data"));
  EXPECT_EQ(order("create_nothing", "{}").at("code").as_int64(), 400);
  wait(1s);
  EXPECT_EQ(text(position("SOL"), "amount"), "42.5");
}

TEST_F(PacificaStream, StatesWhereAPositionIsLiquidated) {
  // (512.3 + 653.1825 / 12.75) / (1 + 1 / (2 x 20)): a short of ZEC with a margin of its own.
  EXPECT_EQ(text(position("ZEC"), "liquidation_price"), "549.785365");
  const auto said = say(id, R"({"method":"subscribe","params":{"source":"account_positions",)"
                            R"("account":")" +
                                account + R"("}})");
  std::map<std::string, std::string> prices;
  const auto told = frame(said.at(1));
  for (const auto& row : told.at("data").as_array()) prices[text(row, "s")] = text(row, "l");
  EXPECT_EQ(prices["ZEC"], "549.785365");
  // The whole account backs the others: what it gets moves their price away.
  const auto before = std::stod(text(position("SOL"), "liquidation_price"));
  act(R"({"venue":"pacifica","do":"deposit","amount":"850"})");
  wait(1s);
  EXPECT_NEAR(std::stod(text(position("SOL"), "liquidation_price")), before - 20 * 40 / 39.0, 0.01);
}

}  // namespace
}  // namespace holdfast::sim::test
