#include <gtest/gtest.h>

#include "stage.hpp"
#include "support/values.hpp"

namespace holdfast::polymarket {
namespace {

using test::at_s;
using test::poly_key;
using test::px;
using test::qty;
using test::usd;

const PositionKey key_a = poly_key(token_a);
const PositionKey key_c = poly_key(token_c);

// What the chain logged, or that it cannot be asked.
class ToldLogs final : public TokenLogs {
 public:
  Result<std::vector<TokenFlow>> told;
  Async<std::vector<TokenFlow>> flows(std::string, UtcTime, RawTape&) override { co_return told; }
};

TokenFlow flow(const std::string& transaction, const std::string& token, std::string_view change,
               bool sent = false) {
  return {.transaction = transaction,
          .at = at_s(10),
          .token = token,
          .change = qty(change),
          .sent_by_owner = sent};
}

struct Flows : testing::Test {
  VenueEvents events(const std::string& rows) {
    stage.transport.on("/v2/activity", page(rows));
    stage.config.logs = &logs;
    auto found = stage.events({{key_a, at_s(0)}, {key_c, at_s(0)}});
    return found ? *found : VenueEvents{};
  }
  Stage stage;
  ToldLogs logs;
};

const ActivityWords purchase{.size = "5", .usdc_size = "2", .price = "0.4", .transaction = "0x1"};

TEST_F(Flows, ShowTheFeeThatWasKeptBackInShares) {
  logs.told = std::vector{flow("0x1", token_a, "4.8935")};
  const auto found = events(activity_row(purchase));
  ASSERT_EQ(found.fills.size(), 1U);
  EXPECT_EQ(found.fills[0].change, qty("4.8935"));
  EXPECT_EQ(found.fills[0].fee, usd("0.0426"));  // 0.1065 shares at 0.40
}

TEST_F(Flows, OfAnotherTransactionChangeNoPurchase) {
  logs.told = std::vector{flow("0x2", token_a, "4.8935")};
  EXPECT_EQ(events(activity_row(purchase)).fills.at(0).change, qty("5"));
}

TEST_F(Flows, OfATransactionWithSeveralRowsChangeNone) {
  logs.told = std::vector{flow("0x1", token_a, "9.8935")};
  const auto found = events(activity_row(purchase) + "," + activity_row(purchase));
  ASSERT_EQ(found.fills.size(), 2U);
  for (const Fill& fill : found.fills) EXPECT_EQ(fill.change, qty("5"));
}

TEST_F(Flows, NeverBringMoreThanWasBought) {
  logs.told = std::vector{flow("0x1", token_a, "7")};
  EXPECT_EQ(events(activity_row(purchase)).fills.at(0).change, qty("5"));
}

TEST_F(Flows, OfTheOwnersHandAreTransfersWithoutAPrice) {
  logs.told = std::vector{flow("0x1", token_a, "-4", true), flow("0x2", token_a, "-1"),
                          flow("0x3", token_a, "2"), flow("0x4", token_b, "-9", true)};
  const auto found = events("");
  ASSERT_EQ(found.transfers.size(), 1U);
  EXPECT_EQ(found.transfers[0].key, key_a);
  EXPECT_EQ(found.transfers[0].change, qty("-4"));
  EXPECT_EQ(found.transfers[0].cause, Cause::transfer);
  EXPECT_FALSE(found.transfers[0].price);
  EXPECT_EQ(found.newest_activity.at(key_a), at_s(10));
}

TEST_F(Flows, ThatARowOfTheFeedTellsAreNoTransfers) {
  logs.told = std::vector{flow("0x1", token_a, "-5", true)};
  const auto found = events(activity_row({.side = "SELL", .size = "5", .transaction = "0x1"}));
  EXPECT_TRUE(found.transfers.empty());
  EXPECT_EQ(found.fills.size(), 1U);
}

// NO of one of three against YES of the others: nothing is gained or lost in the last digit.
TEST_F(Flows, MakeAConversionOneEventOfEqualWorthOnBothSides) {
  logs.told = std::vector{flow("0x1", token_a, "-10"), flow("0x1", token_b, "10"),
                          flow("0x1", token_c, "10")};
  const auto found = events(activity_row(
      {.kind = "CONVERSION", .token = "", .side = "", .size = "10", .transaction = "0x1"}));
  ASSERT_EQ(found.transfers.size(), 2U) << "token b was not asked about";
  std::map<PositionKey, Transfer> by_key;
  for (const Transfer& transfer : found.transfers) by_key.emplace(transfer.key, transfer);
  EXPECT_EQ(by_key.at(key_a).change, qty("-10"));
  EXPECT_EQ(by_key.at(key_c).change, qty("10"));
  EXPECT_EQ(by_key.at(key_a).cause, Cause::conversion);
  EXPECT_EQ(by_key.at(key_a).id, by_key.at(key_c).id);
  const auto third = px("0.333333333");
  EXPECT_TRUE(by_key.at(key_c).price == third || by_key.at(key_c).price == px("0.333333334"));
  EXPECT_TRUE(by_key.at(key_a).price == px("0.666666667") ||
              by_key.at(key_a).price == px("0.666666666"));
}

TEST_F(Flows, ThatNobodyTellsLeaveTheFeedToItself) {
  logs.told = fail(Fault::refused, "this node serves no logs");
  const auto found = events(activity_row(purchase));
  EXPECT_EQ(found.fills.at(0).change, qty("5"));
  EXPECT_TRUE(found.transfers.empty());
}

}  // namespace
}  // namespace holdfast::polymarket
