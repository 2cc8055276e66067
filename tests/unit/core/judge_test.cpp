#include "core/judge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/case_file.hpp"
#include "support/pass_stage.hpp"

namespace holdfast {
namespace {

using namespace test;

const PositionKey market = kalshi_key("KXFED-26DEC");
const PositionKey token = poly_key("111");

CaseReason only_reason(const PassStage& stage) {
  EXPECT_EQ(stage.view().cases.size(), 1U);
  return stage.view().cases.at(0).reason;
}

TEST(Judge, WritesNothingWhenLedgerAndVenueAgree) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(market, "10");
  const auto outcome = stage.pass(0);
  EXPECT_TRUE(outcome.batch.empty());
  EXPECT_FALSE(outcome.batch.snapshot);
  EXPECT_EQ(outcome.counts, (PassCounts{.active = 1}));
}

TEST(Judge, AdoptsAHoldingTheLedgerNeverRecorded) {
  PassStage stage{VenueName::kalshi};
  stage.lists(market, "0.05");
  const auto outcome = stage.pass(0);
  EXPECT_EQ(outcome.counts, (PassCounts{.active = 1, .created = 1}));
  ASSERT_EQ(outcome.batch.entries.size(), 1U);
  EXPECT_EQ(outcome.batch.entries[0].kind, EntryKind::adoption);
  EXPECT_FALSE(outcome.batch.entries[0].price) << "a cost is never invented";
  EXPECT_EQ(outcome.batch.instruments.at(0).id, market.instrument);
  EXPECT_EQ(stage.quantity(market), "0.05");
  EXPECT_TRUE(stage.view().cases.empty());
}

TEST(Judge, BooksTheFillsWhenTheySumExactlyToAnUnknownHolding) {
  PassStage stage{VenueName::kalshi};
  stage.lists(market, "7");
  stage.fills(fill_of(market, "a", -50, "10", "0.4"));
  stage.fills(fill_of(market, "b", -40, "-3", "0.5"));
  EXPECT_EQ(stage.pass(0).batch.entries.size(), 2U);
  EXPECT_EQ(stage.lives(market)[0].cost, usd("2.8"));
  EXPECT_EQ(stage.lives(market)[0].origin, Origin::traded);
}

TEST(Judge, NeverExplainsByASumThatAlmostFits) {
  PassStage stage{VenueName::kalshi};
  stage.lists(market, "7");
  stage.fills(fill_of(market, "a", -50, "6.99", "0.4"));
  EXPECT_EQ(stage.pass(0).batch.entries.at(0).kind, EntryKind::adoption);
}

TEST(Judge, BooksAKnownFillOnceAndNotAgain) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(market, "12");
  stage.fills(fill_of(market, "a", -50, "2", "0.4"));
  EXPECT_EQ(stage.pass(0).counts, (PassCounts{.active = 1, .updated = 1}));
  EXPECT_TRUE(stage.pass(60).batch.empty());
  EXPECT_EQ(stage.quantity(market), "12");
}

TEST(Judge, ABookedFillExplainsNothingTwice) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(market, "20");
  stage.fills(fill_of(market, "seed-" + market.text(), -1000, "10", "0.5"));
  EXPECT_TRUE(stage.pass(0).batch.entries.empty());
  EXPECT_EQ(only_reason(stage), CaseReason::suspected);
}

TEST(Judge, LeavesOutFillsThatAnEstimateAlreadyContains) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10", -100, std::nullopt);  // adopted at -100
  stage.lists(market, "12");
  stage.fills(fill_of(market, "old", -200, "2", "0.4"));
  EXPECT_TRUE(stage.pass(0).batch.entries.empty()) << "the old fill is in the adopted quantity";
  EXPECT_EQ(only_reason(stage), CaseReason::suspected);
}

TEST(Judge, AFillOfTheVeryMomentOfAnEstimateIsInItAlready) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10", -100, std::nullopt);
  stage.lists(market, "12");
  stage.fills(fill_of(market, "same", -100, "2", "0.4"));
  EXPECT_TRUE(stage.pass(0).batch.entries.empty());
}

TEST(Judge, DoesNotBookAFillTheVenueMayStillReverse) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(market, "12");
  Fill matched = fill_of(market, "matched", -50, "2", "0.4");
  matched.final = false;
  stage.fills(matched);
  EXPECT_TRUE(stage.pass(0).batch.entries.empty());
}

TEST(Judge, BooksUpToTheLastFillThatTheQuantityShows) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(market, "12");
  stage.fills(fill_of(market, "a", -50, "5", "0.4"));
  stage.fills(fill_of(market, "b", -40, "-3", "0.4"));
  stage.fills(fill_of(market, "c", -30, "7", "0.4"));
  EXPECT_EQ(stage.pass(0).batch.entries.size(), 2U);
  EXPECT_EQ(stage.quantity(market), "12");
}

TEST(Judge, ClosesAtOnceWhatItsFillsSellOff) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.fills(fill_of(market, "sold", -5, "-10", "0.6"));
  const auto outcome = stage.pass(0);
  EXPECT_EQ(outcome.counts, (PassCounts{.closed = 1}));
  EXPECT_EQ(stage.lives(market)[0].closing->id, "sold");
  EXPECT_EQ(stage.lives(market)[0].realized_pnl, usd("1"));
  EXPECT_EQ(outcome.lines.at(0),
            "Removing closed position: KXFED-26DEC (10 @ $0.5), evidence fill");
}

TEST(Judge, ClosesWhatWasSettled) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "-10");
  stage.events.settlements.push_back(settlement_of(market, "s", -5, "10", "0"));
  EXPECT_EQ(stage.pass(0).counts.closed, 1U);
  EXPECT_EQ(stage.lives(market)[0].realized_pnl, usd("5"));
}

TEST(Judge, AnExplicitZeroRowCountsNoMoreThanAMissingOne) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(market, "0");
  EXPECT_EQ(stage.pass(0).counts, (PassCounts{.active = 1, .held_back = 1}));
  EXPECT_EQ(only_reason(stage), CaseReason::unproven_absence);
}

// At what one of it has cost, whichever of the two says more; never a zero that nobody has counted.
TEST(Judge, PutsWhatIsInDisputeAtStakeWhoeverSaysMore) {
  for (const auto& [ours, theirs] : {std::pair{"10", "14"}, {"-10", "-14"}, {"10", "6"}}) {
    PassStage stage{VenueName::kalshi};
    stage.holds(market, ours);
    stage.lists(market, theirs);
    stage.pass(0);
    EXPECT_EQ(stage.view().cases.at(0).at_stake, usd("2")) << ours << " " << theirs;
  }
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10", -1000, std::nullopt);
  stage.lists(market, "14");
  stage.pass(0);
  EXPECT_EQ(stage.view().cases.at(0).at_stake, std::nullopt) << "its cost is unknown";
}

TEST(Judge, HoldsBackAnAbsenceThatNothingAccountsFor) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  for (int pass = 0; pass < 50; ++pass) EXPECT_EQ(stage.pass(pass * 60).counts.closed, 0U);
  EXPECT_EQ(stage.quantity(market), "10");
  EXPECT_EQ(stage.view().cases.at(0).at_stake, usd("5"));
}

TEST(Judge, WritesAHeldBackCaseOnceAndThenOnlyWhenItChanges) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  EXPECT_FALSE(stage.pass(0).batch.empty());
  EXPECT_FALSE(stage.pass(60).batch.empty()) << "the second sighting";
  EXPECT_TRUE(stage.pass(120).batch.empty());
  EXPECT_TRUE(stage.pass(180).batch.empty());
}

TEST(Judge, ClosesACaseWhenTheHoldingIsListedAgain) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.pass(0);
  stage.lists(market, "10");
  const auto outcome = stage.pass(60);
  EXPECT_EQ(outcome.batch.cases.at(0).state, CaseState::explained);
  EXPECT_TRUE(stage.view().cases.empty());
}

TEST(Judge, TakesNothingFromEventsThatCouldNotBeAsked) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.fills(fill_of(market, "sold", -5, "-10", "0.6"));
  stage.events_answer = false;
  for (int pass = 0; pass < 9; ++pass) EXPECT_EQ(stage.pass(pass * 60).counts.closed, 0U);
  EXPECT_EQ(only_reason(stage), CaseReason::unproven_absence);
}

TEST(Judge, WaitsWhileAnOwnTradeSettles) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.fills(fill_of(market, "sold", -5, "-10", "0.6"));
  stage.events.unsettled.insert(market);
  EXPECT_TRUE(stage.pass(0).batch.empty());
}

TEST(Judge, AZeroOlderThanTheNewestActivityDoesNotCount) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.fills(fill_of(market, "sold", -50, "-10", "0.6"));
  stage.fills(fill_of(market, "fresh", -5, "4", "0.6"));
  stage.as_of_s = -5;
  EXPECT_EQ(stage.pass(0).counts.closed, 0U);
  EXPECT_EQ(stage.quantity(market), "10");
  EXPECT_TRUE(stage.view().cases.empty()) << "the next listing will tell";
}

// An order that rests keeps nothing from being known that its fills tell of.
TEST(Judge, BooksTheFillsOfAnOrderThatStaysOpen) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "5");
  stage.events.open_orders.insert(market);
  stage.lists(market, "9");
  const auto outcome = stage.pass(0);
  EXPECT_TRUE(outcome.batch.empty()) << "its fills are not told of yet";
  EXPECT_EQ(outcome.in_motion, std::set{market});
  stage.fills(fill_of(market, "f", 5, "4", "0.4"));
  stage.pass(60);
  EXPECT_EQ(stage.quantity(market), "9");
  EXPECT_TRUE(stage.view().cases.empty());
}

// The order may rest for weeks: what nothing tells of is not passed over in silence so long.
TEST(Judge, WhatNoFillTellsOfIsACaseAlthoughAnOrderRests) {
  for (const auto& [listed, reason] :
       {std::pair{"4", CaseReason::suspected}, std::pair{"0", CaseReason::unproven_absence}}) {
    PassStage stage{VenueName::kalshi};
    stage.holds(market, "5");
    stage.events.open_orders.insert(market);
    stage.lists(market, listed);
    EXPECT_TRUE(stage.pass(0).batch.empty());
    EXPECT_TRUE(stage.pass(20).batch.empty());
    const auto late = stage.pass(60);
    EXPECT_TRUE(late.in_motion.empty()) << "it has been judged";
    ASSERT_EQ(stage.view().cases.size(), 1U) << listed;
    EXPECT_EQ(only_reason(stage), reason);
    EXPECT_EQ(stage.view().cases[0].waits_for.what, Awaited::final_trades);
    for (int pass = 2; pass < 10; ++pass) EXPECT_TRUE(stage.pass(pass * 60).batch.entries.empty());
    EXPECT_EQ(stage.quantity(market), "5") << "its fills may still be told";
    stage.events.open_orders.clear();
    stage.pass(600);
    EXPECT_EQ(stage.quantity(market), reason == CaseReason::suspected ? "4" : "5");
  }
}

TEST(Judge, ADifferenceThatChangesWhileAnOrderRestsIsAnotherOne) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "50");
  stage.events.open_orders.insert(market);
  for (int pass = 0; pass < 10; ++pass) {
    stage.listing = {row_of(market, std::to_string(40 - pass))};
    EXPECT_TRUE(stage.pass(pass * 60).batch.empty());
  }
}

TEST(Judge, AZeroWithAWitnessIsACaseOnlyWhileAnOrderRests) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "5");
  stage.events.open_orders.insert(market);
  stage.fills(fill_of(market, "f", -5, "-5", "0.4"));
  for (int pass = 0; pass < 5; ++pass) stage.pass(pass * 60);
  EXPECT_EQ(stage.quantity(market), "5");
  EXPECT_EQ(only_reason(stage), CaseReason::unproven_absence);
  stage.confirm(stage.view().cases[0].id, {market}, 310);
  EXPECT_EQ(stage.pass(320).counts.closed, 1U) << "a person need not wait for the order";
}

TEST(Judge, AdoptsWhatIsNewAlthoughAnOrderRests) {
  PassStage stage{VenueName::kalshi};
  stage.events.open_orders.insert(market);
  stage.lists(market, "4");
  EXPECT_EQ(stage.pass(0).batch.entries.at(0).kind, EntryKind::adoption);
  EXPECT_EQ(stage.quantity(market), "4");
}

TEST(Judge, AZeroDoesNotCountWhileAnOrderIsOpen) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "5");
  stage.events.open_orders.insert(market);
  stage.fills(fill_of(market, "f", -5, "-5", "0.4"));
  EXPECT_TRUE(stage.pass(0).batch.empty());
  stage.events.open_orders.clear();
  EXPECT_EQ(stage.pass(60).counts.closed, 1U);
}

TEST(Judge, ACorrectionNeedsSightingsAndAge) {
  PassStage stage{VenueName::kalshi};
  stage.policy.patience = {.sightings_min = 3, .age_min = std::chrono::seconds{100}};
  stage.holds(market, "10");
  stage.lists(market, "8");
  EXPECT_EQ(stage.pass(0).counts.updated, 0U);
  EXPECT_EQ(stage.pass(110).counts.updated, 0U) << "old enough, seen twice";
  const auto third = stage.pass(120);
  EXPECT_EQ(third.counts.updated, 1U);
  EXPECT_EQ(third.batch.entries.at(0).kind, EntryKind::correction);
  EXPECT_FALSE(third.batch.entries.at(0).price);
  EXPECT_EQ(third.batch.cases.at(0).state, CaseState::corrected);
  EXPECT_EQ(stage.quantity(market), "8");
}

TEST(Judge, ManySightingsInAMomentAreNotPatience) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(market, "8");
  for (int pass = 0; pass < 20; ++pass) EXPECT_TRUE(stage.pass(pass).batch.entries.empty());
}

// Patience belongs to one difference: one wrong listing books nothing, whatever was wrong before.
TEST(Judge, AnotherDifferenceBeginsItsPatienceAnew) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(market, "8");
  stage.pass(0);
  stage.listing = {row_of(market, "1")};
  EXPECT_TRUE(stage.pass(60).batch.entries.empty());
  EXPECT_EQ(stage.view().cases.at(0).opened_at, at_s(0)) << "it is the same case";
  EXPECT_TRUE(stage.pass(80).batch.entries.empty()) << "seen twice within 20 s";
  EXPECT_EQ(stage.pass(90).batch.entries.at(0).kind, EntryKind::correction);
  EXPECT_EQ(stage.quantity(market), "1");
}

TEST(Judge, WhatWasGoneOrUnreadableEarnsNoPatienceForAnotherQuantity) {
  for (const bool gone : {true, false}) {
    PassStage stage{VenueName::kalshi};
    stage.holds(market, "10");
    if (!gone) {
      stage.lists(market, "10");
      stage.listing[0].quantity.reset();
    }
    for (int pass = 0; pass < 3; ++pass) stage.pass(pass * 60);
    ASSERT_EQ(stage.view().cases.size(), 1U);
    stage.listing = {row_of(market, "3")};
    EXPECT_TRUE(stage.pass(180).batch.entries.empty());
    EXPECT_EQ(only_reason(stage), CaseReason::suspected);
    EXPECT_EQ(stage.pass(240).batch.entries.size(), 1U);
  }
}

TEST(Judge, MoreThanTheLedgerIsAdoptedAfterPatience) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(market, "15");
  stage.pass(0);
  EXPECT_EQ(stage.pass(60).batch.entries.at(0).kind, EntryKind::adoption);
  EXPECT_EQ(stage.quantity(market), "15");
  EXPECT_FALSE(stage.lives(market)[0].cost);
}

// A listing that was wrong for a while costs nothing that is known.
TEST(Judge, AGuessThatProvesWrongIsTakenBack) {
  for (const auto& [held, wrong] : {std::pair{"8", "5"}, std::pair{"8", "11"}}) {
    PassStage stage{VenueName::kalshi};
    stage.holds(market, held);
    const auto before = stage.lives(market);
    stage.lists(market, wrong);
    stage.pass(0);
    stage.pass(60);
    EXPECT_EQ(stage.quantity(market), wrong);
    stage.listing = {row_of(market, held)};
    stage.pass(120);
    const auto back = stage.pass(180);
    ASSERT_EQ(back.batch.entries.size(), 1U);
    EXPECT_TRUE(back.batch.entries[0].supersedes);
    EXPECT_EQ(stage.quantity(market), held);
    EXPECT_EQ(stage.lives(market), before) << "cost and all";
  }
}

TEST(Judge, TakesBackNoGuessThatAFactFollowed) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "8");
  stage.lists(market, "5");
  stage.pass(0);
  stage.pass(60);
  stage.fills(fill_of(market, "f", 70, "2", "0.5"));
  stage.listing = {row_of(market, "7")};
  stage.pass(80);
  EXPECT_EQ(stage.quantity(market), "7");
  stage.listing = {row_of(market, "10")};
  stage.pass(120);
  stage.pass(180);
  EXPECT_EQ(stage.quantity(market), "10");
  EXPECT_FALSE(stage.journal().back().supersedes);
}

// A person was mistaken: the position goes on as if nobody had said anything.
TEST(Judge, WhatAPersonEndedAndIsThereAgainGoesOn) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "8");
  const auto before = stage.lives(market);
  stage.pass(0);
  ASSERT_EQ(stage.view().cases.size(), 1U);
  stage.confirm(stage.view().cases[0].id, {market}, 10);
  stage.pass(20);
  EXPECT_EQ(stage.quantity(market), "0");
  stage.lists(market, "8");
  stage.pass(60);
  EXPECT_EQ(stage.lives(market), before);
}

TEST(Judge, ALaggingSnapshotThatContradictsNewerFillsChangesNothing) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10", 100);
  stage.lists(market, "6");
  stage.as_of_s = 50;
  for (int pass = 2; pass < 9; ++pass) {
    const auto outcome = stage.pass(pass * 60);
    EXPECT_TRUE(outcome.batch.empty());
    EXPECT_EQ(outcome.in_motion, std::set{market});
  }
}

TEST(Judge, AFlipIsACloseAndAnOpen) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(market, "-4");
  stage.fills(fill_of(market, "a", -5, "-14", "0.6"));
  const auto outcome = stage.pass(0);
  EXPECT_EQ(outcome.counts, (PassCounts{.active = 1, .created = 1, .closed = 1}));
  EXPECT_EQ(outcome.lines.size(), 1U);
  std::set<EventKind> told;
  for (const Event& event : outcome.batch.events) told.insert(event.kind);
  EXPECT_EQ(told, (std::set<EventKind>{EventKind::position_closed, EventKind::position_created,
                                       EventKind::sync_completed}));
  EXPECT_EQ(outcome.batch.events.front().evidence, EvidenceKind::fill);
  ASSERT_EQ(stage.lives(market).size(), 2U);
  EXPECT_EQ(stage.quantity(market), "-4");
}

TEST(Judge, ARowThatCannotBeReadMakesOneKeyUnknownAndTheOthersGoOn) {
  PassStage stage{VenueName::kalshi};
  const PositionKey other = kalshi_key("OTHER");
  stage.holds(market, "10");
  stage.lists(market, "10");
  stage.listing[0].quantity.reset();
  stage.listing[0].flaw = "position_fp is 1e99";
  stage.lists(other, "3");
  const auto outcome = stage.pass(0);
  EXPECT_EQ(outcome.counts, (PassCounts{.active = 2, .created = 1}));
  EXPECT_EQ(only_reason(stage), CaseReason::unknown_row);
  EXPECT_EQ(stage.quantity(market), "10");
}

TEST(Judge, TheSameMarketInTwoSubaccountsIsTwoPositions) {
  PassStage stage{VenueName::kalshi};
  stage.lists(market, "10");
  stage.lists(kalshi_key("KXFED-26DEC", 2), "-3");
  EXPECT_EQ(stage.pass(0).counts.created, 2U);
  EXPECT_EQ(stage.quantity(kalshi_key("KXFED-26DEC", 2)), "-3");
}

TEST(Judge, SaysHowThePassEnded) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(kalshi_key("NEW"), "1");
  const auto outcome = stage.pass(0);
  EXPECT_EQ(summary_line(outcome.counts),
            "Position sync complete: 2 active, 0 updated, 1 created, 0 deleted, 1 held back");
  EXPECT_EQ(outcome.batch.events.back().kind, EventKind::sync_completed);
  EXPECT_TRUE(outcome.batch.snapshot);
}

TEST(JudgeByCount, ClosesWhatTheVenuesOwnCountLeavesNoRoomFor) {
  PassStage stage{VenueName::pacifica};
  stage.policy.witness = WitnessNeed::count;
  const auto perp = key_at(VenueName::pacifica, "ZEC");
  stage.holds(perp, "-2");
  EXPECT_EQ(stage.pass(0).counts.held_back, 1U) << "neither count nor trade speaks";
  stage.count = Evidence{EvidenceKind::count, "positions_count:0@77", at_s(60), ""};
  EXPECT_EQ(stage.pass(60).counts.closed, 1U);
  EXPECT_EQ(stage.lives(perp)[0].closing->kind, EvidenceKind::count);
}

TEST(JudgeByCount, PrefersTheTradesThatExplainIt) {
  PassStage stage{VenueName::pacifica};
  stage.policy.witness = WitnessNeed::count;
  const auto perp = key_at(VenueName::pacifica, "ZEC");
  stage.holds(perp, "-2", -1000, "50");
  stage.count = Evidence{EvidenceKind::count, "positions_count:0@77", at_s(0), ""};
  Fill taken = fill_of(perp, "t1", -50, "2", "60");
  taken.cause = Cause::liquidation;
  stage.fills(taken);
  const auto outcome = stage.pass(0);
  ASSERT_EQ(outcome.batch.entries.size(), 1U);
  EXPECT_EQ(outcome.batch.entries[0].cause, Cause::liquidation);
  EXPECT_EQ(stage.lives(perp)[0].closing->kind, EvidenceKind::fill);
  EXPECT_EQ(stage.lives(perp)[0].realized_pnl, usd("-20"));
}

TEST(JudgeByChain, ClosesOnAZeroThatTwoEndpointsVouchFor) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10");
  stage.chain_says(token, "0", -3);
  EXPECT_EQ(stage.pass(0).counts.closed, 1U);
  const auto life = stage.lives(token)[0];
  EXPECT_EQ(life.closing->id, "polygon:1:0xabc");
  EXPECT_EQ(life.unpriced, qty("10")) << "quantity first, price later";
}

TEST(JudgeByChain, KeepsTheWitnessBesideTheFillsThatExplain) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10");
  stage.chain_says(token, "0", -3);
  stage.fills(fill_of(token, "sold", -50, "-10", "0.7"));
  stage.pass(0);
  EXPECT_EQ(stage.lives(token)[0].closing->kind, EvidenceKind::chain_balance);
  EXPECT_EQ(stage.lives(token)[0].realized_pnl, usd("2"));
}

TEST(JudgeByChain, FillsAloneEndNothingWhileTheChainIsSilent) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10");
  stage.fills(fill_of(token, "sold", -50, "-10", "0.7"));
  EXPECT_EQ(stage.pass(0).counts, (PassCounts{.active = 1, .held_back = 1}));
  EXPECT_EQ(only_reason(stage), CaseReason::unproven_absence);
}

TEST(JudgeByChain, OneEndpointNeedsTheActivityBesideIt) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10");
  stage.chain_says(token, "0", -3, 1);
  EXPECT_EQ(stage.pass(0).counts.closed, 0U);
  stage.fills(fill_of(token, "sold", -50, "-10", "0.7"));
  EXPECT_EQ(stage.pass(60).counts.closed, 1U);
}

TEST(JudgeByChain, AFreshBuyThatListingAndBlockDoNotShowYetIsNeverClosed) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10");
  stage.chain_says(token, "0", -30);
  stage.events.newest_activity[token] = at_s(-10);
  EXPECT_EQ(stage.pass(0).counts.closed, 0U);
  EXPECT_EQ(stage.quantity(token), "10");
}

TEST(JudgeByChain, AnEmptyListingBesideAFullWalletIsSuspicious) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10");
  stage.chain_says(token, "10", -3);
  EXPECT_EQ(stage.pass(0).counts, (PassCounts{.active = 1, .held_back = 1}));
  EXPECT_EQ(only_reason(stage), CaseReason::suspicious_empty);
  EXPECT_EQ(stage.quantity(token), "10");
}

// All of it has just been sold: the listing knows, and the finalised block does not yet.
TEST(JudgeByChain, AnEmptyListingAfterASaleIsNoCase) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10");
  stage.fills(fill_of(token, "sold", -2, "-10", "0.6"));
  stage.chain_says(token, "10", -8);
  EXPECT_TRUE(stage.pass(0).batch.empty());
  stage.chain_says(token, "0", 50);
  EXPECT_EQ(stage.pass(60).counts.closed, 1U);
}

// Sold, and in no final block yet: the listing has it already.
TEST(JudgeByChain, WhileATradeSettlesAnEmptyListingIsNoCase) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10");
  stage.chain_says(token, "10", -3);
  stage.events.unsettled.insert(token);
  const auto outcome = stage.pass(0);
  EXPECT_TRUE(outcome.batch.empty());
  EXPECT_EQ(outcome.in_motion, std::set{token});
  EXPECT_EQ(stage.quantity(token), "10");
}

TEST(JudgeByChain, ALyingEndpointClosesNothing) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10");
  stage.chain_disputes(token);
  for (int pass = 0; pass < 9; ++pass) EXPECT_EQ(stage.pass(pass * 60).counts.closed, 0U);
  EXPECT_EQ(only_reason(stage), CaseReason::witness_conflict);
}

// Endpoints that differ are no witness: what the listing does not name any more a person may end,
// who has read that they do, and only while they do.
TEST(JudgeByChain, APersonMayEndAnAbsenceOnWhichEndpointsDiffer) {
  const auto disputed = [](std::string_view listed) {
    PassStage stage{VenueName::polymarket};
    stage.holds(token, "10");
    if (!listed.empty()) stage.lists(token, listed);
    stage.chain_disputes(token);
    stage.pass(0);
    return stage;
  };
  const auto confirmed = [](const PassStage& stage) {
    return confirmed_case(stage.view().cases.at(0), {token}, "owner", at_s(30)).has_value();
  };
  PassStage gone = disputed("");
  EXPECT_TRUE(confirmed(gone));
  gone.confirm(gone.view().cases.at(0).id, {token}, 30);
  gone.events.open_orders.insert(token);
  EXPECT_EQ(gone.pass(60).counts.closed, 0U) << "an own order on it is open";
  gone.events.open_orders.clear();
  EXPECT_EQ(gone.pass(30 + 601).counts.closed, 0U) << "the word is too old";
  gone.confirm(gone.view().cases.at(0).id, {token}, 700);
  EXPECT_EQ(gone.pass(720).counts.closed, 1U);
  EXPECT_EQ(gone.lives(token)[0].closing->kind, EvidenceKind::person);
  EXPECT_EQ(gone.lives(token)[0].unpriced, qty("10"));
  EXPECT_TRUE(confirmed(disputed("0")));

  PassStage late = disputed("");
  late.confirm(late.view().cases.at(0).id, {token}, 30);
  late.events.open_orders.insert(token);
  late.pass(60);
  late.events.open_orders.clear();
  EXPECT_EQ(late.pass(90).counts.closed, 1U) << "the word has waited for the order";

  PassStage listed = disputed("9");
  EXPECT_FALSE(confirmed(listed)) << "nobody says that it is gone";
  listed.confirm(listed.view().cases.at(0).id, {token}, 30);
  EXPECT_EQ(listed.pass(60).counts.closed, 0U);

  PassStage held = disputed("");
  held.confirm(held.view().cases.at(0).id, {token}, 30);
  held.readings.reset();
  held.chain_says(token, "10", 50);
  EXPECT_EQ(held.pass(60).counts.closed, 0U) << "the chain says that it is held";
  held.chain_disputes(token);
  held.readings->agreed.clear();
  for (int at = 90; at < 600; at += 60) {
    EXPECT_EQ(held.pass(at).counts.closed, 0U) << "the word was of another contradiction";
  }
}

TEST(JudgeByChain, ALyingEndpointIsNoDriftWhileListingAndLedgerAgree) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10.000001");
  stage.lists(token, "10");
  stage.chain_disputes(token);
  EXPECT_TRUE(stage.pass(0).batch.empty());
}

TEST(JudgeByChain, TheQuantityComesFromTheChain) {
  PassStage stage{VenueName::polymarket};
  stage.lists(token, "28.09");
  stage.chain_says(token, "28.090042", -3);
  stage.pass(0);
  EXPECT_EQ(stage.quantity(token), "28.090042");
}

TEST(JudgeByChain, AListingTooFarFromTheChainIsAContradiction) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10");
  stage.lists(token, "10.0002");
  stage.chain_says(token, "10", -3);
  EXPECT_TRUE(stage.pass(0).batch.entries.empty());
  EXPECT_EQ(only_reason(stage), CaseReason::witness_conflict);
}

TEST(JudgeByChain, ADifferenceOfTheToleranceItselfIsRounding) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10.0001");
  stage.lists(token, "10");
  stage.chain_says(token, "10.0001", -3);
  EXPECT_TRUE(stage.pass(0).batch.empty());
}

TEST(JudgeByChain, AZeroIsOnlyAsYoungAsItsOldestSource) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10");
  stage.chain_says(token, "0", -30);
  stage.events.newest_activity[token] = at_s(-30);
  EXPECT_EQ(stage.pass(0).counts.closed, 0U);
}

TEST(JudgeByChain, WithoutTheChainAListingIsComparedAtATenThousandth) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "10.00005");
  stage.lists(token, "10");
  EXPECT_TRUE(stage.pass(0).batch.empty());
}

TEST(JudgeByChain, TheExactFigureOfTheChainReplacesAPrintedOneAtOnce) {
  PassStage stage{VenueName::polymarket};
  stage.holds(token, "28.09", -100, std::nullopt);
  stage.lists(token, "28.09");
  stage.chain_says(token, "28.090042", -3);
  EXPECT_EQ(stage.pass(0).batch.entries.at(0).kind, EntryKind::correction);
  EXPECT_EQ(stage.quantity(token), "28.090042");
  EXPECT_TRUE(stage.view().cases.empty());
}

TEST(JudgeFunding, ComesAlongWithTheChangeAndOnlyOnce) {
  PassStage stage{VenueName::pacifica};
  stage.policy.witness = WitnessNeed::count;
  const auto perp = key_at(VenueName::pacifica, "ZEC");
  stage.holds(perp, "-2", -1000, "50");
  stage.events.funding = {{.id = "1", .key = perp, .received = usd("9"), .at = at_s(-2000)},
                          {.id = "2", .key = perp, .received = usd("-0.5"), .at = at_s(-900)},
                          {.id = "3", .key = perp, .received = usd("2"), .at = at_s(-100)}};
  stage.lists(perp, "-2");
  EXPECT_TRUE(stage.pass(0).batch.empty()) << "nothing differs, so nothing was asked";
  stage.listing.clear();
  stage.lists(perp, "-3");
  stage.fills(fill_of(perp, "t1", 30, "-1", "60"));
  EXPECT_EQ(stage.pass(60).batch.entries.size(), 3U);
  EXPECT_EQ(stage.lives(perp).back().funding, usd("1.5")) << "not what was paid before it began";
  stage.listing.clear();
  stage.lists(perp, "-4");
  stage.fills(fill_of(perp, "t2", 90, "-1", "60"));
  EXPECT_EQ(stage.pass(120).batch.entries.size(), 1U);
  EXPECT_EQ(stage.lives(perp).back().funding, usd("1.5"));
}

struct LostToken : testing::Test {
  LostToken() {
    stage.holds(token, "10");
    stage.lists(token, "10");
    stage.listing.back().lost = true;
    stage.chain_says(token, "10", 0);
    stage.events.payouts[token] = Price{};
  }
  PassStage stage{VenueName::polymarket};
};

TEST_F(LostToken, IsSettledAtZeroOnceWhileItStaysInTheWallet) {
  const auto outcome = stage.pass(60);
  EXPECT_EQ(outcome.counts, (PassCounts{.closed = 1}));
  ASSERT_EQ(outcome.batch.entries.size(), 1U);
  EXPECT_EQ(outcome.batch.entries[0].cause, Cause::settlement);
  EXPECT_EQ(outcome.batch.entries[0].price, Price{});
  EXPECT_EQ(stage.lives(token)[0].realized_pnl, usd("-5"));
  EXPECT_EQ(stage.lives(token)[0].unpriced, qty("0"));
  EXPECT_EQ(stage.lives(token)[0].closing->kind, EvidenceKind::settlement);
  for (int pass = 2; pass < 20; ++pass) EXPECT_TRUE(stage.pass(60 * pass).batch.empty());
  EXPECT_EQ(stage.lives(token).size(), 1U) << "it never comes back";
}

TEST_F(LostToken, IsHeldWhileItsMarketSaysNothing) {
  stage.events.payouts.clear();
  EXPECT_TRUE(stage.pass(60).batch.empty());
  stage.events_answer = false;
  EXPECT_TRUE(stage.pass(120).batch.empty());
  EXPECT_EQ(stage.quantity(token), "10");
}

TEST_F(LostToken, IsHeldInACaseWhileItsMarketSaysThatItPays) {
  stage.events.payouts[token] = px("1");
  stage.pass(60);
  EXPECT_EQ(stage.quantity(token), "10");
  EXPECT_EQ(only_reason(stage), CaseReason::witness_conflict);
}

TEST_F(LostToken, IsSettledOnlyOnceItsQuantityIsExplained) {
  stage.listing.back().quantity = qty("4");
  stage.chain_says(token, "4", 0);
  stage.fills(fill_of(token, "sold", -50, "-6", "0.3"));
  stage.pass(60);
  EXPECT_EQ(stage.quantity(token), "4") << "what was sold comes first";
  stage.pass(120);
  EXPECT_EQ(stage.quantity(token), "0");
  EXPECT_EQ(stage.lives(token)[0].realized_pnl, usd("-3.2"));  // 6 x (0.3 - 0.5) - 4 x 0.5
}

TEST_F(LostToken, OfUnknownCostEndsUnpriced) {
  PassStage found{VenueName::polymarket};
  found.holds(token, "10", -1000, std::nullopt);
  found.lists(token, "10");
  found.listing.back().lost = true;
  found.chain_says(token, "10", 0);
  found.events.payouts[token] = Price{};
  found.pass(60);
  EXPECT_EQ(found.lives(token)[0].unpriced, qty("10"));
  EXPECT_EQ(found.lives(token)[0].realized_pnl, usd("0"));
}

TEST(Judge, NeverAdoptsWhatIsLostAlready) {
  PassStage stage{VenueName::polymarket};
  stage.lists(token, "10");
  stage.listing.back().lost = true;
  EXPECT_TRUE(stage.pass(60).batch.empty());
}

Wait only_wait(const PassStage& stage) {
  EXPECT_EQ(stage.view().cases.size(), 1U);
  const Case& open = stage.view().cases.at(0);
  const auto may = awaited_of(open.reason);
  EXPECT_NE(std::ranges::find(may, open.waits_for.what), may.end()) << name_of(open.reason);
  return open.waits_for;
}

TEST(JudgeWaits, ForTheFillsThatWouldTellOfADifference) {
  for (const auto& [venue, told] :
       std::map<std::string, std::string>{{"12", "2 more"}, {"7.5", "2.5 less"}}) {
    PassStage stage{VenueName::kalshi};
    stage.holds(market, "10");
    stage.lists(market, venue);
    stage.events_answer = false;
    stage.pass(0);
    EXPECT_EQ(only_wait(stage), (Wait{Awaited::fills, "fills or a settlement that tell of " + told +
                                                          ", which could not be asked for"}));
    stage.events_answer = true;
    stage.pass(10);
    EXPECT_EQ(only_wait(stage),
              (Wait{Awaited::sightings,
                    "fills or a settlement that tell of " + told +
                        "; without them it is booked as found when seen 2x, over 30 s"}));
  }
}

// What could not be asked for is not a person's to answer.
TEST(JudgeWaits, ForEventsThatThePassLacked) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.events_answer = false;
  stage.pass(0);
  EXPECT_EQ(only_wait(stage).what, Awaited::fills);
  EXPECT_TRUE(only_wait(stage).text.find("10 less, which could not be asked for") !=
              std::string::npos)
      << only_wait(stage).text;
}

TEST(JudgeWaits, ForWhatVouchesForAZeroAtThisVenue) {
  PassStage kalshi{VenueName::kalshi};
  kalshi.holds(market, "10");
  kalshi.pass(0);
  EXPECT_EQ(only_wait(kalshi),
            (Wait{Awaited::fills,
                  "fills or a settlement that tell of 10 less, or a person's confirmation"}));

  PassStage chain{VenueName::polymarket};
  chain.holds(token, "10");
  chain.pass(0);
  EXPECT_EQ(only_wait(chain).what, Awaited::chain);

  PassStage count{VenueName::pacifica};
  count.policy.witness = WitnessNeed::count;
  count.holds(key_at(VenueName::pacifica, "ZEC"), "-2");
  count.pass(0);
  EXPECT_EQ(only_wait(count).what, Awaited::count);

  PassStage late{VenueName::kalshi};
  late.holds(market, "10");
  late.as_of_s = -1000;
  EXPECT_TRUE(late.pass(0).batch.empty()) << "the next listing will tell";
}

TEST(JudgeWaits, ForSourcesThatAgree) {
  PassStage apart{VenueName::polymarket};
  apart.holds(token, "10");
  apart.lists(token, "11");
  apart.chain_says(token, "10", -3);
  apart.pass(0);
  EXPECT_EQ(only_wait(apart).what, Awaited::agreement);

  PassStage disputed{VenueName::polymarket};
  disputed.holds(token, "10");
  disputed.chain_disputes(token);
  disputed.pass(0);
  EXPECT_EQ(only_wait(disputed), (Wait{Awaited::confirmation,
                                       "chain endpoints that do not contradict each other about "
                                       "it, or a person's confirmation"}));
  disputed.lists(token, "9");
  disputed.pass(60);
  EXPECT_EQ(only_wait(disputed).what, Awaited::chain) << "it is not gone";

  PassStage unread{VenueName::kalshi};
  unread.holds(market, "10");
  unread.lists(market, "10");
  unread.listing[0].quantity.reset();
  unread.pass(0);
  EXPECT_EQ(only_wait(unread).what, Awaited::readable_row);
}

TEST(JudgeWaits, ForATradeThatIsNotFinalAndThenForWhatItWaitedForBefore) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.lists(market, "12");
  stage.policy.patience.sightings_min = 9;
  stage.pass(0);
  stage.events.unsettled.insert(market);
  stage.pass(60);
  EXPECT_EQ(only_wait(stage).what, Awaited::final_trades);
  EXPECT_EQ(only_reason(stage), CaseReason::suspected);
  EXPECT_TRUE(stage.pass(120).batch.empty()) << "the same is not written again";
  stage.events.unsettled.clear();
  stage.pass(180);
  EXPECT_EQ(only_wait(stage).what, Awaited::sightings);
}

TEST(JudgeWaits, ForNothingOnceTheCaseHasEnded) {
  PassStage stage{VenueName::kalshi};
  stage.holds(market, "10");
  stage.pass(0);
  stage.lists(market, "10");
  EXPECT_EQ(stage.pass(60).batch.cases.at(0).waits_for, Wait{});
}

std::set<std::string> evidence_of(const PassStage& stage) {
  std::set<std::string> words;
  for (const Evidence& word : stage.view().cases.at(0).evidence) {
    words.insert(std::string{name_of(word.kind)} + " " + word.id);
  }
  return words;
}

// A contradiction names those who contradict each other, not only one of them.
TEST(JudgeEvidence, NamesBothSidesOfAContradiction) {
  PassStage apart{VenueName::polymarket};
  apart.holds(token, "10");
  apart.lists(token, "11");
  apart.chain_says(token, "10", -3);
  apart.pass(0);
  EXPECT_EQ(evidence_of(apart),
            (std::set<std::string>{"listing snapshot-0", "chain_balance polygon:1:0xabc"}));

  PassStage twice{VenueName::kalshi};
  twice.holds(market, "10");
  twice.lists(market, "12");
  twice.fills(fill_of(market, "a", -50, "2", "0.4"));
  twice.fills(fill_of(market, "a", -50, "3", "0.4"));
  twice.pass(0);
  EXPECT_EQ(only_reason(twice), CaseReason::witness_conflict);
  EXPECT_EQ(evidence_of(twice), (std::set<std::string>{"listing snapshot-0", "fill a"}));
  EXPECT_EQ(twice.view().cases.at(0).evidence.size(), 3U) << "the fill as it is told each time";
}

}  // namespace
}  // namespace holdfast
