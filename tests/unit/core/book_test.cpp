#include "core/book.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;

const PositionKey market = kalshi_key("KXFED-26DEC");

std::vector<Position> fold_of(const std::vector<JournalEntry>& entries) {
  return fold(entries).value();
}
JournalEntry traded(const std::string& id, std::int64_t at, std::string_view change,
                    std::string_view price, std::string_view fee = "0",
                    const PositionKey& key = market) {
  return entry_of(fill_of(key, id, at, change, price, fee));
}

TEST(Fold, OfNothingIsNoPosition) { EXPECT_TRUE(fold_of({}).empty()); }

TEST(Fold, BuysAddUpAtWhatTheyCost) {
  const auto lives = fold_of({traded("a", 1, "10", "0.52", "0.02"), traded("b", 2, "5", "0.40")});
  ASSERT_EQ(lives.size(), 1U);
  EXPECT_EQ(lives[0].quantity, qty("15"));
  EXPECT_EQ(lives[0].cost, usd("7.2"));
  EXPECT_EQ(lives[0].fees, usd("0.02"));
  EXPECT_EQ(lives[0].opened_at, at_s(1));
  EXPECT_EQ(lives[0].changed_at, at_s(2));
  EXPECT_EQ(lives[0].origin, Origin::traded);
  EXPECT_EQ(lives[0].entries, 2U);
}

TEST(Fold, ASaleTakesItsShareOfTheCostAndTheRestKeepsTheRemainder) {
  const auto lives = fold_of({traded("a", 1, "3", "0.10"), traded("b", 2, "-1", "0.30")});
  EXPECT_EQ(lives[0].quantity, qty("2"));
  EXPECT_EQ(lives[0].cost, usd("0.2"));
  EXPECT_EQ(lives[0].realized_pnl, usd("0.2"));
  EXPECT_TRUE(lives[0].unpriced.is_zero());
}

TEST(Fold, ANoPositionCostsOneMinusThePrice) {
  const auto lives = fold_of({traded("a", 1, "-10", "0.60")});
  EXPECT_EQ(lives[0].quantity, qty("-10"));
  EXPECT_EQ(lives[0].cost, usd("4"));
}

TEST(Fold, ClosingANoPositionBringsOneMinusThePrice) {
  const auto lives = fold_of({traded("a", 1, "-10", "0.60"), traded("b", 2, "10", "0.50")});
  EXPECT_EQ(lives[0].state, PositionState::closed);
  EXPECT_EQ(lives[0].realized_pnl, usd("1"));  // 10 x (0.50 - 0.40)
}

TEST(Fold, WhatIsSentAwayTakesItsCostAlongAndRealisesNothing) {
  const Transfer sent{.id = "tx:1", .key = market, .change = qty("-4"), .at = at_s(2)};
  const auto lives = fold_of({traded("a", 1, "10", "0.5"), entry_of(sent)});
  EXPECT_EQ(lives[0].quantity, qty("6"));
  EXPECT_EQ(lives[0].cost, usd("3"));
  EXPECT_TRUE(lives[0].realized_pnl.is_zero());
  EXPECT_TRUE(lives[0].unpriced.is_zero()) << "there is nothing to price";
  EXPECT_FALSE(lives[0].estimated_at) << "a transfer is a fact";
}

TEST(Fold, WhatArrivesWithoutPriceHasAnUnknownCost) {
  const Transfer came{.id = "tx:1", .key = market, .change = qty("4"), .at = at_s(1)};
  const auto lives = fold_of({entry_of(came)});
  EXPECT_FALSE(lives[0].cost);
  EXPECT_EQ(lives[0].origin, Origin::external);
}

TEST(Fold, AMergeAtParHasItsPrice) {
  const Transfer merged{.id = "tx:1",
                        .key = market,
                        .change = qty("-10"),
                        .price = px("0.5"),
                        .cause = Cause::merge,
                        .at = at_s(2)};
  const auto lives = fold_of({traded("a", 1, "10", "0.42"), entry_of(merged)});
  EXPECT_EQ(lives[0].state, PositionState::closed);
  EXPECT_EQ(lives[0].realized_pnl, usd("0.8"));
}

TEST(Fold, FundingIsASumOfItsOwn) {
  const auto perp = key_at(VenueName::pacifica, "ZEC");
  const Funding paid{.id = "1", .key = perp, .received = usd("-0.3"), .at = at_s(2)};
  const Funding received{.id = "2", .key = perp, .received = usd("0.1"), .at = at_s(3)};
  const auto lives =
      fold_of({traded("a", 1, "-2", "50", "0", perp), entry_of(paid), entry_of(received)});
  EXPECT_EQ(lives[0].funding, usd("-0.2"));
  EXPECT_EQ(lives[0].quantity, qty("-2"));
  EXPECT_TRUE(lives[0].realized_pnl.is_zero());
  EXPECT_TRUE(lives[0].fees.is_zero());
}

TEST(Fold, AShortPerpetualGainsWhenThePriceFalls) {
  const auto perp = key_at(VenueName::pacifica, "ZEC");
  const auto lives =
      fold_of({traded("a", 1, "-10", "60", "0", perp), traded("b", 2, "10", "50", "0", perp)});
  EXPECT_EQ(lives[0].realized_pnl, usd("100"));
}

TEST(Fold, ALosingNoPositionSettlesAtNothing) {
  const auto lives =
      fold_of({traded("a", 1, "-10", "0.60"), entry_of(settlement_of(market, "s", 3, "10", "1"))});
  EXPECT_EQ(lives[0].realized_pnl, usd("-4"));
  EXPECT_EQ(lives[0].closing->kind, EvidenceKind::settlement);
  EXPECT_EQ(lives[0].closed_at, at_s(3));
}

TEST(Fold, AVoidPaysADecimalToBothSides) {
  EXPECT_EQ(fold_of({traded("a", 1, "10", "0.60"),
                     entry_of(settlement_of(market, "s", 3, "-10", "0.5"))})[0]
                .realized_pnl,
            usd("-1"));
  EXPECT_EQ(fold_of({traded("a", 1, "-10", "0.60"),
                     entry_of(settlement_of(market, "s", 3, "10", "0.5"))})[0]
                .realized_pnl,
            usd("1"));
}

TEST(Fold, AnAdoptedPositionHasUnknownCostAndStaysSoWhenAddedTo) {
  const auto lives =
      fold_of({estimate_of(EntryKind::adoption, market, "x", 1, "10"), traded("b", 2, "5", "0.5")});
  EXPECT_EQ(lives[0].quantity, qty("15"));
  EXPECT_FALSE(lives[0].cost);
  EXPECT_EQ(lives[0].origin, Origin::external);
  EXPECT_EQ(lives[0].estimated_at, at_s(1));
}

TEST(Fold, WhatClosesWithoutPriceOrCostIsUnpricedNeverZeroPnl) {
  const auto unknown_cost = fold_of(
      {estimate_of(EntryKind::adoption, market, "x", 1, "10"), traded("b", 2, "-10", "0.5")});
  EXPECT_EQ(unknown_cost[0].unpriced, qty("10"));
  EXPECT_TRUE(unknown_cost[0].realized_pnl.is_zero());
  const auto unknown_price =
      fold_of({traded("a", 1, "10", "0.5"), estimate_of(EntryKind::close, market, "x", 2, "-10")});
  EXPECT_EQ(unknown_price[0].unpriced, qty("10"));
  EXPECT_EQ(unknown_price[0].state, PositionState::closed);
}

TEST(Fold, AFlipIsACloseAndAnOpenWithTheFeeSharedOut) {
  const auto lives = fold_of({traded("a", 1, "10", "0.40"), traded("b", 2, "-15", "0.60", "0.3")});
  ASSERT_EQ(lives.size(), 2U);
  EXPECT_EQ(lives[0].state, PositionState::closed);
  EXPECT_EQ(lives[0].realized_pnl, usd("2"));
  EXPECT_EQ(lives[0].fees, usd("0.2"));
  EXPECT_EQ(lives[1].quantity, qty("-5"));
  EXPECT_EQ(lives[1].cost, usd("2"));
  EXPECT_EQ(lives[1].fees, usd("0.1"));
  EXPECT_EQ(lives[1].life, 2U);
}

// The two parts of the price are the whole of it, also where each would be rounded up.
TEST(Fold, AFlipLosesNothingToRounding) {
  const auto perpetual = key_at(VenueName::pacifica, "BTC");
  const auto lives =
      fold_of({traded("a", 1, "0.00001", "0.00005", "0", perpetual),
               traded("b", 2, "-0.00002", "0.00005", "0", perpetual)});  // 0.5 and 1 of 10^-9
  ASSERT_EQ(lives.size(), 2U);
  EXPECT_EQ(lives[0].realized_pnl, Money{});
  EXPECT_EQ(lives[1].cost, Money::from_units(1)) << "the whole is one, the first half none of it";
}

// The order of ids is no order of what happened: no token can be sold before it was bought.
TEST(Fold, OfOneSecondsEntriesOnATokenThoseThatBringComeFirst) {
  const PositionKey token = poly_key("1");
  const std::vector<JournalEntry> entries{traded("a", 1, "-10", "0.60", "0", token),
                                          traded("b", 1, "10", "0.40", "0", token)};
  const auto lives = fold_of(entries);
  ASSERT_EQ(lives.size(), 1U);
  EXPECT_EQ(lives[0].realized_pnl, usd("2"));
}

TEST(Fold, AKeyOpenedAgainBeginsANewLife) {
  const auto lives = fold_of(
      {traded("a", 1, "10", "0.4"), traded("b", 2, "-10", "0.5"), traded("c", 3, "7", "0.6")});
  ASSERT_EQ(lives.size(), 2U);
  EXPECT_EQ(lives[1].quantity, qty("7"));
  EXPECT_EQ(lives[1].cost, usd("4.2"));
  EXPECT_EQ(lives[1].opened_at, at_s(3));
}

TEST(Fold, TheWitnessOfAClosingEntryIsOnRecord) {
  auto sale = traded("b", 2, "-10", "0.5");
  sale.closing = Evidence{EvidenceKind::chain_balance, "polygon:7:0xabc", at_s(3), ""};
  const auto lives = fold_of({traded("a", 1, "10", "0.4"), sale});
  EXPECT_EQ(lives[0].closing->id, "polygon:7:0xabc");
}

TEST(Fold, TheSameEntryTwiceCountsOnce) {
  const auto bought = traded("a", 1, "10", "0.4");
  EXPECT_EQ(fold_of({bought, bought})[0].quantity, qty("10"));
}

TEST(Fold, RefusesOneIdWithTwoContents) {
  EXPECT_EQ(
      fold(std::vector{traded("a", 1, "10", "0.4"), traded("a", 1, "11", "0.4")}).error().fault,
      Fault::malformed);
}

TEST(Fold, RefusesSumsThatDoNotFitInsteadOfWrapping) {
  EXPECT_FALSE(
      fold(std::vector{traded("a", 1, "9000000000", "0.1"), traded("b", 2, "9000000000", "0.1")}));
}

TEST(Fold, AnEntryWithoutChangeOnlyAddsKnowledge) {
  const auto lives = fold_of({traded("a", 1, "10", "0.4"), traded("rebate", 2, "0", "0", "-0.01")});
  EXPECT_EQ(lives[0].quantity, qty("10"));
  EXPECT_EQ(lives[0].fees, usd("-0.01"));
}

class Supersede : public testing::Test {
 protected:
  JournalEntry bought = traded("a", 1, "10", "0.4");
  JournalEntry vanished = estimate_of(EntryKind::close, market, "gone", 9, "-10");
  JournalEntry sold_4 = late("b", 5, "-4", "0.5");
  JournalEntry sold_6 = late("c", 6, "-6", "0.6");

  JournalEntry late(const std::string& id, std::int64_t at, std::string_view change,
                    std::string_view price) {
    auto entry = traded(id, at, change, price);
    entry.supersedes = EntryId{"gone"};
    return entry;
  }
};

TEST_F(Supersede, RealFillsThatSumToAnEstimateTakeItsPlace) {
  vanished.closing = Evidence{EvidenceKind::chain_balance, "polygon:7:0xabc", at_s(9), ""};
  const auto lives = fold_of({bought, vanished, sold_4, sold_6});
  ASSERT_EQ(lives.size(), 1U);
  EXPECT_EQ(lives[0].state, PositionState::closed);
  EXPECT_TRUE(lives[0].unpriced.is_zero());
  EXPECT_EQ(lives[0].realized_pnl, usd("1.6"));
  EXPECT_EQ(lives[0].closing->id, "polygon:7:0xabc");
}

TEST_F(Supersede, FillsThatDoNotSumToTheEstimateWait) {
  const auto lives = fold_of({bought, vanished, sold_4});
  EXPECT_EQ(lives[0].unpriced, qty("10"));
  EXPECT_TRUE(lives[0].realized_pnl.is_zero());
}

TEST(Fold, IsTheSameInAnyOrder) {
  std::vector<JournalEntry> entries{traded("a", 1, "10", "0.41", "0.01"),
                                    traded("b", 2, "-3", "0.5"), traded("c", 2, "6", "0.333333333"),
                                    traded("d", 4, "-20", "0.7", "0.07"),
                                    entry_of(settlement_of(market, "s", 9, "7", "0"))};
  std::ranges::sort(entries, {}, &JournalEntry::id);
  const auto expected = fold_of(entries);
  do {
    ASSERT_EQ(fold_of(entries), expected);
  } while (std::ranges::next_permutation(entries, {}, &JournalEntry::id).found);
}

// No token can be owed, whatever the ids of one second say.
TEST(Fold, BuysATokenBeforeItSellsIt) {
  const PositionKey token = poly_key("7");
  const auto lives = fold(std::vector{entry_of(fill_of(token, "a", 10, "-5", "0.6")),
                                      entry_of(fill_of(token, "b", 10, "5", "0.5")),
                                      entry_of(fill_of(token, "c", 10, "3", "0.5"))})
                         .value();
  ASSERT_EQ(lives.size(), 1U) << "it was never flat, nor short";
  EXPECT_EQ(lives[0].quantity, qty("3"));
}

}  // namespace
}  // namespace holdfast
