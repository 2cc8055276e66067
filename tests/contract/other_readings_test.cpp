// What nobody knows of the venues (docs/venues/uncertain.md), read the one way and the other: a
// position must come out the same, or be held for unknown, never be lost.
#include <gtest/gtest.h>

#include "sim_stage.hpp"

namespace holdfast {
namespace {

using test::qty;
using test::run;
using test::SimStage;

PositionKey kalshi_key(const std::string& ticker, std::uint16_t subaccount = 0) {
  return {.account = AccountId{"kalshi/main"},
          .venue = VenueName::kalshi,
          .subaccount = subaccount,
          .instrument = InstrumentId{ticker}};
}

void set_exchange(SimStage& stage, const std::string& name) {
  stage.act(R"({"venue":"kalshi","do":"set_exchange",")" + name + R"(":true})");
}

// Buys ten at 0.40, and waits.
void rest_order(SimStage& stage, const std::string& ticker, std::uint16_t subaccount) {
  const Quantity ten = qty("10");
  stage.simulator.world().kalshi.record(
      {.at = stage.clock.now(),
       .account = "main",
       .what = sim::kalshi::OrderOpened{{.id = "resting",
                                         .ticker = ticker,
                                         .subaccount = subaccount,
                                         .change = ten,
                                         .initial = ten,
                                         .opens = ten,
                                         .yes_price = test::px("0.40"),
                                         .status = "resting",
                                         .created = stage.clock.now(),
                                         .updated = stage.clock.now()}}});
  stage.clock.advance(std::chrono::minutes{1});
}

class OtherReadings : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override { stage.kalshi_position("KXA", "yes", "120.00"); }
  void set_if_other(const std::string& name) {
    if (GetParam()) set_exchange(stage, name);
  }
  SimStage stage;
};

// K1: the fill of the very second that is asked from.
TEST_P(OtherReadings, AFillOfTheSecondThatIsAskedFromIsRead) {
  set_if_other("min_ts_is_exclusive");
  const UtcTime second = std::chrono::floor<std::chrono::seconds>(stage.clock.now());
  stage.act(R"({"venue":"kalshi","do":"sell","ticker":"KXA","side":"yes","count":"20",)"
            R"("price":"0.64"})");
  auto venue = stage.kalshi();
  const auto events = run(venue.fetch_events({{kalshi_key("KXA"), second}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->fills.size(), 1U);
  EXPECT_EQ(events->fills[0].change, qty("-20"));
}

// K6: an order in another subaccount than the primary one.
TEST_P(OtherReadings, AnOrderThatRestsInASubaccountIsSeen) {
  set_if_other("orders_default_to_primary");
  stage.kalshi_position("KXB", "yes", "5.00", 0, 2);
  rest_order(stage, "KXB", 2);
  auto venue = stage.kalshi();
  ASSERT_TRUE(run(venue.fetch_snapshot(stage.tape)));
  const auto events = run(venue.fetch_events({{kalshi_key("KXB", 2), {}}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  EXPECT_TRUE(events->open_orders.contains(kalshi_key("KXB", 2)));
}

INSTANTIATE_TEST_SUITE_P(BothWays, OtherReadings, testing::Bool());

// K2: where resting orders count, an account that holds nothing else is not told to be flat.
TEST(OtherReadingsOfKalshi, AValueWithoutAPositionIsIncompleteAndNotFlat) {
  SimStage stage{0};
  stage.act(R"({"venue":"kalshi","do":"add_market","ticker":"KXA","event_ticker":"E"})");
  rest_order(stage, "KXA", 0);
  auto venue = stage.kalshi();
  const auto plain = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(plain) << plain.error().what;
  EXPECT_TRUE(plain->holdings().empty());
  set_exchange(stage, "portfolio_value_counts_orders");
  const auto other = run(venue.fetch_snapshot(stage.tape));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().fault, Fault::incomplete);
}

// P5: the floor of the positions' listing, in the activity too.
TEST(OtherReadingsOfPolymarket, ATradeOfDustIsReadWhereSmallOnesAreHidden) {
  for (const bool other : {false, true}) {
    SimStage stage{0, 1};
    if (other) {
      stage.act(R"({"venue":"polymarket","do":"set_service","activity_has_floor":true})");
    }
    const auto key = stage.polymarket_position("dust", "0.05");
    auto venue = stage.polymarket();
    const auto events = run(venue.fetch_events({{key, {}}}, stage.tape));
    ASSERT_TRUE(events) << events.error().what;
    ASSERT_EQ(events->fills.size(), 1U) << other;
    EXPECT_EQ(events->fills[0].change, qty("0.05"));
  }
}

}  // namespace
}  // namespace holdfast
