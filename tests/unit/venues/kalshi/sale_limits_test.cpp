#include <gtest/gtest.h>

#include "stage.hpp"
#include "support/values.hpp"

namespace holdfast::kalshi {
namespace {

using test::qty;

PositionKey key(const std::string& ticker, std::uint16_t subaccount = 0, std::uint16_t shard = 0) {
  PositionKey made = test::kalshi_key(ticker, subaccount);
  made.shard = shard;
  return made;
}

std::string order(const std::string& ticker, const std::string& sides, const std::string& left,
                  const std::string& more = "") {
  return R"({"order_id":"o1","ticker":")" + ticker + R"(","status":"resting",)" + sides +
         R"("initial_count_fp":"99.00","remaining_count_fp":")" + left + "\"" + more + "}";
}
const std::string bid = R"("outcome_side":"yes","book_side":"bid",)";
const std::string ask = R"("outcome_side":"no","book_side":"ask",)";

struct Sale : Stage {
  Result<std::map<PositionKey, SaleLimits>> limits(std::vector<PositionKey> keys) {
    auto one = venue();
    return test::run(one.fetch_sale_limits(std::move(keys), tape));
  }
  void orders(const std::string& rows) {
    transport.on("/portfolio/orders", list_page("orders", rows));
  }
};

TEST(KalshiSaleLimits, AreWhatIsLeftOfRestingOrdersByTheirSide) {
  Sale sale;
  sale.orders(order("KXA", ask, "5.00") + "," + order("KXA", ask, "0.50") + "," +
              order("KXA", bid, "40.00") + "," + order("KXB", ask, "7.00"));
  const auto told = sale.limits({key("KXA")});
  ASSERT_TRUE(told) << told.error().what;
  EXPECT_EQ(told->size(), 1U);
  EXPECT_EQ(told->at(key("KXA")), (SaleLimits{.in_buys = qty("40"),
                                              .in_sells = qty("5.5"),
                                              .step = qty("0.01"),
                                              .minimum = qty("0.01")}));
}

// Each is asked by its number; what an order leaves out follows from the question.
TEST(KalshiSaleLimits, AreThoseOfTheSubaccountAndShard) {
  Sale sale;
  sale.transport.on("subaccount=2", list_page("orders", order("KXA", ask, "3.00")));
  sale.orders(order("KXA", ask, "5.00", R"(,"subaccount_number":0,"exchange_index":1)"));
  const auto told = sale.limits({key("KXA"), key("KXA", 0, 1), key("KXA", 2)});
  ASSERT_TRUE(told) << told.error().what;
  EXPECT_EQ(told->at(key("KXA")).in_sells, qty("0"));
  EXPECT_EQ(told->at(key("KXA", 0, 1)).in_sells, qty("5"));
  EXPECT_EQ(told->at(key("KXA", 2)).in_sells, qty("3"));
}

TEST(KalshiSaleLimits, AreUnknownWhereAnOrderDoesNotSayWhatItSells) {
  for (const std::string& row :
       {order("KXA", R"("outcome_side":"yes","book_side":"ask",)", "5.00"),
        order("KXA", R"("outcome_side":"maybe",)", "5.00"), order("KXA", "", "5.00"),
        order("KXA", ask, "-5.00"), std::string{R"({"ticker":"KXA","status":"resting"})"},
        std::string{R"({"ticker":"KXA","status":"resting","book_side":1,"outcome_side":{},)"
                    R"("remaining_count_fp":5})"}}) {
    Sale sale;
    sale.orders(row);
    const auto told = sale.limits({key("KXA"), key("KXB")});
    ASSERT_TRUE(told) << row;
    EXPECT_NE(told->at(key("KXA")).unasked, "") << row;
    EXPECT_EQ(told->at(key("KXB")).unasked, "") << row;
  }
}

TEST(KalshiSaleLimits, AreNotTakenFromAListThatIsNotWhole) {
  Sale sale;
  sale.transport.on("/portfolio/orders", R"({"orders":[]})");
  EXPECT_EQ(sale.limits({key("KXA")}).error().fault, Fault::incomplete);
}

}  // namespace
}  // namespace holdfast::kalshi
