#include <gtest/gtest.h>

#include "venues/polymarket/parse.hpp"

namespace holdfast::polymarket {
namespace {

const Holder holder{
    AccountId{"p"},
    crypto::EthAddress::parse("0xd93b25cb943d14d0d34fbaf01fc93a0f8b5f6e47").value()};

std::string page(const std::string& rows, const std::string& cursor = "LTE=") {
  return R"({"limit":100,"count":1,"next_cursor":")" + cursor + R"(","data":[)" + rows + "]}";
}

std::string row(const std::string& status, const std::string& more = "") {
  return R"({"id":"t1","asset_id":"77","side":"BUY","size":"5","price":"0.4","status":")" + status +
         R"(","match_time":"1763700000","trader_side":"TAKER","maker_orders":[])" + more + "}";
}

TEST(ClobTrades, WhatIsFinalOrFailedIsNotUnsettled) {
  for (const std::string_view status : {"MATCHED", "MINED", "RETRYING", "TRADE_STATUS_MATCHED",
                                        "MATCHED_NOT_BROADCASTED", "A_WORD_OF_NEXT_YEAR"}) {
    const auto found = parse_clob_trades(page(row(std::string{status})), holder);
    ASSERT_TRUE(found) << status;
    ASSERT_EQ(found->trades.size(), 1U) << status;
    EXPECT_EQ(found->trades[0].change, Quantity::parse("5"));
  }
  for (const std::string_view status : {"CONFIRMED", "FAILED", "TRADE_STATUS_CONFIRMED"}) {
    const auto found = parse_clob_trades(page(row(std::string{status})), holder);
    ASSERT_TRUE(found) << status;
    EXPECT_TRUE(found->trades.empty()) << status;
  }
}

// The row is the taker's; of a maker's match only his own parts are his.
TEST(ClobTrades, AMakersOwnPartsAreHis) {
  const auto found =
      parse_clob_trades(page(R"({"id":"t2","asset_id":"77","side":"BUY","size":"50","price":"0.4",
        "status":"MINED","match_time":"1763700000","trader_side":"MAKER","maker_orders":[
        {"maker_address":"0x0000000000000000000000000000000000000001","asset_id":"77",
         "side":"SELL","matched_amount":"40","price":"0.4"},
        {"maker_address":"0xd93b25cb943d14d0d34fbaf01fc93a0f8b5f6e47","asset_id":"78",
         "side":"BUY","matched_amount":"10","price":"0.6"}]})"),
                        holder);
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->trades.size(), 1U);
  EXPECT_EQ(found->trades[0].key.instrument.text, "78");
  EXPECT_EQ(found->trades[0].change, Quantity::parse("10"));
  EXPECT_EQ(found->trades[0].price, Price::parse("0.6"));
}

TEST(ClobTrades, APageThatDoesNotSayWhetherItIsTheLastIsNoWholeList) {
  const auto open_ended = parse_clob_trades(page("", ""), holder);
  ASSERT_FALSE(open_ended);
  EXPECT_EQ(open_ended.error().fault, Fault::incomplete);
  const auto more = parse_clob_trades(page(row("MATCHED"), "MTAw"), holder);
  ASSERT_TRUE(more);
  EXPECT_EQ(more->next_cursor, "MTAw");
  EXPECT_FALSE(parse_clob_trades(R"({"next_cursor":"LTE="})", holder));
}

}  // namespace
}  // namespace holdfast::polymarket
