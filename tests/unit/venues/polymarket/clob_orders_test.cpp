#include <gtest/gtest.h>

#include "venues/polymarket/parse.hpp"

namespace holdfast::polymarket {
namespace {

const Holder holder{
    AccountId{"p"},
    crypto::EthAddress::parse("0xd93b25cb943d14d0d34fbaf01fc93a0f8b5f6e47").value()};

std::string row(const std::string& side, const std::string& size, const std::string& matched,
                const std::string& status = "LIVE",
                const std::string& maker = "0xd93b25cb943d14d0d34fbaf01fc93a0f8b5f6e47") {
  return R"({"limit":100,"count":1,"next_cursor":"LTE=","data":[{"id":"0xo1","status":")" + status +
         R"(","owner":"key","maker_address":")" + maker +
         R"(","market":"0xc","asset_id":"77","side":")" + side + R"(","original_size":")" + size +
         R"(","size_matched":")" + matched + R"(","price":"0.4"}]})";
}

TEST(ClobOrders, SayWhatIsLeftOfThem) {
  const auto sale = parse_clob_orders(row("SELL", "12.5", "2.25"), holder);
  ASSERT_TRUE(sale) << sale.error().what;
  ASSERT_EQ(sale->orders.size(), 1U);
  EXPECT_EQ(sale->orders[0].key.instrument.text, "77");
  EXPECT_EQ(sale->orders[0].left, Quantity::parse("-10.25").value());
  EXPECT_EQ(sale->next_cursor, "");
  const auto buy = parse_clob_orders(row("BUY", "12.5", "0"), holder);
  ASSERT_TRUE(buy);
  EXPECT_EQ(buy->orders[0].left, Quantity::parse("12.5").value());
}

TEST(ClobOrders, AreOpenUnlessTheyAreOver) {
  for (const std::string status :
       {"MATCHED", "CANCELED", "INVALID", "ORDER_STATUS_CANCELED", "CANCELED_MARKET_RESOLVED"}) {
    const auto over = parse_clob_orders(row("SELL", "5", "0", status), holder);
    ASSERT_TRUE(over) << status;
    EXPECT_TRUE(over->orders.empty()) << status;
  }
  for (const std::string status : {"LIVE", "ORDER_STATUS_LIVE", "DELAYED", "A_WORD_OF_NEXT_YEAR"}) {
    const auto open = parse_clob_orders(row("SELL", "5", "0", status), holder);
    ASSERT_TRUE(open) << status;
    EXPECT_EQ(open->orders.size(), 1U) << status;
  }
}

TEST(ClobOrders, OfAnotherWalletOfTheSameKeyHoldNothingBack) {
  const auto other = parse_clob_orders(
      row("SELL", "5", "0", "LIVE", "0x0000000000000000000000000000000000000001"), holder);
  ASSERT_TRUE(other);
  EXPECT_TRUE(other->orders.empty());
}

TEST(ClobOrders, ThatDoNotSayWhatIsLeftAreNotCountedAsNothing) {
  for (const std::string& body : {row("HOLD", "5", "0"), row("SELL", "five", "0"),
                                  row("SELL", "5", ""), row("SELL", "5", "6")}) {
    const auto page = parse_clob_orders(body, holder);
    ASSERT_TRUE(page) << body;
    ASSERT_EQ(page->orders.size(), 1U) << body;
    EXPECT_FALSE(page->orders[0].left) << body;
  }
  EXPECT_FALSE(parse_clob_orders(R"({"data":[]})", holder));
  EXPECT_FALSE(parse_clob_orders(R"({"next_cursor":"LTE="})", holder));
  EXPECT_FALSE(parse_clob_orders(row("SELL", "5", "0", "LIVE", "nobody"), holder));
}

}  // namespace
}  // namespace holdfast::polymarket
