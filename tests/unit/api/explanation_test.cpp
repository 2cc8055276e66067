#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/api_house.hpp"

// What a number rests on, in words, and what is said of the past.
namespace holdfast::api {
namespace {

using test::ApiHouse;
using testing::HasSubstr;
using testing::Not;

using test::fed;
using test::rain;
using Explanations = test::KalshiHouse;

// What is known of the present only must not stand beside a past figure.
TEST_F(Explanations, NothingOfThePresentStandsBesideThePast) {
  house.ledger.journal = {row(1, "10", 100), row(2, "-4", 200)};
  house.ledger.positions = {test::position_of(fed, "6")};
  Holding held = test::row_of(fed, "5");
  held.about.price = test::px("0.7");
  held.about.state = MarketState::open;
  house.replicas.replica.accounts[0].snapshot = test::listing_of(VenueName::kalshi, {held});
  house.replicas.replica.cases = {drift("c1", "1")};
  house.ledger.cases = {drift("old", "1"), drift("c1", "1"), drift("new", "1")};
  house.ledger.cases[0].opened_at = house.ledger.cases[0].updated_at = test::at_s(90);
  house.ledger.cases[1].opened_at = test::at_s(100);
  house.ledger.cases[1].updated_at = test::at_s(600);
  const std::string then = iso_text(test::at_s(150));
  const std::string past = house.get("/api/v1/ledger/positions?at=" + then).body;
  EXPECT_THAT(past, HasSubstr(R"({"as_of":")" + then + R"(","complete":true,)"));
  EXPECT_THAT(past, HasSubstr(R"("market_state":"unknown","price":null)"));
  EXPECT_THAT(past, HasSubstr(R"("cost":"5","average_price":"0.5","value":null,)"
                              R"("unrealized_pnl":null)"));
  EXPECT_THAT(past, HasSubstr(R"("at_source":null,"drift":null,"source":null,"as_of":null,)"
                              R"("verdict":null)"));
  const std::string why = house.get("/api/v1/instruments/KXFED/explanation?at=" + then).body;
  EXPECT_THAT(why, HasSubstr(R"("verdict":null,"lines":["the ledger holds 10)"));
  EXPECT_THAT(why, HasSubstr("case old is suspected"));
  EXPECT_THAT(why, HasSubstr("case c1 was open since"));
  EXPECT_THAT(why, HasSubstr(R"("changed_since":["c1"])"));
  EXPECT_THAT(why, Not(HasSubstr("case new")));
  EXPECT_THAT(why, HasSubstr(R"("holding":null)"));
  EXPECT_THAT(house.get("/api/v1/pnl?at=" + then).body, HasSubstr(R"({"as_of":")" + then));
  for (const auto* other :
       {"status", "cases", "alerts", "holdings", "drifts", "gates", "journal", "events"}) {
    const Answer refused = house.get("/api/v1/" + std::string{other} + "?at=" + then);
    EXPECT_EQ(refused.status, 400) << other;
    EXPECT_THAT(refused.body, HasSubstr("for now only")) << other;
  }
  EXPECT_EQ(house.get("/api/v1/history?at=" + iso_text(test::at_s(2000))).status, 400);
}

TEST_F(Explanations, ExplanationNamesEntriesListingAndCase) {
  house.ledger.journal = {row(1, "10", 100)};
  house.ledger.positions = {test::position_of(fed, "10")};
  house.ledger.cases = {drift("c1", "1")};
  const std::string body = house.get("/api/v1/instruments/KXFED/explanation").body;
  EXPECT_THAT(body, HasSubstr("the ledger holds 10, the sum of 1 entry, at a cost of 5"));
  EXPECT_THAT(body, HasSubstr("kalshi/main says 10 as of 2026-09-21T14:29:50.000Z"));
  EXPECT_THAT(body, HasSubstr("case c1 is suspected"));
  EXPECT_THAT(body, HasSubstr("sellable now: unknown, the venue has not been asked yet"));
  EXPECT_EQ(house.get("/api/v1/instruments/KXNONE/explanation").status, 404);
  EXPECT_EQ(house.get("/api/v1/instruments/KXFED/explanation?account=kalshi/b").status, 404);
  house.ledger.positions.push_back(test::position_of(rain, "2"));
  EXPECT_EQ(house.get("/api/v1/instruments/KXRAIN%2FNYC/explanation").status, 200);
}

// The words add up as the figures do: of each life, an entry that turned it around in both.
TEST_F(Explanations, AnExplanationInWordsAddsUpLifeByLife) {
  house.ledger.journal = {row(1, "10", 100), row(2, "-4", 200), row(3, "-9", 300)};
  house.ledger.positions = {test::position_of(fed, "-3")};
  JournalRow guess = row(4, "10", 50);
  guess.entry.kind = EntryKind::adoption;
  house.ledger.journal.push_back(guess);
  house.ledger.journal[0].entry.supersedes = guess.entry.id;
  const std::string body = house.get("/api/v1/instruments/KXFED/explanation").body;
  const auto at = [](std::int64_t s) { return iso_text(test::at_s(s)); };
  const std::string lines =
      R"("lines":["life 2: the ledger holds -3, the sum of 1 entry, at a cost of 1.5","  )" +
      at(300) +
      R"( fill -9 at 0.5 (fill): f3; -3 of it; cost 1.5","life 1: closed by fill f3: fill; it )"
      R"(brought 0","  )" +
      at(100) + R"( fill 10 at 0.5 (fill): f1; cost 5","  )" + at(200) +
      R"( fill -4 at 0.5 (fill): f2; cost -2","  )" + at(300) +
      R"( fill -9 at 0.5 (fill): f3; -6 of it; cost -3",")" + at(50) +
      R"( adoption 10 at 0.5 (fill): f4; gave way to facts")";
  EXPECT_THAT(body, HasSubstr(lines));
}

// The same in figures: a life that has ended says by what, and how much it was.
TEST_F(Explanations, ALifeThatHasEndedSaysHowMuchItWas) {
  house.ledger.journal = {row(1, "10", 100), row(2, "-10", 200)};
  house.ledger.journal[1].entry.cause = Cause::liquidation;
  house.ledger.positions = {test::position_of(fed, "0")};
  EXPECT_THAT(house.get("/api/v1/instruments/KXFED/explanation").body,
              HasSubstr(R"("ended_by":"liquidation","closed_quantity":"10")"));
}

TEST_F(Explanations, WhatAPersonClosedNamesTheCaseThatGoesOnWithoutIt) {
  JournalRow gone = row(2, "-10", 200);
  gone.entry.kind = EntryKind::close;
  gone.entry.price.reset();
  gone.entry.closing =
      Evidence{EvidenceKind::person, "brake:1", test::at_s(200), "confirmed by me"};
  house.ledger.journal = {row(1, "10", 100), gone};
  Position closed = test::position_of(fed, "0", "0");
  closed.state = PositionState::closed;
  house.ledger.positions = {closed};
  Case brake{.id = CaseId{"brake:1"}, .account = fed.account, .reason = CaseReason::brake};
  brake.keys = {rain};
  brake.released_keys = {fed};
  brake.text = "4 are gone";
  house.ledger.cases = {brake};
  const std::string body = house.get("/api/v1/instruments/KXFED/explanation").body;
  EXPECT_THAT(body,
              HasSubstr("closed by person brake:1: confirmed by me; it brought nobody knows"));
  EXPECT_THAT(body, HasSubstr("case brake:1 is suspected (brake): 4 are gone; this one it does not "
                              "hold back"));
}

}  // namespace
}  // namespace holdfast::api
