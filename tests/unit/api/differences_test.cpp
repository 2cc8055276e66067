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
  EXPECT_THAT(text(), HasSubstr("1 of 3 positions differ, 1 at stake"));
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

}  // namespace
}  // namespace holdfast::api
