#include "app/sync_pass.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/record_refusal.hpp"
#include "core/case_file.hpp"
#include "simulation/virtual_clock.hpp"
#include "support/memory_ledger.hpp"
#include "support/scripted_venue.hpp"

namespace holdfast {
namespace {

using namespace test;
using namespace std::chrono_literals;

class SyncPass : public testing::Test {
 protected:
  SyncPass() { (void)ledger.open_account(venue.account(), venue.name(), "key"); }

  Result<PassReport> pass() {
    tape = {};
    SyncSubject subject{venue, witness, ledger, clock, policy};
    return clock.run(run_pass(subject, memory, tape));
  }
  void holds(const PositionKey& key, std::string_view quantity) {
    ledger.book(venue.account(), {entry_of(fill_of(key, "seed", -1'000'000, quantity, "0.5"))});
  }
  std::string quantity(const PositionKey& key) {
    const auto view = ledger.view(venue.account()).value();
    return view.open.contains(key) ? view.open.at(key).quantity.text() : "0";
  }

  boost::asio::io_context io;
  simulation::VirtualClock clock{io};
  ScriptedVenue venue{VenueName::kalshi, clock};
  MemoryLedger ledger;
  Witness* witness{};
  SyncPolicy policy;
  SyncMemory memory;
  RawTape tape;
  PositionKey market = kalshi_key("A");
};

TEST_F(SyncPass, WritesNothingAtAllWhenNothingChanged) {
  holds(market, "10");
  venue.listing = {row_of(market, "10")};
  const auto report = pass();
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->commit);
  EXPECT_TRUE(ledger.commits.empty());
  EXPECT_TRUE(venue.event_queries.empty()) << "no drift, no further questions";
}

TEST_F(SyncPass, TellsWhatTheVenueHasToSayOfItsEvents) {
  holds(market, "10");
  venue.listing = {row_of(market, "9")};
  venue.events.lines = {"a trade names another id"};
  const auto report = pass();
  ASSERT_TRUE(report);
  EXPECT_EQ(std::ranges::count(report->lines, venue.events.lines[0]), 1);
}

TEST_F(SyncPass, CommitsOnceWithTheBytesItRestsOn) {
  venue.listing = {row_of(market, "10")};
  ASSERT_TRUE(pass());
  ASSERT_EQ(ledger.commits.size(), 1U);
  EXPECT_EQ(ledger.commits[0].raw.size(), 1U);
  EXPECT_TRUE(ledger.commits[0].snapshot);
  EXPECT_EQ(quantity(market), "10");
}

// Nothing is wrong with what waits to be redeemed: no case, no entry, no bytes; and the ledger
// alone remembers that it was said.
TEST_F(SyncPass, TellsWhatIsToClaimOnceADayUntilItIsRedeemed) {
  holds(market, "10");
  venue.listing = {row_of(market, "10")};
  venue.listing[0].redeemable = true;
  venue.listing[0].about.title = "Rain";
  venue.listing[0].about.state = MarketState::resolved;
  venue.listing[0].about.payout = px("0.5");
  ASSERT_TRUE(pass());
  ASSERT_EQ(ledger.commits.size(), 1U);
  EXPECT_TRUE(ledger.commits[0].entries.empty() && ledger.commits[0].cases.empty());
  EXPECT_TRUE(ledger.commits[0].raw.empty());
  EXPECT_EQ(ledger.commits[0].claims.at(0).text, "kalshi/main#0.0:A (Rain): 5 to claim");
  EXPECT_EQ(ledger.commits[0].events.at(0).kind, EventKind::claim_opened);
  memory = {};  // a restart
  const auto same = pass();
  ASSERT_TRUE(same);
  EXPECT_FALSE(same->commit);
  clock.advance(24h);
  ASSERT_TRUE(pass());
  ASSERT_EQ(ledger.commits.size(), 2U);
  EXPECT_EQ(ledger.commits[1].claims.at(0).text,
            "kalshi/main#0.0:A (Rain): 5 to claim since 1 day");
  ledger.book(venue.account(), {entry_of(settlement_of(market, "s", 1, "-10", "0.5"))});
  venue.listing.clear();
  const auto ended = pass();
  ASSERT_TRUE(ended);
  ASSERT_EQ(ledger.commits.size(), 3U);
  const Alert& last = ledger.commits[2].claims.at(0);
  EXPECT_EQ(last.state, AlertState::resolved);
  EXPECT_NE(last.text.find("; ended by settlement"), std::string::npos) << last.text;
  EXPECT_EQ(ended->events.back().kind, EventKind::claim_closed);
}

TEST_F(SyncPass, LeavesTheLedgerUntouchedWhenTheVenueFails) {
  holds(market, "10");
  for (const Fault fault : {Fault::unreachable, Fault::unauthorised, Fault::malformed,
                            Fault::incomplete, Fault::identity, Fault::rate_limited}) {
    venue.fault = Error{fault, "no"};
    EXPECT_EQ(pass().error().fault, fault);
  }
  EXPECT_TRUE(ledger.commits.empty());
  EXPECT_EQ(quantity(market), "10");
  EXPECT_EQ(tape.answers.size(), 1U) << "what was refused is still on the tape";
}

TEST_F(SyncPass, AFillBookedWhileTheVenueAnswersIsNotUndone) {
  holds(market, "10");
  venue.listing = {row_of(market, "10")};
  venue.while_answering = [&] {
    ledger.book(venue.account(), {entry_of(fill_of(market, "own", -10, "5", "0.5"))});
  };
  ASSERT_TRUE(pass());
  EXPECT_EQ(quantity(market), "15");
}

TEST_F(SyncPass, AfterALostRaceOnlyUntouchedKeysAreBooked) {
  const PositionKey other = kalshi_key("B");
  policy.patience = {.sightings_min = 1, .age_min = 0s};
  venue.listing = {row_of(market, "10"), row_of(other, "3")};
  ledger.conflicts_to_come = 1;
  ledger.rival_entries = {entry_of(fill_of(market, "rival", -10, "4", "0.5"))};
  ASSERT_TRUE(pass());
  EXPECT_EQ(venue.asked, 1) << "no new fetch inside a race";
  EXPECT_EQ(quantity(market), "4");
  EXPECT_EQ(quantity(other), "3");
}

TEST_F(SyncPass, ALostRaceClosesNoCaseOfWhatItSetsAside) {
  const PositionKey other = kalshi_key("B");
  ledger.book(venue.account(), {entry_of(fill_of(market, "own", -100, "10", "0.5"))});
  venue.listing = {row_of(market, "7")};
  ASSERT_TRUE(pass());
  ASSERT_EQ(ledger.view(venue.account())->cases.size(), 1U);
  clock.advance(std::chrono::seconds{5});
  venue.listing = {row_of(market, "7"), row_of(other, "3")};
  ledger.conflicts_to_come = 1;
  ledger.rival_entries = {entry_of(fill_of(market, "rival", -10, "1", "0.5"))};
  ASSERT_TRUE(pass());
  EXPECT_EQ(quantity(other), "3");
  EXPECT_EQ(ledger.view(venue.account())->cases.size(), 1U) << "nobody saw ledger and venue agree";
}

// A person's word or note raises no revision, and comes whenever a person likes.
TEST_F(SyncPass, WhatAPersonWritesWhileTheVenueAnswersStays) {
  holds(market, "10");
  ASSERT_TRUE(pass());
  ASSERT_EQ(ledger.view(venue.account())->cases.size(), 1U);
  venue.while_answering = [&] {
    const auto view = ledger.view(venue.account()).value();
    const CaseMark note{CaseMark::Kind::note, "sold by hand", "owner"};
    const Case noted = marked_case(view.cases.at(0), note, clock.now()).value();
    Batch batch;
    batch.account = view.account;
    batch.seen_revision = view.revision;
    batch.cases = {confirmed_case(noted, {}, "owner", clock.now()).value()};
    ASSERT_TRUE(ledger.commit(batch));
  };
  clock.advance(60s);
  ASSERT_TRUE(pass());
  const auto cases = ledger.view(venue.account())->cases;
  ASSERT_EQ(cases.size(), 1U);
  EXPECT_EQ(cases[0].sightings, 2U);
  EXPECT_EQ(cases[0].state, CaseState::confirmed);
  EXPECT_NE(cases[0].note.find("sold by hand"), std::string::npos);
  EXPECT_EQ(quantity(market), "10") << "the answer is older than the word";
  venue.while_answering = {};
  ASSERT_TRUE(pass());
  EXPECT_EQ(quantity(market), "0");
}

TEST_F(SyncPass, ThreeLostRacesEndThePass) {
  venue.listing = {row_of(market, "10")};
  ledger.conflicts_to_come = 3;
  EXPECT_EQ(pass().error().fault, Fault::conflict);
  EXPECT_EQ(quantity(market), "0");
}

TEST_F(SyncPass, HandsOnALedgerThatCannotWrite) {
  venue.listing = {row_of(market, "10")};
  ledger.trouble = Error{Fault::storage, "disk full"};
  EXPECT_EQ(pass().error().fault, Fault::storage);
}

TEST_F(SyncPass, IgnoresAnOlderAnswerAndRefusesTheThirdInARow) {
  holds(market, "10");
  venue.listing = {row_of(market, "10")};
  ASSERT_TRUE(pass());
  venue.as_of = clock.now() - 1h;
  venue.listing.clear();
  for (int older = 1; older <= 2; ++older) {
    const auto report = pass();
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->snapshot);
  }
  EXPECT_EQ(pass().error().fault, Fault::unreachable);
  EXPECT_TRUE(ledger.commits.empty());
}

TEST_F(SyncPass, IgnoresALowerNumberWhateverTheClockSays) {
  holds(market, "10");
  venue.listing = {row_of(market, "10")};
  venue.sequence = 1'000;
  ASSERT_TRUE(pass());
  venue.listing.clear();
  venue.sequence = 999;
  const auto report = pass();
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->snapshot);
  venue.sequence = 1'000;
  venue.listing = {row_of(market, "10")};
  EXPECT_TRUE(pass()->snapshot);
  EXPECT_TRUE(ledger.commits.empty());
}

TEST_F(SyncPass, ANewerAnswerForgivesOlderOnes) {
  venue.listing = {row_of(market, "10")};
  ASSERT_TRUE(pass());
  for (int round = 0; round < 5; ++round) {
    venue.as_of = clock.now() - 1h;
    ASSERT_TRUE(pass());
    ASSERT_TRUE(pass());
    venue.as_of.reset();
    ASSERT_TRUE(pass());
  }
}

TEST_F(SyncPass, RefusesAnAnswerFromTheFuture) {
  venue.listing = {row_of(market, "10")};
  venue.as_of = clock.now() + 62s;
  EXPECT_EQ(pass().error().fault, Fault::malformed);
  EXPECT_EQ(quantity(market), "0");
}

// The same watermark is the same state, and no news of it for ever.
TEST_F(SyncPass, RefusesAStateThatStandsStill) {
  venue.listing = {row_of(market, "10")};
  venue.as_of = clock.now();
  ASSERT_TRUE(pass());
  clock.advance(179s);
  ASSERT_TRUE(pass()) << "it is quiet there";
  clock.advance(2s);
  venue.listing.clear();
  EXPECT_EQ(pass().error().fault, Fault::unreachable);
  EXPECT_EQ(quantity(market), "10");
  venue.as_of = clock.now() - 1s;
  EXPECT_TRUE(pass());
}

TEST_F(SyncPass, AsksForAllEventsOfANewKeyAndForRecentOnesOfAKnownOne) {
  holds(market, "10");
  const PositionKey fresh = kalshi_key("B");
  venue.listing = {row_of(market, "12"), row_of(fresh, "3")};
  ASSERT_TRUE(pass());
  ASSERT_EQ(venue.event_queries.size(), 1U);
  EXPECT_EQ(venue.event_queries[0].at(fresh), UtcTime{});
  EXPECT_EQ(venue.event_queries[0].at(market), at_s(-1'000'000) - 24h)
      << "a day before its newest entry, though it began there";
}

// What nobody would ask about, for the quantity is what it was.
class QuietFacts : public SyncPass {
 protected:
  QuietFacts() {
    holds(market, "10");
    venue.listing = {row_of(market, "10")};
    EXPECT_TRUE(pass());
  }
  void pass_later() {
    clock.advance(61s);
    EXPECT_TRUE(pass());
  }
};

TEST_F(QuietFacts, AreTradesThatCancelledOutBetweenTwoPasses) {
  venue.events.fills = {fill_of(market, "out", 100, "-10", "0.6"),
                        fill_of(market, "in", 110, "10", "0.4")};
  pass_later();
  ASSERT_EQ(ledger.commits.size(), 1U);
  EXPECT_EQ(ledger.commits[0].entries.size(), 2U);
  EXPECT_EQ(quantity(market), "10");
  pass_later();
  pass_later();
  EXPECT_EQ(ledger.commits.size(), 1U) << "each is booked once";
}

TEST_F(QuietFacts, AreNotTradesThatDoNotCancelOut) {
  venue.events.fills = {fill_of(market, "out", 100, "-10", "0.6")};
  pass_later();
  EXPECT_TRUE(ledger.commits.empty());
}

// Ledger and venue agree, so only a case can say that a cost is not known for a reason.
TEST_F(QuietFacts, ThatContradictEachOtherAreQuarantinedUntilTheyDoNot) {
  venue.events.fills = {fill_of(market, "out", 100, "-10", "0.6"),
                        fill_of(market, "in", 110, "10", "0.4"),
                        fill_of(market, "in", 110, "10", "0.5")};
  pass_later();
  const auto cases = [&] { return ledger.view(venue.account())->cases; };
  ASSERT_EQ(cases().size(), 1U);
  EXPECT_EQ(cases()[0].reason, CaseReason::quarantined_rows);
  EXPECT_EQ(cases()[0].keys, std::vector{market});
  EXPECT_TRUE(ledger.commits.at(0).entries.empty());
  for (int i = 0; i < 2; ++i) pass_later();
  EXPECT_EQ(ledger.commits.size(), 1U) << "written once";
  venue.events.fills.pop_back();
  for (int i = 0; i < 4; ++i) pass_later();
  EXPECT_TRUE(cases().empty());
  EXPECT_EQ(ledger.commits.back().entries.size(), 2U);
}

TEST_F(QuietFacts, AreTheFundingOfWhatIsHeld) {
  venue.events.funding = {
      {.id = "before", .key = market, .received = usd("1"), .at = at_s(-2'000'000)},
      {.id = "paid", .key = market, .received = usd("-0.25"), .at = at_s(100)}};
  pass_later();
  ASSERT_EQ(ledger.commits.size(), 1U);
  ASSERT_EQ(ledger.commits[0].entries.size(), 1U);
  EXPECT_EQ(ledger.commits[0].entries[0].funding, usd("-0.25"));
}

class RowOfFunding : public QuietFacts {
 protected:
  void row_says(std::string_view received) {
    venue.listing[0].figures.funding.value = usd(received);
  }
  void paid(const std::string& id, std::string_view received, UtcTime at) {
    venue.events.funding.push_back({.id = id, .key = market, .received = usd(received), .at = at});
  }
  // An hour after the last question, or later: pass by pass, a minute apart.
  std::size_t questions_within(Duration time) {
    const std::size_t before = venue.event_queries.size();
    for (Duration past{}; past < time; past += 60s) {
      clock.advance(60s);
      EXPECT_TRUE(pass());
    }
    return venue.event_queries.size() - before;
  }
  [[nodiscard]] std::vector<Case> cases() { return ledger.view(venue.account())->cases; }
};

TEST_F(RowOfFunding, MakesAnHourTheLongestWaitWhileMoreWasPaid) {
  row_says("0");
  questions_within(24h);
  EXPECT_LE(questions_within(6h), 1U) << "nothing was paid: the wait has grown";
  paid("hour", "-0.25", clock.now());
  row_says("-0.25");
  EXPECT_EQ(questions_within(61min), 1U);
  EXPECT_EQ(ledger.view(venue.account())->open.at(market).funding, usd("-0.25"));
}

TEST_F(RowOfFunding, HasTheWholeLifeAskedAgainThatDoesNotSumToIt) {
  paid("old", "-1", at_s(-900'000));
  ledger.book(venue.account(), {entry_of(Funding{"new", market, usd("-0.5"), at_s(0)})});
  row_says("-1.5");
  venue.event_queries.clear();
  questions_within(10min);
  ASSERT_GE(venue.event_queries.size(), 2U);
  EXPECT_GT(venue.event_queries[0].at(market), at_s(-900'000)) << "the last day is asked first";
  EXPECT_EQ(venue.event_queries[1].at(market), at_s(-1'000'000));
  EXPECT_EQ(ledger.view(venue.account())->open.at(market).funding, usd("-1.5"));
  EXPECT_TRUE(cases().empty());
}

TEST_F(RowOfFunding, IsAFindingAndNoNumberWhereItStaysApart) {
  row_says("-7.2");
  paid("one", "-3", clock.now() + 30s);
  pass_later();
  EXPECT_TRUE(cases().empty()) << "the row may be older than the history";
  questions_within(5min);
  ASSERT_EQ(cases().size(), 1U);
  EXPECT_EQ(cases()[0].keys, std::vector{market});
  EXPECT_NE(cases()[0].text.find("says -7.2 of funding"), std::string::npos) << cases()[0].text;
  EXPECT_EQ(ledger.view(venue.account())->open.at(market).funding, usd("-3"));
  questions_within(24h);
  EXPECT_LE(questions_within(10h), 1U) << "a finding is not asked about by the hour";
  row_says("-3");
  questions_within(36h);
  EXPECT_TRUE(cases().empty());
}

TEST_F(QuietFacts, AreStillAskedForADayAfterAPositionEnded) {
  const auto now_s = (clock.now() - at_s(0)) / 1s;
  venue.listing.clear();
  venue.events.fills = {fill_of(market, "sale", now_s + 1, "-10", "0.6")};
  pass_later();
  ASSERT_EQ(quantity(market), "0");
  venue.events.fills.push_back(fill_of(market, "in", now_s + 70, "5", "0.4"));
  venue.events.fills.push_back(fill_of(market, "out", now_s + 80, "-5", "0.6"));
  for (int i = 0; i < 3; ++i) pass_later();
  EXPECT_EQ(ledger.journal_of(market).value().size(), 4U);
}

// A sale with its fill, which a listing of one page proves.
class SoldPass : public SyncPass {
 protected:
  SoldPass() {
    holds(market, "10");
    const Fill sale = fill_of(market, "sale", -100, "-10", "0.6");
    venue.events.fills = {sale};
    venue.events.newest_activity[market] = sale.at;
    venue.listing = {row_of(other, "3")};
    ledger.book(venue.account(), {entry_of(fill_of(other, "other", -1'000'000, "3", "0.5"))});
    venue.pages = 3;
  }
  PositionKey other = kalshi_key("B");
};

TEST_F(SoldPass, OnePageProvesAnAbsence) {
  venue.pages = 1;
  ASSERT_TRUE(pass());
  EXPECT_EQ(quantity(market), "0");
  EXPECT_TRUE(venue.asked_by_name.empty());
}

TEST_F(SoldPass, AnAbsenceInSeveralPagesIsAskedAboutByName) {
  ASSERT_TRUE(pass());
  EXPECT_EQ(venue.asked_by_name, (std::vector<std::vector<PositionKey>>{{market}}));
  EXPECT_EQ(quantity(market), "0");
}

TEST_F(SoldPass, ARowThatMovedBetweenPagesIsStillHeld) {
  venue.events = {};
  venue.by_name = {row_of(market, "10")};
  const auto report = pass();
  ASSERT_TRUE(report);
  EXPECT_EQ(quantity(market), "10");
  EXPECT_EQ(report->counts.held_back, 0U);
  EXPECT_NE(report->snapshot->find(market), nullptr);
  EXPECT_TRUE(ledger.commits.empty());
}

TEST_F(SoldPass, WhatCannotBeAskedByNameClosesNothing) {
  venue.by_name_fault = Error{Fault::unreachable, "no"};
  EXPECT_EQ(pass().error().fault, Fault::unreachable);
  EXPECT_EQ(quantity(market), "10");
  EXPECT_TRUE(ledger.commits.empty());
}

TEST_F(SoldPass, ARowThatCannotBeReadLeavesItsKeyUnknown) {
  Holding row = row_of(market, "0");
  row.quantity.reset();
  row.flaw = "nobody can say";
  venue.by_name = {row};
  ASSERT_TRUE(pass());
  EXPECT_EQ(quantity(market), "10");
  EXPECT_EQ(ledger.view(venue.account())->cases.at(0).reason, CaseReason::unknown_row);
}

TEST_F(SyncPass, NamesWhatTheListingDoesNotName) {
  venue.listing = {row_of(market, "10")};
  const auto report = pass();
  EXPECT_EQ(report->snapshot->find(market)->about.title, "Market A");
  EXPECT_EQ(ledger.commits.at(0).instruments.at(0).title, "Market A");
}

TEST_F(SyncPass, RefreshesPricesOfALargeAccountInTurns) {
  for (int i = 0; i < 1'200; ++i) {
    venue.listing.push_back(row_of(kalshi_key(std::to_string(10'000 + i)), "1"));
  }
  std::set<InstrumentId> asked;
  for (int turn = 0; turn < 3; ++turn) {
    ASSERT_TRUE(pass());
    EXPECT_LE(venue.described.back().size(), 500U);
    asked.insert(venue.described.back().begin(), venue.described.back().end());
  }
  EXPECT_EQ(asked.size(), 1'200U);
}

TEST_F(SyncPass, GoesOnWithoutNames) {
  venue.listing = {row_of(market, "10")};
  venue.market_fault = Error{Fault::unreachable, "no"};
  ASSERT_TRUE(pass());
  EXPECT_EQ(quantity(market), "10");
}

TEST_F(SyncPass, LeavesAServiceAloneForAMinuteThatGivesNoNames) {
  venue.listing = {row_of(market, "10")};
  venue.market_fault = Error{Fault::unreachable, "no"};
  ASSERT_TRUE(pass());
  venue.market_fault.reset();
  clock.advance(50s);
  ASSERT_TRUE(pass());
  EXPECT_EQ(venue.described.size(), 1U);
  clock.advance(10s);
  EXPECT_EQ(pass()->snapshot->find(market)->about.title, "Market A");
}

TEST_F(SyncPass, AsksForTheStateThatAListingDoesNotTell) {
  Holding row = row_of(market, "10");
  row.about = {.id = market.instrument, .title = "From the listing", .price = px("0.4")};
  venue.listing = {row};
  venue.markets[market.instrument] = {.id = market.instrument,
                                      .title = "From its record",
                                      .state = MarketState::closed,
                                      .close_time = at_s(-60),
                                      .price = px("0.9")};
  const auto report = pass();
  const Instrument& about = report->snapshot->find(market)->about;
  EXPECT_EQ(about.state, MarketState::closed);
  EXPECT_EQ(about.close_time, at_s(-60));
  EXPECT_EQ(about.title, "From the listing");
  EXPECT_EQ(about.price, px("0.4"));
  EXPECT_EQ(ledger.commits.at(0).instruments.at(0).state, MarketState::closed);
}

// A market of a kind that nobody knows: what is held of it is not what its tokens' ids seem to say.
class FlawedMarket : public SyncPass {
 protected:
  FlawedMarket() {
    venue.markets[market.instrument] = {
        .id = market.instrument, .title = "A", .flaw = "the market A is of version v9"};
  }
  std::string only_case() {
    const auto view = ledger.view(venue.account()).value();
    if (view.cases.size() != 1) return std::to_string(view.cases.size()) + " cases";
    const Case& one = view.cases.front();
    return std::string{name_of(one.reason)} + " of " + one.key.value_or(PositionKey{}).text() +
           ": " + one.text;
  }
  PositionKey other = kalshi_key("B");
  std::string told = "unknown_row of " + market.text() + ": the market A is of version v9";
};

TEST_F(FlawedMarket, IsNotAdoptedAndTheOthersGoOn) {
  venue.listing = {row_of(market, "10"), row_of(other, "3")};
  const auto report = pass();
  ASSERT_TRUE(report) << report.error().what;
  EXPECT_EQ(quantity(market), "0");
  EXPECT_EQ(quantity(other), "3");
  EXPECT_EQ(only_case(), told);
}

TEST_F(FlawedMarket, IsNotAdoptedWhileItPaysEither) {
  Holding row = row_of(market, "10");
  row.about.title = "From the listing";
  row.about.state = MarketState::resolved;
  row.redeemable = true;
  venue.listing = {row};
  ASSERT_TRUE(pass());
  EXPECT_EQ(quantity(market), "0");
  EXPECT_EQ(only_case(), told);
}

TEST_F(FlawedMarket, IsNeitherUpdatedNorClosed) {
  holds(market, "10");
  const Fill sold = fill_of(market, "sold", 0, "-10", "0.6");
  venue.events.fills = {sold};
  venue.events.newest_activity[market] = sold.at;
  clock.advance(60s);
  for (const std::string_view listed : {"7", "0", "absent"}) {
    memory = {};  // as after a restart
    venue.listing.clear();
    if (listed != "absent") venue.listing.push_back(row_of(market, listed));
    for (int again = 0; again < 5; ++again) {
      ASSERT_TRUE(pass());
      clock.advance(60s);
    }
    EXPECT_EQ(quantity(market), "10") << listed;
    EXPECT_EQ(only_case(), told);
  }
}

TEST_F(SyncPass, GoesOnWithoutEventsButClosesNothing) {
  holds(market, "10");
  venue.listing = {row_of(kalshi_key("B"), "3")};
  venue.events_fault = Error{Fault::unreachable, "no"};
  const auto report = pass();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->counts, (PassCounts{.active = 2, .created = 1, .held_back = 1}));
  EXPECT_EQ(quantity(market), "10");
}

class ChainPass : public SyncPass {
 protected:
  ChainPass() {
    witness = &chain;
    policy.witness = WitnessNeed::chain;
  }
  ScriptedWitness chain;
};

TEST_F(ChainPass, AsksTheWitnessAboutEveryKeyOfEitherSide) {
  holds(market, "10");
  venue.listing = {row_of(kalshi_key("B"), "3")};
  ASSERT_TRUE(pass());
  EXPECT_EQ(chain.asked.at(0), (std::vector{market, kalshi_key("B")}));
}

TEST_F(ChainPass, GoesOnWithoutAWitnessButClosesNothing) {
  holds(market, "10");
  chain.readings = fail(Fault::unreachable, "no endpoint");
  const auto report = pass();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->counts.held_back, 1U);
  EXPECT_NE(report->witness.find("no endpoint"), std::string::npos);
  EXPECT_EQ(quantity(market), "10");
}

TEST_F(SyncPass, PutsARefusedPassOnRecordOnce) {
  SyncSubject subject{venue, nullptr, ledger, clock, policy};
  tape.answers.push_back({"positions", 401, clock.now(), "{}"});
  const Error error{Fault::unauthorised, "key refused"};
  const auto first = record_refusal(subject, error, tape);
  ASSERT_TRUE(first && first->commit);
  EXPECT_EQ(ledger.commits.at(0).cases.at(0).reason, CaseReason::unauthorised);
  EXPECT_EQ(ledger.commits.at(0).raw.size(), 1U);
  EXPECT_TRUE(ledger.commits.at(0).entries.empty());
  EXPECT_FALSE(record_refusal(subject, {Fault::unauthorised, "refused again"}, tape)->commit);
  EXPECT_TRUE(record_refusal(subject, {Fault::malformed, "renamed"}, tape)->commit)
      << "another trouble is news";
}

TEST_F(SyncPass, ClosesTheAccountsCaseWithTheNextGoodAnswer) {
  SyncSubject subject{venue, nullptr, ledger, clock, policy};
  ASSERT_TRUE(record_refusal(subject, {Fault::unauthorised, "key refused"}, tape));
  ASSERT_TRUE(pass());
  EXPECT_TRUE(ledger.view(venue.account())->cases.empty());
}

class SalePass : public SyncPass {
 protected:
  SalePass() {
    holds(market, "10");
    venue.listing = {row_of(market, "10")};
    venue.sale_limits = std::map<PositionKey, SaleLimits>{{market, {.in_sells = qty("4")}}};
  }
};

TEST_F(SalePass, IsToldWhatLimitsTheSaleOfAllThatIsOpen) {
  const auto report = pass();
  ASSERT_TRUE(report);
  ASSERT_TRUE(report->sale_limits);
  EXPECT_EQ(report->sale_limits->keys.at(market).in_sells, qty("4"));
  EXPECT_EQ(report->sale_limits->unasked, "");
  EXPECT_EQ(venue.asked_to_sell, (std::vector<std::vector<PositionKey>>{{market}}));
  EXPECT_EQ(tape.answers.back().source, "orders");
}

TEST_F(SalePass, AsksWhenTheLedgerHasWhatThePassFoundAndNotBefore) {
  const PositionKey found = kalshi_key("B");
  venue.listing.push_back(row_of(found, "3"));
  ASSERT_TRUE(pass());
  EXPECT_EQ(venue.asked_to_sell, (std::vector<std::vector<PositionKey>>{{market, found}}));
  ASSERT_EQ(ledger.commits.size(), 1U);
  EXPECT_EQ(ledger.commits[0].raw.size(), 1U) << "what was booked does not rest on the orders";
}

TEST_F(SyncPass, AsksAboutNoSaleWhereNothingIsHeld) {
  venue.sale_limits = std::map<PositionKey, SaleLimits>{};
  const auto report = pass();
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->sale_limits);
  EXPECT_TRUE(venue.asked_to_sell.empty());
}

TEST_F(SalePass, StandsWhateverBecomesOfTheQuestion) {
  for (const Fault fault : {Fault::unreachable, Fault::unauthorised, Fault::malformed,
                            Fault::incomplete, Fault::rate_limited}) {
    venue.sale_limits = fail(fault, "not today");
    const auto report = pass();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->counts.active, 1U);
    ASSERT_TRUE(report->sale_limits);
    EXPECT_TRUE(report->sale_limits->keys.empty());
    EXPECT_NE(report->sale_limits->unasked.find("not today"), std::string::npos);
  }
  venue.sale_limits = fail(Fault::cancelled, "stop");
  EXPECT_EQ(pass().error().fault, Fault::cancelled);
}

TEST_F(SalePass, WaitsForNobodyLongerThanTenSeconds) {
  venue.sale_limits_take = 300s;
  const UtcTime began = clock.now();
  const auto report = pass();
  ASSERT_TRUE(report);
  EXPECT_LT(clock.now() - began, 15s);
  ASSERT_TRUE(report->sale_limits);
  EXPECT_TRUE(report->sale_limits->keys.empty());
  EXPECT_NE(report->sale_limits->unasked, "");
}

TEST(CaseReasonOf, FollowsTheTable) {
  EXPECT_EQ(case_reason_of(Fault::unreachable), CaseReason::stale);
  EXPECT_EQ(case_reason_of(Fault::rate_limited), CaseReason::stale);
  EXPECT_EQ(case_reason_of(Fault::unauthorised), CaseReason::unauthorised);
  EXPECT_EQ(case_reason_of(Fault::malformed), CaseReason::schema);
  EXPECT_EQ(case_reason_of(Fault::incomplete), CaseReason::incomplete);
  EXPECT_EQ(case_reason_of(Fault::identity), CaseReason::identity);
  EXPECT_EQ(case_reason_of(Fault::conflict), CaseReason::conflict);
}

}  // namespace
}  // namespace holdfast
