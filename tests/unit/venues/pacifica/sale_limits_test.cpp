#include <gtest/gtest.h>

#include "stage.hpp"
#include "support/values.hpp"

namespace holdfast::pacifica {
namespace {

using test::qty;
using test::usd;

std::string order(const std::string& symbol, const std::string& side, const std::string& initial,
                  const std::string& filled, const std::string& cancelled,
                  const std::string& type = "limit", bool reduce_only = true) {
  return fmt::format(
      R"({{"order_id":7,"symbol":"{}","side":"{}","initial_amount":"{}","filled_amount":"{}",)"
      R"("cancelled_amount":"{}","order_type":"{}","reduce_only":{},"updated_at":{}}})",
      symbol, side, initial, filled, cancelled, type, reduce_only, ms(-10));
}

const std::string info = R"({"success":true,"data":[
  {"symbol":"ZEC","lot_size":"0.01","min_order_size":"10"},
  {"symbol":"XPL","lot_size":"1","min_order_size":"10"},
  {"symbol":"BTC","lot_size":"many","min_order_size":"10"}],"error":null,"code":null})";

struct Sale : Stage {
  Sale() { transport.on("/info", info); }
  Result<std::map<PositionKey, SaleLimits>> limits(std::vector<PositionKey> keys) {
    auto one = venue();
    return test::run(one.fetch_sale_limits(std::move(keys), tape));
  }
  void orders(const std::string& rows) { transport.on("/orders?", list(rows)); }
};

TEST(PacificaSaleLimits, AreWhatIsLeftOfOrdersWhetherTheyMayOnlyReduceOrNot) {
  Sale sale;
  sale.orders(order("ZEC", "bid", "5", "1", "0.5") + "," +
              order("ZEC", "bid", "2", "0", "0", "limit", false) + "," +
              order("ZEC", "ask", "9", "0", "0") + "," + order("SOL", "bid", "4", "0", "0"));
  const auto told = sale.limits({key("ZEC")});
  ASSERT_TRUE(told) << told.error().what;
  EXPECT_EQ(told->at(key("ZEC")), (SaleLimits{.in_buys = qty("5.5"),
                                              .in_sells = qty("9"),
                                              .step = qty("0.01"),
                                              .minimum = qty("0.01"),
                                              .minimum_value = usd("10")}));
}

TEST(PacificaSaleLimits, CountAStopOnlyOnceItIsAnOrder) {
  Sale sale;
  sale.orders(order("ZEC", "bid", "0", "0", "0", "stop_loss_market") + "," +
              order("ZEC", "bid", "3", "0", "0", "take_profit_limit"));
  const auto told = sale.limits({key("ZEC")});
  ASSERT_TRUE(told) << told.error().what;
  EXPECT_EQ(told->at(key("ZEC")).in_buys, qty("0"));
  EXPECT_EQ(told->at(key("ZEC")).unasked, "");
}

TEST(PacificaSaleLimits, AreUnknownWhereTheVenueDoesNotSay) {
  Sale sale;
  sale.orders(order("ZEC", "up", "5", "0", "0") + "," +
              fmt::format(R"({{"order_id":8,"symbol":"XPL","side":1,"initial_amount":"5",)"
                          R"("filled_amount":"0","cancelled_amount":[],"updated_at":{}}})",
                          ms(-10)));
  const auto told = sale.limits({key("ZEC"), key("BTC"), key("NEW"), key("XPL")});
  ASSERT_TRUE(told) << told.error().what;
  EXPECT_NE(told->at(key("ZEC")).unasked, "") << "an order of no side";
  EXPECT_NE(told->at(key("BTC")).unasked, "") << "a step that is no amount";
  EXPECT_NE(told->at(key("XPL")).unasked, "") << "a side that is no text";
  EXPECT_NE(told->at(key("NEW")).unasked, "") << "a symbol that is not in the list";
}

TEST(PacificaSaleLimits, AskForTheTermsOfOrdersOnlyWhereNoMarketWasNamed) {
  Sale sale;
  sale.orders("");
  auto venue = sale.venue();
  const auto asked = [&] {
    sale.tape = {};
    EXPECT_TRUE(test::run(venue.fetch_sale_limits({key("ZEC")}, sale.tape)));
    return sale.tape.answers.size();
  };
  EXPECT_EQ(asked(), 2U);
  EXPECT_EQ(asked(), 1U);
  sale.transport.first_on({"/info/prices"},
                          {test::answer(200, list(R"({"symbol":"ZEC","mark":"25"})"))});
  auto newer = sale.venue();
  ASSERT_TRUE(test::run(newer.fetch_instruments({InstrumentId{"ZEC"}}, sale.tape)));
  sale.tape = {};
  const auto told = test::run(newer.fetch_sale_limits({key("ZEC")}, sale.tape));
  ASSERT_TRUE(told);
  EXPECT_EQ(told->at(key("ZEC")).step, qty("0.01"));
  EXPECT_EQ(sale.tape.answers.size(), 1U);
}

}  // namespace
}  // namespace holdfast::pacifica
