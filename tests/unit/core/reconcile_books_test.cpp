#include "core/reconcile_books.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace holdfast {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const UtcTime moment{std::chrono::seconds{1'790'000'000}};

Quantity quantity(std::string_view text) { return Quantity::parse(text).value(); }
WideDecimal wide(std::string_view text) { return WideDecimal::parse(text).value(); }

SourceAccount account(std::string id, VenueName venue) {
  return {.id = AccountId{std::move(id)}, .venue = venue, .answered = true, .as_of = moment};
}

SourceHolding holding(std::string of, VenueName venue, std::string instrument,
                      std::string_view amount) {
  return {.key = {.account = AccountId{std::move(of)},
                  .venue = venue,
                  .instrument = InstrumentId{std::move(instrument)}},
          .quantity = quantity(amount),
          .as_of = moment};
}

SourceHolding kalshi(std::string ticker, std::string_view amount) {
  return holding("kalshi/main", VenueName::kalshi, std::move(ticker), amount);
}

SourceHolding token(std::string id, std::string_view amount, std::string condition = "",
                    std::string outcome = "") {
  auto held = holding("polymarket/0xab", VenueName::polymarket, std::move(id), amount);
  held.about.condition_id = std::move(condition);
  held.about.outcome = std::move(outcome);
  return held;
}

BookTruth truth_of(std::vector<SourceHolding> holdings) {
  return {.accounts = {account("kalshi/main", VenueName::kalshi),
                       account("polymarket/0xab", VenueName::polymarket)},
          .holdings = std::move(holdings)};
}

BookRow row(std::string id, ExternalIds ids = {}) {
  return {.market_id = std::move(id), .ids = std::move(ids), .status = "open"};
}

BookRow with(BookRow row, Leg leg, std::string_view contracts, std::string_view cost = "0") {
  row.legs[leg] = LegFigures{.contracts = wide(contracts), .cost_basis = wide(cost)};
  return row;
}

BookReconciliation compare_books(const std::vector<ForeignBook>& books, const BookTruth& truth,
                                 const BookTolerance& tolerance = {}) {
  std::vector<const ForeignBook*> pointers;
  for (const ForeignBook& book : books) pointers.push_back(&book);
  return reconcile_books(pointers, 0, truth, tolerance);
}

BookReconciliation compare(std::vector<BookRow> rows, const BookTruth& truth) {
  const std::vector<ForeignBook> books{{.name = "bot", .rows = std::move(rows)}};
  return compare_books(books, truth);
}

const ExternalIds fed{.kalshi_market_ticker = "KXFED-26DEC-T4"};

TEST(ReconcileBooks, EqualContractsMatch) {
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")},
                              truth_of({kalshi("KXFED-26DEC-T4", "10")}));
  const BookEntry& entry = result.entries.at("fed");
  EXPECT_EQ(entry.status, BookStatus::match);
  EXPECT_EQ(entry.reason, "");
  EXPECT_EQ(entry.diff_contracts[Leg::kalshi_yes], wide("0"));
  EXPECT_EQ(entry.external[Leg::kalshi_no]->contracts, wide("0"));
  EXPECT_EQ(entry.external[Leg::poly_yes], std::nullopt);
  EXPECT_EQ(result.summary, (std::array<std::size_t, 4>{1, 0, 0, 0}));
}

TEST(ReconcileBooks, TheDifferenceIsExternalLessInternal) {
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")},
                              truth_of({kalshi("KXFED-26DEC-T4", "8")}));
  const BookEntry& entry = result.entries.at("fed");
  EXPECT_EQ(entry.status, BookStatus::mismatch);
  EXPECT_EQ(entry.diff_contracts[Leg::kalshi_yes], wide("-2"));
  EXPECT_THAT(entry.reason, HasSubstr("held 8, booked 10"));
}

TEST(ReconcileBooks, AShortAtKalshiIsTheNoLeg) {
  const auto result = compare({with(row("fed", fed), Leg::kalshi_no, "20")},
                              truth_of({kalshi("KXFED-26DEC-T4", "-20")}));
  const BookEntry& entry = result.entries.at("fed");
  EXPECT_EQ(entry.status, BookStatus::match);
  EXPECT_EQ(entry.external[Leg::kalshi_no]->contracts, wide("20"));
  EXPECT_EQ(entry.external[Leg::kalshi_yes]->contracts, wide("0"));
}

TEST(ReconcileBooks, YesAndNoOfOneMarketAreNettedAsKalshiDoes) {
  auto both = with(with(row("fed", fed), Leg::kalshi_yes, "10", "4"), Leg::kalshi_no, "4", "2");
  const auto result = compare({both}, truth_of({kalshi("KXFED-26DEC-T4", "6")}));
  const BookEntry& entry = result.entries.at("fed");
  EXPECT_EQ(entry.status, BookStatus::match);
  EXPECT_THAT(entry.sub_reasons, ElementsAre(BookReason::netted));
  EXPECT_EQ(entry.diff_contracts[Leg::kalshi_yes], wide("0"));
  EXPECT_EQ(entry.diff_cost_basis[Leg::kalshi_yes], std::nullopt);
}

TEST(ReconcileBooks, WhatACompleteListingDoesNotShowIsZero) {
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")}, truth_of({}));
  const BookEntry& entry = result.entries.at("fed");
  EXPECT_EQ(entry.status, BookStatus::mismatch);
  EXPECT_EQ(entry.diff_contracts[Leg::kalshi_yes], wide("-10"));
}

TEST(ReconcileBooks, AFailedSourceIsAnErrorAndNeverAZero) {
  BookTruth truth = truth_of({});
  truth.accounts[0].error = Error{Fault::unauthorised, "401"};
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")}, truth);
  const BookEntry& entry = result.entries.at("fed");
  EXPECT_EQ(entry.status, BookStatus::api_error);
  EXPECT_EQ(entry.external[Leg::kalshi_yes], std::nullopt);
  EXPECT_EQ(entry.diff_contracts[Leg::kalshi_yes], std::nullopt);
  EXPECT_THAT(entry.sub_reasons, Contains(BookReason::unauthorised));
  EXPECT_THAT(entry.reason, HasSubstr("kalshi/main: 401"));
}

TEST(ReconcileBooks, AnAccountThatNeverAnsweredIsAnError) {
  BookTruth truth = truth_of({});
  truth.accounts[0].answered = false;
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")}, truth);
  EXPECT_EQ(result.entries.at("fed").status, BookStatus::api_error);
}

TEST(ReconcileBooks, AFailedSourceKeepsItsLastFigures) {
  BookTruth truth = truth_of({kalshi("KXFED-26DEC-T4", "10")});
  truth.accounts[0].error = Error{Fault::unreachable, "no answer"};
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")}, truth);
  const BookEntry& entry = result.entries.at("fed");
  EXPECT_EQ(entry.status, BookStatus::api_error);
  EXPECT_EQ(entry.external[Leg::kalshi_yes]->contracts, wide("10"));
}

TEST(ReconcileBooks, AnotherVenuesFailureTouchesNoRowOfThisVenue) {
  BookTruth truth = truth_of({kalshi("KXFED-26DEC-T4", "10")});
  truth.accounts[1].error = Error{Fault::unreachable, "no answer"};
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")}, truth);
  EXPECT_EQ(result.entries.at("fed").status, BookStatus::match);
}

TEST(ReconcileBooks, WithoutAnAccountAtTheVenueNothingIsZero) {
  const BookTruth truth{.accounts = {account("polymarket/0xab", VenueName::polymarket)}};
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")}, truth);
  EXPECT_EQ(result.entries.at("fed").status, BookStatus::unknown_mapping);
  EXPECT_THAT(result.entries.at("fed").sub_reasons, Contains(BookReason::no_account));
}

TEST(ReconcileBooks, AnOldRowWithoutIdsGetsAProposalAndNoComparison) {
  BookRow old = with(row("m1"), Leg::kalshi_yes, "10");
  old.description = "Fed cuts (KXFED-26DEC-T4).";
  const auto result =
      compare({old}, truth_of({kalshi("KXFED-26DEC-T4", "10"), kalshi("KXFED-26DEC-T45", "3")}));
  const BookEntry& entry = result.entries.at("m1");
  EXPECT_EQ(entry.status, BookStatus::unknown_mapping);
  EXPECT_EQ(entry.external[Leg::kalshi_yes], std::nullopt);
  EXPECT_EQ(entry.diff_contracts[Leg::kalshi_yes], std::nullopt);
  ASSERT_EQ(entry.proposals.size(), 1U);
  EXPECT_EQ(entry.proposals[0].key.instrument.text, "KXFED-26DEC-T4");
  EXPECT_EQ(entry.internal[Leg::kalshi_yes]->contracts, wide("10"));
}

TEST(ReconcileBooks, AnEventInTheTextProposesOnlyWhenOneOfItsMarketsIsHeld) {
  BookRow old = with(row("KXFED-26DEC"), Leg::kalshi_yes, "10");
  EXPECT_EQ(compare({old}, truth_of({kalshi("KXFED-26DEC-T4", "10")}))
                .entries.at("KXFED-26DEC")
                .proposals.size(),
            1U);
  EXPECT_THAT(
      compare({old}, truth_of({kalshi("KXFED-26DEC-T4", "10"), kalshi("KXFED-26DEC-T5", "10")}))
          .entries.at("KXFED-26DEC")
          .proposals,
      IsEmpty());
}

TEST(ReconcileBooks, ATickerInsideAnotherWordIsNoTicker) {
  BookRow old = with(row("m1"), Leg::kalshi_yes, "10");
  old.description = "AAKXFED-26DEC-T4";
  EXPECT_THAT(compare({old}, truth_of({kalshi("KXFED-26DEC-T4", "10")})).entries.at("m1").proposals,
              IsEmpty());
}

TEST(ReconcileBooks, PolymarketIsProposedBySlugWithTheRightOutcome) {
  SourceHolding yes = token("111", "5", "0xc", "Yes");
  SourceHolding no = token("222", "5", "0xc", "No");
  yes.about.slug = no.about.slug = "fed-cuts-dec";
  const auto result = compare({with(row("fed-cuts-dec"), Leg::poly_no, "5")}, truth_of({yes, no}));
  const auto& proposals = result.entries.at("fed-cuts-dec").proposals;
  ASSERT_EQ(proposals.size(), 1U);
  EXPECT_EQ(proposals[0].key.instrument.text, "222");
}

TEST(ReconcileBooks, AnAssetIdWinsOverTokenAndCondition) {
  const ExternalIds ids{
      .poly_asset_yes = "111", .poly_token_id_yes = "222", .poly_condition_id = "0xc"};
  const auto result = compare({with(row("m", ids), Leg::poly_yes, "5")},
                              truth_of({token("111", "5"), token("222", "9", "0xc", "Yes")}));
  EXPECT_EQ(result.entries.at("m").external[Leg::poly_yes]->contracts, wide("5"));
  EXPECT_EQ(result.entries.at("m").status, BookStatus::match);
}

TEST(ReconcileBooks, AConditionJoinsOnlyByAnOutcomeThatIsYesOrNo) {
  const ExternalIds ids{.poly_condition_id = "0xc"};
  const BookRow claim = with(row("m", ids), Leg::poly_yes, "5");
  EXPECT_EQ(
      compare({claim}, truth_of({token("1", "5", "0xc", "Yes"), token("2", "3", "0xc", "No")}))
          .entries.at("m")
          .status,
      BookStatus::match);
  const auto teams = compare(
      {claim}, truth_of({token("1", "5", "0xc", "Lakers"), token("2", "3", "0xc", "Bulls")}));
  EXPECT_EQ(teams.entries.at("m").status, BookStatus::unknown_mapping);
  EXPECT_EQ(teams.entries.at("m").candidates.size(), 2U);
}

TEST(ReconcileBooks, ASlugIsShownAndNeverJoinedOn) {
  SourceHolding held = token("111", "5", "0xc", "Yes");
  held.about.slug = "fed";
  const auto result =
      compare({with(row("m", {.poly_market_slug = "fed"}), Leg::poly_yes, "5")}, truth_of({held}));
  EXPECT_EQ(result.entries.at("m").status, BookStatus::unknown_mapping);
}

TEST(ReconcileBooks, TheSameTickerInTwoAccountsIsNamedTwiceAndComparedNever) {
  BookTruth truth = truth_of({kalshi("KXFED-26DEC-T4", "10"),
                              holding("kalshi/b", VenueName::kalshi, "KXFED-26DEC-T4", "2")});
  truth.accounts.push_back(account("kalshi/b", VenueName::kalshi));
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")}, truth);
  const BookEntry& entry = result.entries.at("fed");
  EXPECT_EQ(entry.status, BookStatus::unknown_mapping);
  EXPECT_THAT(entry.reason, HasSubstr("kalshi/main"));
  EXPECT_THAT(entry.reason, HasSubstr("kalshi/b"));
  EXPECT_EQ(result.entries.size(), 3U);  // both holdings are claimed by nobody
}

TEST(ReconcileBooks, RowsThatClaimOneHoldingAreSummedFirst) {
  const auto a = with(row("a", fed), Leg::kalshi_yes, "6");
  const auto b = with(row("b", fed), Leg::kalshi_yes, "4");
  const auto whole = compare({a, b}, truth_of({kalshi("KXFED-26DEC-T4", "10")}));
  EXPECT_EQ(whole.entries.at("a").status, BookStatus::match);
  EXPECT_EQ(whole.entries.at("b").status, BookStatus::match);
  EXPECT_THAT(whole.entries.at("a").sub_reasons, ElementsAre(BookReason::shared));
  const auto less = compare({a, b}, truth_of({kalshi("KXFED-26DEC-T4", "6")}));
  EXPECT_EQ(less.entries.at("a").status, BookStatus::mismatch);
  EXPECT_EQ(less.entries.at("a").diff_contracts[Leg::kalshi_yes], wide("-4"));
}

TEST(ReconcileBooks, ClaimsOfAnotherBookCountAndItsRowsDoNotShow) {
  const std::vector<ForeignBook> books{
      {.name = "one", .rows = {with(row("a", fed), Leg::kalshi_yes, "6")}},
      {.name = "two", .rows = {with(row("b", fed), Leg::kalshi_yes, "4")}}};
  const auto result = compare_books(books, truth_of({kalshi("KXFED-26DEC-T4", "10")}));
  EXPECT_EQ(result.entries.size(), 1U);
  EXPECT_EQ(result.entries.at("a").status, BookStatus::match);
}

TEST(ReconcileBooks, AHoldingThatNoRowClaimsIsAnEntryOfItsOwn) {
  const auto result = compare({}, truth_of({kalshi("KXNEW-1", "-3")}));
  const BookEntry& entry = result.entries.at("external:kalshi:KXNEW-1");
  EXPECT_EQ(entry.status, BookStatus::unknown_mapping);
  EXPECT_EQ(entry.external[Leg::kalshi_no]->contracts, wide("3"));
  EXPECT_EQ(result.summary, (std::array<std::size_t, 4>{0, 0, 1, 0}));
}

TEST(ReconcileBooks, ARowThatSaysClosedWhileSharesAreHeldIsAMismatch) {
  BookRow closed = with(row("fed", fed), Leg::kalshi_yes, "10");
  closed.status = "closed";
  const auto held = compare({closed}, truth_of({kalshi("KXFED-26DEC-T4", "10")}));
  EXPECT_EQ(held.entries.at("fed").status, BookStatus::mismatch);
  EXPECT_EQ(held.entries.at("fed").diff_contracts[Leg::kalshi_yes], wide("10"));
  EXPECT_EQ(compare({closed}, truth_of({})).entries.at("fed").status, BookStatus::match);
}

TEST(ReconcileBooks, AResolvedRowStillInTheWalletSaysRedeemable) {
  BookRow resolved = with(row("m", {.poly_asset_yes = "1"}), Leg::poly_yes, "10");
  resolved.status = "resolved";
  SourceHolding winner = token("1", "10");
  winner.redeemable = true;
  const auto result = compare({resolved}, truth_of({winner}));
  EXPECT_EQ(result.entries.at("m").status, BookStatus::mismatch);
  EXPECT_THAT(result.entries.at("m").sub_reasons, ElementsAre(BookReason::redeemable));
}

TEST(ReconcileBooks, AnOpenCaseIsNeverAMatch) {
  SourceHolding doubted = kalshi("KXFED-26DEC-T4", "10");
  doubted.doubts = {BookReason::unproven_absence};
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")}, truth_of({doubted}));
  EXPECT_EQ(result.entries.at("fed").status, BookStatus::mismatch);
  EXPECT_THAT(result.entries.at("fed").sub_reasons, ElementsAre(BookReason::unproven_absence));
}

TEST(ReconcileBooks, AQuantityTheSourceCannotStateIsAnErrorOfTheSource) {
  SourceHolding unread = kalshi("KXFED-26DEC-T4", "10");
  unread.quantity.reset();
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")}, truth_of({unread}));
  EXPECT_EQ(result.entries.at("fed").status, BookStatus::api_error);
  EXPECT_EQ(result.entries.at("fed").external[Leg::kalshi_yes]->contracts, std::nullopt);
  const BookEntry alone = compare({}, truth_of({unread})).entries.begin()->second;
  EXPECT_EQ(alone.status, BookStatus::api_error);
  EXPECT_THAT(alone.reason, HasSubstr("cannot say how much of KXFED-26DEC-T4 is held"));
}

TEST(ReconcileBooks, ContractsThatAreNoNumberAreAMismatchAndNotAZero) {
  BookRow broken = row("fed", fed);
  broken.legs[Leg::kalshi_yes] = LegFigures{};
  const auto result = compare({broken}, truth_of({}));
  EXPECT_EQ(result.entries.at("fed").status, BookStatus::mismatch);
  EXPECT_THAT(result.entries.at("fed").sub_reasons, ElementsAre(BookReason::schema));
  EXPECT_EQ(result.entries.at("fed").diff_contracts[Leg::kalshi_yes], std::nullopt);
}

TEST(ReconcileBooks, OnlyWhatIsBelowTheStepAndWorthNothingIsTolerated) {
  const auto booked = with(row("fed", fed), Leg::kalshi_yes, "10");
  const auto at_step = compare({booked}, truth_of({kalshi("KXFED-26DEC-T4", "10.01")}));
  EXPECT_EQ(at_step.entries.at("fed").status, BookStatus::match);
  EXPECT_THAT(at_step.entries.at("fed").sub_reasons, ElementsAre(BookReason::within_tolerance));
  EXPECT_EQ(at_step.entries.at("fed").diff_contracts[Leg::kalshi_yes], wide("0.01"));
  const auto above = compare({booked}, truth_of({kalshi("KXFED-26DEC-T4", "10.02")}));
  EXPECT_EQ(above.entries.at("fed").status, BookStatus::mismatch);
}

TEST(ReconcileBooks, ACashToleranceBelowTheStepBinds) {
  BookTolerance tolerance;
  tolerance.cash = Money::parse("0.001").value();
  const std::vector<ForeignBook> books{
      {.name = "bot", .rows = {with(row("fed", fed), Leg::kalshi_yes, "10")}}};
  const auto result =
      compare_books(books, truth_of({kalshi("KXFED-26DEC-T4", "10.01")}), tolerance);
  EXPECT_EQ(result.entries.at("fed").status, BookStatus::mismatch);
}

TEST(ReconcileBooks, CostThatDiffersIsSaidAndLeavesTheContractsMatching) {
  SourceHolding held = kalshi("KXFED-26DEC-T4", "10");
  held.cost = Money::parse("4.5").value();
  const auto result =
      compare({with(row("fed", fed), Leg::kalshi_yes, "10", "4.2")}, truth_of({held}));
  const BookEntry& entry = result.entries.at("fed");
  EXPECT_EQ(entry.status, BookStatus::match);
  EXPECT_EQ(entry.diff_cost_basis[Leg::kalshi_yes], wide("0.3"));
  EXPECT_THAT(entry.sub_reasons, ElementsAre(BookReason::cost_differs));
  EXPECT_EQ(entry.external[Leg::kalshi_yes]->avg_price, wide("0.45"));
}

TEST(ReconcileBooks, CostPaidIsNotComparedWithCostHeldAfterASale) {
  SourceHolding held = kalshi("KXFED-26DEC-T4", "10");
  held.cost = Money::parse("4.5").value();
  BookRow sold = with(row("fed", fed), Leg::kalshi_yes, "10", "9");
  sold.sold = true;
  const auto result = compare({sold}, truth_of({held}));
  EXPECT_EQ(result.entries.at("fed").diff_cost_basis[Leg::kalshi_yes], std::nullopt);
  EXPECT_THAT(result.entries.at("fed").sub_reasons, IsEmpty());
}

TEST(ReconcileBooks, AMissingFillIsNamedAsSettling) {
  BookRow waiting = with(row("fed", fed), Leg::kalshi_yes, "10");
  waiting.settling = true;
  const auto result = compare({waiting}, truth_of({kalshi("KXFED-26DEC-T4", "8")}));
  EXPECT_THAT(result.entries.at("fed").sub_reasons, ElementsAre(BookReason::settling));
}

// The book is ahead by a match that its venue may still reverse, and by no more than that.
TEST(ReconcileBooks, WhatMatchesInFlightAccountForIsSettling) {
  const ExternalIds ids{.poly_asset_yes = "1"};
  SourceHolding arriving = token("1", "10");
  arriving.in_flight = {.in = quantity("5"), .out = quantity("2")};
  const auto reasons = [&](std::string_view booked) {
    const auto result = compare({with(row("m", ids), Leg::poly_yes, booked)}, truth_of({arriving}));
    EXPECT_EQ(result.entries.at("m").status, BookStatus::mismatch);
    return result.entries.at("m").sub_reasons;
  };
  EXPECT_THAT(reasons("15"), ElementsAre(BookReason::settling));
  EXPECT_THAT(reasons("12"), ElementsAre(BookReason::settling)) << "one match of two";
  EXPECT_THAT(reasons("8"), ElementsAre(BookReason::settling));
  EXPECT_THAT(reasons("16"), IsEmpty());
  EXPECT_THAT(reasons("7"), IsEmpty());
  arriving.in_motion = true;  // nobody says by how much
  EXPECT_THAT(reasons("16"), ElementsAre(BookReason::settling));
}

TEST(ReconcileBooks, WhatIsOnItsWayIsNoFigureOfASourceThatFails) {
  SourceHolding arriving = token("1", "0");
  arriving.in_flight.in = quantity("5");
  BookTruth truth = truth_of({arriving});
  const auto compared = [&] {
    return compare({with(row("m", {.poly_asset_yes = "1"}), Leg::poly_yes, "5")}, truth);
  };
  EXPECT_EQ(compared().entries.at("m").external[Leg::poly_yes]->contracts, wide("0"));
  EXPECT_EQ(compared().entries.size(), 1U) << "nothing is held that no row claims";
  truth.accounts[1].error = Error{Fault::unreachable, "no answer"};
  EXPECT_EQ(compared().entries.at("m").external[Leg::poly_yes], std::nullopt);
}

TEST(ReconcileBooks, SeveralBooksMayClaimWhatIsOnItsWay) {
  const ExternalIds ids{.poly_asset_yes = "1"};
  const std::vector<ForeignBook> books{
      {.name = "bot", .rows = {with(row("m", ids), Leg::poly_yes, "10")}},
      {.name = "sheet", .rows = {with(row("n", ids), Leg::poly_yes, "10")}}};
  SourceHolding held = token("1", "12");
  held.in_flight.in = quantity("8");
  const auto reasons = [&] {
    return compare_books(books, truth_of({held})).entries.at("m").sub_reasons;
  };
  EXPECT_THAT(reasons(), Not(Contains(BookReason::claimed_twice)));
  held.in_flight.in = quantity("7");
  EXPECT_THAT(reasons(), Contains(BookReason::claimed_twice));
}

TEST(ReconcileBooks, AHoldingInAnotherCustodyIsNotTheRowsHolding) {
  BookTruth truth =
      truth_of({holding("kalshi-sol/w1", VenueName::kalshi_solana, "KXFED-26DEC-T4", "10")});
  truth.accounts.push_back(account("kalshi-sol/w1", VenueName::kalshi_solana));
  const auto result = compare({with(row("fed", fed), Leg::kalshi_yes, "10")}, truth);
  EXPECT_EQ(result.entries.at("fed").status, BookStatus::mismatch);
  EXPECT_TRUE(result.entries.contains("external:kalshi_solana:KXFED-26DEC-T4"));
}

TEST(ReconcileBooks, OneHundredShufflesGiveOneAnswer) {
  std::vector<BookRow> rows;
  std::vector<SourceHolding> holdings;
  for (int i = 0; i < 12; ++i) {
    const std::string ticker = "KXM-" + std::to_string(i % 8);
    rows.push_back(with(with(row("m" + std::to_string(i),
                                 {.kalshi_market_ticker = ticker, .poly_condition_id = "0xc"}),
                             Leg::kalshi_yes, std::to_string(i)),
                        Leg::poly_yes, "1e-06"));
    holdings.push_back(kalshi("KXM-" + std::to_string(i), std::to_string(20 - i)));
    holdings.push_back(token(std::to_string(i), "1", "0xc", i % 2 == 0 ? "Yes" : "No"));
  }
  rows.push_back(with(row("m3"), Leg::kalshi_no, "7"));  // a name twice
  BookTruth truth = truth_of(holdings);
  std::vector<ForeignBook> books{{.name = "one", .rows = rows}};
  const auto first = compare_books(books, truth);
  std::mt19937 random{7};  // the shuffles are the same on each run
  for (int round = 0; round < 100; ++round) {
    std::ranges::shuffle(books[0].rows, random);
    std::ranges::shuffle(truth.holdings, random);
    std::ranges::shuffle(truth.accounts, random);
    ASSERT_EQ(compare_books(books, truth), first) << "round " << round;
  }
}

TEST(ReconcileBooks, SaysWhereSeveralBooksClaimMoreThanThereIs) {
  const ExternalIds ids{.kalshi_market_ticker = "KX-A"};
  const std::vector<ForeignBook> books{
      {.name = "bot", .rows = {with(row("m", ids), Leg::kalshi_yes, "20"), row("other")}},
      {.name = "sheet", .rows = {with(row("n", ids), Leg::kalshi_yes, "20")}}};
  const auto over = compare_books(books, truth_of({kalshi("KX-A", "30")})).entries.at("m");
  EXPECT_EQ(over.status, BookStatus::mismatch);
  EXPECT_THAT(over.sub_reasons, Contains(BookReason::claimed_twice));
  const auto under = compare_books(books, truth_of({kalshi("KX-A", "50")})).entries.at("m");
  EXPECT_EQ(under.status, BookStatus::mismatch);
  EXPECT_THAT(under.sub_reasons, Not(Contains(BookReason::claimed_twice)));
  const auto fits = compare_books(books, truth_of({kalshi("KX-A", "40")})).entries.at("m");
  EXPECT_EQ(fits.status, BookStatus::match);
}

TEST(ReconcileBooks, PaperRowsAreNoEntriesAndClaimNothing) {
  const ExternalIds ids{.kalshi_market_ticker = "KX-A"};
  BookRow paper = with(row("played", ids), Leg::kalshi_yes, "20");
  paper.mode = BookMode::paper;
  BookRow live = with(row("real", ids), Leg::kalshi_yes, "30");
  live.mode = BookMode::live;
  const auto truth = truth_of({kalshi("KX-A", "30")});
  const auto result = compare({paper, live}, truth);
  EXPECT_FALSE(result.entries.contains("played"));
  EXPECT_EQ(result.entries.at("real").status, BookStatus::match);
  EXPECT_TRUE(compare({paper}, truth).entries.contains("external:kalshi:KX-A"));
}

}  // namespace
}  // namespace holdfast
