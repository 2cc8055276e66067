#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/api_house.hpp"

// What a person reads of what differs: the headline's sentence, the list, the positions.
namespace holdfast::api {
namespace {

using test::ApiHouse;
using testing::HasSubstr;
using testing::Not;

const PositionKey fed = test::kalshi_key("KXFED");
const PositionKey rain = test::kalshi_key("KXRAIN");
const PositionKey snow = test::kalshi_key("KXSNOW");

struct Differences : testing::Test {
  Differences() {
    const auto rows = {test::row_of(fed, "8"), test::row_of(snow, "5")};
    replica.accounts = {
        test::account_of(VenueName::kalshi, test::listing_of(VenueName::kalshi, rows))};
    replica.positions = {test::position_of(fed, "10", "5"), test::position_of(rain, "4", "2.5"),
                         test::position_of(snow, "5", "1")};
  }
  Case lasting(CaseReason reason, std::optional<PositionKey> key) {
    Case one{.id = CaseId{"c" + std::to_string(replica.cases.size() + 1)}, .account = fed.account};
    one.key = std::move(key);
    one.reason = reason;
    one.ours = test::qty("10");
    one.theirs = test::qty("8");
    one.opened_at = test::at_s(500);
    return one;
  }
  std::string text() { return house.get("/api/v1/status").body; }

  ApiHouse house;
  Replica& replica{house.replicas.replica};
};

TEST_F(Differences, AWordOfAPersonMakesNothingAgree) {
  Case dismissed = lasting(CaseReason::suspected, fed);
  dismissed.state = CaseState::dismissed;
  dismissed.at_stake = test::usd("1");
  replica.cases = {dismissed};
  replica.accounts[0].verdict = replica.verdict = Verdict::drift;
  EXPECT_THAT(text(), HasSubstr("1 of 3 positions differs, 1 at stake"));
  EXPECT_THAT(text(), HasSubstr(R"("drifts":{"count":1,"at_stake":"1",)"));
  EXPECT_THAT(text(), HasSubstr(R"("drifts":1,"snapshot")"));
  EXPECT_THAT(text(), HasSubstr(R"("cases":1,)"));
  const std::string positions = house.get("/api/v1/ledger/positions").body;
  EXPECT_THAT(positions, HasSubstr(R"("at_source":"8","drift":"c1",)"));
  EXPECT_THAT(positions, HasSubstr(R"("verdict":"drift"})"));
}

TEST_F(Differences, ACaseOfAnAccountHasNoQuantityOfOurs) {
  Case schema = lasting(CaseReason::schema, std::nullopt);
  schema.ours = {};
  schema.theirs.reset();
  replica.cases = {schema, lasting(CaseReason::suspected, fed)};
  const std::string cases = house.get("/api/v1/cases").body;
  EXPECT_THAT(cases, HasSubstr(R"("ours":null,"theirs":null,)"));
  EXPECT_THAT(cases, HasSubstr(R"("ours":"10","theirs":"8",)"));
}

TEST_F(Differences, WhatTheBrakeHoldsBackIsCountedAndSummed) {
  Case brake = lasting(CaseReason::brake, std::nullopt);
  brake.keys = {fed, rain, test::kalshi_key("KXGONE")};
  replica.cases = {brake, lasting(CaseReason::unproven_absence, fed)};
  replica.cases[1].at_stake = test::usd("5");
  EXPECT_THAT(text(), HasSubstr("2 of 3 positions differ, 7.5 at stake"));
  EXPECT_THAT(text(), HasSubstr(R"("drifts":{"count":2,"at_stake":"7.5",)"));
  EXPECT_THAT(text(), HasSubstr(R"("drifts":2,"snapshot")"));
  const std::string rows = house.get("/api/v1/drifts").body;
  EXPECT_THAT(rows, HasSubstr(R"("case":"c1","title":"","reason":"brake","state":"suspected",)"
                              R"("ours":"4","theirs":"0","difference":"-4","at_stake":"2.5",)"));
  EXPECT_THAT(rows, HasSubstr(R"("at_stake":"7.5"})"));
  replica.positions[1].cost.reset();
  EXPECT_THAT(text(), HasSubstr("2 of 3 positions differ, at least 5 at stake"));
  replica.cases = {lasting(CaseReason::brake, std::nullopt)};
  replica.cases[0].text = "a pass ended 4 of 5 open positions";
  EXPECT_THAT(text(), HasSubstr(R"("text":"kalshi/main: a pass ended 4 of 5 open positions")"));
}

TEST_F(Differences, WhyNobodyKnowsIsSaidAsItIs) {
  replica.accounts[0].verdict = Verdict::unknown;
  replica.cases = {lasting(CaseReason::unknown_row, fed)};
  EXPECT_THAT(text(), HasSubstr(R"("text":"kalshi/main: 1 row cannot be read")"));
  replica.accounts[0].current = false;
  EXPECT_THAT(text(), HasSubstr(R"("text":"kalshi/main: its last whole answer is too old")"));
  replica.accounts[0].snapshot = nullptr;
  EXPECT_THAT(text(), HasSubstr(R"("text":"kalshi/main: no whole answer yet")"));
  replica.accounts[0].error = Error{Fault::unreachable, "no route"};
  EXPECT_THAT(text(), HasSubstr(R"("text":"kalshi/main: no route")"));
}

}  // namespace
}  // namespace holdfast::api
