#include <gtest/gtest.h>

#include "sim_stage.hpp"

namespace holdfast {
namespace {

using sim::FaultKind;
using test::qty;
using test::run;
using test::SimStage;

Result<Snapshot> snapshot_of(SimStage& stage) {
  auto venue = stage.kalshi();
  return run(venue.fetch_snapshot(stage.tape));
}

PositionKey key_of(std::uint16_t subaccount, std::uint16_t shard, const std::string& ticker) {
  PositionKey key = test::kalshi_key(ticker, subaccount);
  key.shard = shard;
  return key;
}

// Both sides, a fraction, three shards, two subaccounts.
void fill_portfolio(SimStage& stage) {
  stage.kalshi_position("KXA", "yes", "120.00");
  stage.kalshi_position("KXB", "no", "45.00");
  stage.kalshi_position("KXC", "yes", "25.50", 2);
  stage.kalshi_position("KXD", "yes", "0.05", 3);
  stage.kalshi_position("KXE", "no", "12.50", 2, 2);
}

TEST(KalshiAgainstTheSimulator, ListsWhatIsHeldAcrossSubaccountsAndShards) {
  SimStage stage;
  fill_portfolio(stage);
  const auto snapshot = snapshot_of(stage);
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  const std::map<PositionKey, std::string> expected{{key_of(0, 0, "KXA"), "120"},
                                                    {key_of(0, 0, "KXB"), "-45"},
                                                    {key_of(0, 2, "KXC"), "25.5"},
                                                    {key_of(0, 3, "KXD"), "0.05"},
                                                    {key_of(2, 2, "KXE"), "-12.5"}};
  EXPECT_EQ(snapshot->holdings().size(), expected.size());
  for (const auto& [key, quantity] : expected) {
    ASSERT_NE(snapshot->find(key), nullptr) << key.text();
    EXPECT_EQ(snapshot->find(key)->quantity, qty(quantity)) << key.text();
  }
}

TEST(KalshiAgainstTheSimulator, ReadsEverySizeOfAccount) {
  for (const std::int64_t rows : {0, 1, 501, 1'200}) {
    SimStage stage{rows};
    const auto snapshot = snapshot_of(stage);
    ASSERT_TRUE(snapshot) << rows << ": " << snapshot.error().what;
    EXPECT_EQ(snapshot->holdings().size(), static_cast<std::size_t>(rows));
  }
}

TEST(KalshiAgainstTheSimulator, AnswersAboutSingleKeys) {
  SimStage stage{1'200};
  fill_portfolio(stage);
  auto venue = stage.kalshi();
  const auto snapshot = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_FALSE(snapshot->in_one_piece());
  const auto first = snapshot->holdings().begin()->first;
  const auto rows = run(venue.fetch_holdings(
      {first, key_of(0, 2, "KXC"), key_of(2, 2, "KXE"), key_of(0, 0, "KXE"), key_of(0, 0, "KXNO")},
      stage.tape));
  ASSERT_TRUE(rows) << rows.error().what;
  std::map<PositionKey, std::string> said;
  for (const Holding& row : *rows) said[row.key] = row.quantity->text();
  EXPECT_EQ(said,
            (std::map<PositionKey, std::string>{{first, snapshot->find(first)->quantity->text()},
                                                {key_of(0, 2, "KXC"), "25.5"},
                                                {key_of(2, 2, "KXE"), "-12.5"}}));
}

TEST(KalshiAgainstTheSimulator, HasFillsThatSumToWhatIsHeld) {
  for (const std::int64_t rows : {0, 60}) {
    SimStage stage{rows};
    fill_portfolio(stage);
    auto venue = stage.kalshi();
    const auto snapshot = run(venue.fetch_snapshot(stage.tape));
    ASSERT_TRUE(snapshot) << snapshot.error().what;
    const auto events = run(venue.fetch_events(test::everything_about(*snapshot), stage.tape));
    ASSERT_TRUE(events) << events.error().what;
    std::map<PositionKey, Sum<Quantity>> sums;
    for (const Fill& fill : events->fills) sums[fill.key].add(fill.change);
    for (const auto& [key, row] : snapshot->holdings()) {
      EXPECT_EQ(sums[key].units(), row.quantity->units()) << key.text();
    }
    EXPECT_TRUE(events->unsettled.empty());
  }
}

TEST(KalshiAgainstTheSimulator, SeesASaleAndASettlement) {
  SimStage stage;
  fill_portfolio(stage);
  auto venue = stage.kalshi();
  const auto key = key_of(0, 0, "KXA");
  const UtcTime before = stage.clock.now();
  stage.act(R"({"venue":"kalshi","do":"sell","ticker":"KXA","side":"yes",)"
            R"("count":"20","price":"0.64"})");
  auto snapshot = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->find(key)->quantity, qty("100"));
  auto events = run(venue.fetch_events({{key, before}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->fills.size(), 1U);
  EXPECT_EQ(events->fills[0].change, qty("-20"));
  EXPECT_EQ(events->fills[0].price, test::px("0.64"));

  stage.act(R"({"venue":"kalshi","do":"settle","ticker":"KXA","result":"yes"})");
  events = run(venue.fetch_events({{key, before}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->settlements.size(), 1U);
  EXPECT_EQ(events->settlements[0].change, qty("-100"));
  EXPECT_EQ(events->settlements[0].payout, test::px("1"));
  EXPECT_EQ(events->newest_activity.at(key), events->settlements[0].at);
}

TEST(KalshiAgainstTheSimulator, NamesItsMarkets) {
  SimStage stage;
  fill_portfolio(stage);
  auto venue = stage.kalshi();
  const auto found =
      run(venue.fetch_instruments({InstrumentId{"KXC"}, InstrumentId{"KXNO-SUCH"}}, stage.tape));
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->at(0).state, MarketState::open);
  EXPECT_EQ(found->at(0).title, "Title of KXC");
}

struct Breakage {
  std::string endpoint;
  FaultKind kind;
  std::map<std::string, std::string> params;
  Fault meaning;
};

TEST(KalshiAgainstTheSimulator, IsNeverAFlatAccountWhateverBreaks) {
  const std::vector<Breakage> breakages{
      {"*", FaultKind::unauthorised, {}, Fault::unauthorised},
      {"*", FaultKind::auth_as_empty, {}, Fault::unauthorised},
      {"*", FaultKind::http, {{"status", "500"}}, Fault::unreachable},
      {"*", FaultKind::http, {{"status", "425"}}, Fault::not_now},
      {"*", FaultKind::rate_limited, {}, Fault::rate_limited},
      {"*", FaultKind::reset, {}, Fault::unreachable},
      {"*", FaultKind::truncated, {{"at", "40"}}, Fault::malformed},
      {"*", FaultKind::empty, {{"body", "[]"}}, Fault::malformed},
      {"*", FaultKind::empty, {{"body", "{}"}}, Fault::malformed},
      {"*", FaultKind::empty, {{"body", ""}}, Fault::malformed},
      {"*", FaultKind::empty, {{"body", "null"}}, Fault::malformed},
      {"positions",
       FaultKind::rename_field,
       {{"from", "position_fp"}, {"to", "position"}},
       Fault::malformed},
      {"positions", FaultKind::drop_field, {{"field", "exchange_index"}}, Fault::malformed},
      {"positions",
       FaultKind::set_field,
       {{"field", "position_fp"}, {"json", "3"}},
       Fault::malformed},
      {"positions", FaultKind::duplicate_row, {}, Fault::incomplete},
      {"positions", FaultKind::page_cut, {}, Fault::incomplete},
      {"positions", FaultKind::cursor_loop, {}, Fault::incomplete},
  };
  for (const auto& breakage : breakages) {
    // Only a list of several pages can lose one.
    const bool paged = breakage.kind == FaultKind::page_cut;
    SimStage stage{paged ? 1'200 : 8};
    stage.break_it("kalshi", breakage.endpoint, breakage.kind, breakage.params);
    const auto snapshot = snapshot_of(stage);
    ASSERT_FALSE(snapshot) << name_of(breakage.kind);
    EXPECT_EQ(snapshot.error().fault, breakage.meaning)
        << name_of(breakage.kind) << ": " << snapshot.error().what;
  }
}

TEST(KalshiAgainstTheSimulator, MakesOneUnreadableQuantityOneUnknownKey) {
  SimStage stage{1};
  stage.break_it("kalshi", "positions", FaultKind::set_field,
                 {{"field", "position_fp"}, {"json", "\"1e30\""}});
  const auto snapshot = snapshot_of(stage);
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_FALSE(snapshot->holdings().begin()->second.quantity);
}

TEST(KalshiAgainstTheSimulator, IsRefusedWithAKeyThatWasRevoked) {
  SimStage stage;
  stage.act(R"({"venue":"kalshi","do":"revoke_key","key_id":"test-key"})");
  EXPECT_EQ(snapshot_of(stage).error().fault, Fault::unauthorised);
}

TEST(KalshiAgainstTheSimulator, ReadsTheOneSubaccountAKeyIsPinnedTo) {
  SimStage stage;
  fill_portfolio(stage);
  auto& keys = stage.simulator.world().kalshi.keys;
  keys.at("test-key").subaccount = std::uint16_t{2};
  auto venue = stage.kalshi({.subaccounts = {2}});
  const auto snapshot = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->holdings().size(), 1U);
  // Without the number nothing is guessed.
  EXPECT_EQ(snapshot_of(stage).error().fault, Fault::unauthorised);
}

TEST(KalshiAgainstTheSimulator, FollowsAVenueClockThatIsOff) {
  for (const char* ms : {"600000", "-600000"}) {
    SimStage stage;
    stage.break_it("kalshi", "*", FaultKind::clock_skew, {{"ms", ms}});
    auto venue = stage.kalshi();
    const auto checks = run(venue.identify(stage.tape));
    ASSERT_TRUE(checks) << checks.error().what;
    EXPECT_EQ(checks->at(0).name, "clock");
    EXPECT_FALSE(checks->at(0).passed);
    EXPECT_EQ(checks->at(1).name, "key");
    EXPECT_TRUE(checks->at(1).passed) << checks->at(1).text;
  }
}

TEST(KalshiAgainstTheSimulator, ProvesItsIdentity) {
  SimStage stage;
  auto venue = stage.kalshi();
  const auto checks = run(venue.identify(stage.tape));
  ASSERT_TRUE(checks) << checks.error().what;
  for (const auto& check : *checks) EXPECT_TRUE(check.passed) << check.name << ": " << check.text;
}

}  // namespace
}  // namespace holdfast
