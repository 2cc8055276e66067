#include "daemon/meter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/api_house.hpp"

namespace holdfast::daemon {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const PositionKey fed = test::kalshi_key("KXFED");
const PositionKey token = test::poly_key("111");

Event told(EventKind kind, std::optional<EvidenceKind> evidence) {
  return {kind, fed.account, fed, test::at_s(0), "text", "entry", evidence};
}

Case case_of(const PositionKey& key, std::optional<Money> at_stake) {
  Case open;
  open.id = CaseId{"case " + key.text()};
  open.account = key.account;
  open.key = key;
  open.reason = CaseReason::suspected;
  open.at_stake = at_stake;
  return open;
}

struct MeterTest : testing::Test {
  std::string text() { return meter.render(std::make_shared<const Replica>(replica)); }
  test::StillClock clock;
  Meter meter{clock};
  Replica replica;
};

TEST_F(MeterTest, NamesTheEvidenceThatClosed) {
  meter.publish(told(EventKind::position_closed, EvidenceKind::settlement));
  meter.publish(told(EventKind::position_closed, EvidenceKind::fill));
  meter.publish(told(EventKind::position_closed, EvidenceKind::fill));
  EXPECT_THAT(text(), HasSubstr("closed_total{venue=\"kalshi\",evidence=\"fill\"} 2\n"));
  EXPECT_THAT(text(), HasSubstr("closed_total{venue=\"kalshi\",evidence=\"settlement\"} 1\n"));
}

TEST_F(MeterTest, CountsAsUpdatedOnlyWhatChangedAQuantity) {
  meter.publish(told(EventKind::position_updated, std::nullopt));  // late facts, imports, shares
  EXPECT_THAT(text(), Not(HasSubstr("holdfast_positions_updated_total")));
  meter.publish(told(EventKind::position_updated, EvidenceKind::listing));
  EXPECT_THAT(text(), HasSubstr("holdfast_positions_updated_total{venue=\"kalshi\"} 1\n"));
}

TEST_F(MeterTest, CountsSnapshotsAndTimesWhatIsWhole) {
  meter.answered({fed.account, VenueName::kalshi, "complete", 300ms});
  meter.answered({fed.account, VenueName::kalshi, "malformed", std::nullopt});
  EXPECT_THAT(text(), HasSubstr("snapshots_total{account=\"kalshi/main\",result=\"complete\"} 1"));
  EXPECT_THAT(text(), HasSubstr("snapshots_total{account=\"kalshi/main\",result=\"malformed\"} 1"));
  EXPECT_THAT(text(), HasSubstr("snapshot_duration_seconds_count{venue=\"kalshi\"} 1\n"));
  EXPECT_THAT(text(), HasSubstr("snapshot_duration_seconds_sum{venue=\"kalshi\"} 0.3"));
}

TEST_F(MeterTest, ShowsTheLoopsLastTurnAndWhatMayLeave) {
  meter.turned("engine", {{"kalshi", 16}, {"polygon", 0}});
  meter.requested("polygon", "rate_limited");
  EXPECT_THAT(text(), HasSubstr("heartbeat_timestamp_seconds{loop=\"engine\"} 1790000000\n"));
  EXPECT_THAT(text(), HasSubstr("holdfast_rate_budget_left{venue=\"kalshi\"} 16\n"));
  EXPECT_THAT(text(), HasSubstr("holdfast_rate_budget_left{venue=\"polygon\"} 0\n"));
  EXPECT_THAT(text(), HasSubstr("requests_total{venue=\"polygon\",outcome=\"rate_limited\"} 1\n"));
}

TEST_F(MeterTest, SumsWhatIsAtStakeByCurrencyAndShowsNoZeroForTheUnknown) {
  replica.positions = {test::position_of(fed, "10", "5"), test::position_of(token, "3", "1")};
  EXPECT_THAT(text(), HasSubstr("holdfast_drift_value{currency=\"USD\"} 0\n"));
  EXPECT_THAT(text(), HasSubstr("holdfast_drift_value{currency=\"pUSD\"} 0\n"));

  Case dismissed = case_of(test::kalshi_key("OLD"), test::usd("99"));
  dismissed.state = CaseState::dismissed;
  replica.cases = {case_of(fed, test::usd("1.25")), case_of(token, std::nullopt),
                   case_of(test::kalshi_key("OTHER"), test::usd("2")),
                   case_of(test::kalshi_key("NEW"), std::nullopt), dismissed};
  EXPECT_THAT(text(), HasSubstr("holdfast_drift_value{currency=\"USD\"} 3.25\n"));
  EXPECT_THAT(text(), Not(HasSubstr("currency=\"pUSD\"")));
}

}  // namespace
}  // namespace holdfast::daemon
