#include "domain/snapshot.hpp"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

PositionKey key_of(const std::string& instrument, std::uint16_t subaccount = 0) {
  PositionKey key;
  key.account = AccountId{"kalshi/main"};
  key.subaccount = subaccount;
  key.instrument = InstrumentId{instrument};
  return key;
}

Holding holding(const PositionKey& key, std::string_view quantity) {
  Holding row;
  row.key = key;
  row.quantity = Quantity::parse(quantity).value();
  return row;
}

SnapshotHeader header() {
  SnapshotHeader header;
  header.account = AccountId{"kalshi/main"};
  return header;
}

Completeness whole() {
  PageWalk walk;
  EXPECT_TRUE(walk.turn(""));
  return walk.proof().value();
}

TEST(PageWalk, ProvesNothingBeforeTheVenuesOwnEndMarker) {
  PageWalk walk;
  EXPECT_FALSE(walk.proof());
  ASSERT_TRUE(walk.turn("page-2"));
  EXPECT_EQ(walk.cursor(), "page-2");
  EXPECT_EQ(walk.proof().error().fault, Fault::incomplete);
  ASSERT_TRUE(walk.turn(""));
  EXPECT_TRUE(walk.at_end());
  EXPECT_EQ(walk.proof().value().pages(), 2U);
}

TEST(PageWalk, RefusesACursorSeenBefore) {
  PageWalk walk;
  ASSERT_TRUE(walk.turn("a"));
  ASSERT_TRUE(walk.turn("b"));
  EXPECT_EQ(walk.turn("a").error().fault, Fault::incomplete);
}

TEST(PageWalk, RefusesMorePagesThanAnyAccountHas) {
  PageWalk walk;
  Result<void> turned;
  std::uint32_t turns = 0;
  while (turned) turned = walk.turn(std::to_string(++turns));
  EXPECT_EQ(turned.error().fault, Fault::incomplete);
  EXPECT_EQ(turns, PageWalk::pages_max);
}

TEST(PageWalk, RefusesAPageAfterTheEnd) {
  PageWalk walk;
  ASSERT_TRUE(walk.turn(""));
  EXPECT_FALSE(walk.turn(""));
}

TEST(Completeness, OfSeveralListingsCountsAllTheirPages) {
  EXPECT_EQ(whole().and_also(whole()).pages(), 2U);
}

TEST(Completeness, KnowsAListingThatCameInSeveralPagesFromSeveralListings) {
  PageWalk walk;
  ASSERT_TRUE(walk.turn("2"));
  ASSERT_TRUE(walk.turn(""));
  EXPECT_TRUE(whole().in_one_piece());
  EXPECT_TRUE(whole().and_also(whole()).in_one_piece());
  EXPECT_FALSE(walk.proof()->in_one_piece());
  EXPECT_FALSE(whole().and_also(*walk.proof()).in_one_piece());
}

TEST(Snapshot, TakesRowsThatWereAskedForByNameAndRefusesOneListedAlready) {
  auto snapshot =
      Snapshot::from_complete_listing(header(), {holding(key_of("A"), "3")}, whole()).value();
  ASSERT_TRUE(snapshot.add_asked({holding(key_of("B"), "5")}));
  EXPECT_EQ(snapshot.find(key_of("B"))->quantity->text(), "5");
  EXPECT_EQ(snapshot.add_asked({holding(key_of("A"), "3")}).error().fault, Fault::incomplete);
  PositionKey foreign = key_of("C");
  foreign.account = AccountId{"kalshi/other"};
  EXPECT_EQ(snapshot.add_asked({holding(foreign, "3")}).error().fault, Fault::identity);
}

TEST(Snapshot, KeepsTheSameMarketOfTwoSubaccountsApart) {
  const auto snapshot = Snapshot::from_complete_listing(
      header(), {holding(key_of("A"), "3"), holding(key_of("A", 2), "0.05")}, whole());
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->holdings().size(), 2U);
  EXPECT_EQ(snapshot->find(key_of("A", 2))->quantity->text(), "0.05");
  EXPECT_EQ(snapshot->find(key_of("B")), nullptr);
}

TEST(Snapshot, NamesOnlyRowsThatTheListingLeftBare) {
  Holding named = holding(key_of("B"), "1");
  named.about.title = "From the listing";
  auto snapshot =
      Snapshot::from_complete_listing(header(), {holding(key_of("A"), "3"), named}, whole())
          .value();
  Instrument market;
  market.title = "From the market";
  snapshot.describe({{InstrumentId{"A"}, market}, {InstrumentId{"B"}, market}});
  EXPECT_EQ(snapshot.find(key_of("A"))->about.title, "From the market");
  EXPECT_EQ(snapshot.find(key_of("B"))->about.title, "From the listing");
  EXPECT_EQ(snapshot.find(key_of("A"))->quantity->text(), "3");
}

TEST(Snapshot, TakesTheStateThatTheListingLeftOpen) {
  Holding open = holding(key_of("A"), "3");
  open.about.title = "From the listing";
  Holding ended = holding(key_of("B"), "1");
  ended.about.title = "From the listing";
  ended.about.state = MarketState::resolved;
  auto snapshot = Snapshot::from_complete_listing(header(), {open, ended}, whole()).value();
  Instrument market;
  market.title = "From the market";
  market.state = MarketState::closed;
  snapshot.describe({{InstrumentId{"A"}, market}, {InstrumentId{"B"}, market}});
  EXPECT_EQ(snapshot.find(key_of("A"))->about.state, MarketState::closed);
  EXPECT_EQ(snapshot.find(key_of("A"))->about.title, "From the listing");
  EXPECT_EQ(snapshot.find(key_of("B"))->about.state, MarketState::resolved);
}

TEST(Snapshot, KnowsNoQuantityOfAMarketWithAFlaw) {
  auto snapshot = Snapshot::from_complete_listing(
                      header(), {holding(key_of("A"), "3"), holding(key_of("B"), "1")}, whole())
                      .value();
  Instrument market;
  market.flaw = "of version v9";
  snapshot.describe({{InstrumentId{"A"}, market}});
  EXPECT_FALSE(snapshot.find(key_of("A"))->quantity);
  EXPECT_EQ(snapshot.find(key_of("A"))->flaw, "of version v9");
  EXPECT_EQ(snapshot.find(key_of("B"))->quantity->text(), "1");
}

TEST(Snapshot, RefusesAKeyListedTwice) {
  const auto snapshot = Snapshot::from_complete_listing(
      header(), {holding(key_of("A"), "3"), holding(key_of("A"), "3")}, whole());
  EXPECT_EQ(snapshot.error().fault, Fault::incomplete);
}

TEST(Snapshot, RefusesARowOfAnotherAccount) {
  PositionKey foreign = key_of("A");
  foreign.account = AccountId{"kalshi/other"};
  const auto snapshot = Snapshot::from_complete_listing(header(), {holding(foreign, "3")}, whole());
  EXPECT_EQ(snapshot.error().fault, Fault::identity);
}

}  // namespace
}  // namespace holdfast
