#include <gtest/gtest.h>

#include <set>

#include "sim_stage.hpp"

namespace holdfast {
namespace {

using polymarket::DataShape;
using sim::FaultKind;
using test::qty;
using test::run;
using test::SimStage;

Result<Snapshot> snapshot_of(SimStage& stage, DataShape shape = DataShape::automatic) {
  auto venue = stage.polymarket(shape);
  return run(venue.fetch_snapshot(stage.tape));
}

std::vector<PositionKey> keys_of(const Snapshot& snapshot) {
  std::vector<PositionKey> keys;
  for (const auto& [key, row] : snapshot.holdings()) keys.push_back(key);
  return keys;
}

struct Portfolio {
  PositionKey whole, dust, neg_risk, structured, archived;
};

// One of each kind of market, and less than the default dust floor of the API.
Portfolio fill_wallet(SimStage& stage) {
  return {.whole = stage.polymarket_position("whole", "250"),
          .dust = stage.polymarket_position("dust", "0.05"),
          .neg_risk = stage.polymarket_position("neg-risk", "28.09", R"(,"neg_risk":true)"),
          .structured = stage.polymarket_position("structured", "60", R"(,"version":"v2")"),
          .archived = stage.polymarket_position("archived", "7", R"(,"archived":true)")};
}

TEST(PolymarketAgainstTheSimulator, ListsDustAndArchivedMarketsToo) {
  SimStage stage;
  const Portfolio held = fill_wallet(stage);
  const auto snapshot = snapshot_of(stage);
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->holdings().size(), 5U);
  const std::pair<const PositionKey*, const char*> expected[]{{&held.whole, "250"},
                                                              {&held.dust, "0.05"},
                                                              {&held.neg_risk, "28.09"},
                                                              {&held.structured, "60"},
                                                              {&held.archived, "7"}};
  for (const auto& [key, size] : expected) {
    ASSERT_NE(snapshot->find(*key), nullptr) << size;
    EXPECT_EQ(snapshot->find(*key)->quantity, qty(size));
  }
  EXPECT_EQ(snapshot->find(held.dust)->about.slug, "dust");
}

TEST(PolymarketAgainstTheSimulator, ReadsEverySizeOfWalletInBothShapes) {
  for (const std::int64_t rows : {0, 1, 500, 1'200}) {
    SimStage stage{0, rows};
    for (const DataShape shape : {DataShape::v2, DataShape::v1}) {
      const auto snapshot = snapshot_of(stage, shape);
      ASSERT_TRUE(snapshot) << rows << ": " << snapshot.error().what;
      EXPECT_EQ(snapshot->holdings().size(), static_cast<std::size_t>(rows));
    }
  }
}

// With and without a listing before: then only Gamma knows a token's condition.
TEST(PolymarketAgainstTheSimulator, AnswersAboutSingleKeysInBothShapes) {
  for (const DataShape shape : {DataShape::automatic, DataShape::v1}) {
    SimStage stage{0, 1'200};
    const Portfolio held = fill_wallet(stage);
    const auto gone = stage.polymarket_position("gone", "3");
    stage.act(R"({"venue":"polymarket","do":"sell","wallet":")" + SimStage::holder().lower() +
              R"(","token_id":")" + gone.instrument.text + R"(","size":"3","price":"0.63"})");
    const auto snapshot = snapshot_of(stage, shape);
    ASSERT_TRUE(snapshot) << snapshot.error().what;
    EXPECT_FALSE(snapshot->in_one_piece());
    auto keys = keys_of(*snapshot);
    keys.resize(60);  // more conditions than one question takes
    const std::set<PositionKey> first{keys.begin(), keys.end()};
    const PositionKey stranger = test::poly_key("12345");
    for (const auto& key : {held.dust, held.archived, gone, stranger}) keys.push_back(key);
    auto venue = stage.polymarket(shape);
    const auto rows = run(venue.fetch_holdings(keys, stage.tape));
    ASSERT_TRUE(rows) << rows.error().what;
    std::map<PositionKey, Holding> said;
    for (const Holding& row : *rows) said.emplace(row.key, row);
    for (const auto& key : first) {
      ASSERT_TRUE(said.contains(key)) << key.text();
      EXPECT_EQ(said.at(key).quantity, snapshot->find(key)->quantity);
    }
    EXPECT_EQ(said.at(held.dust).quantity, qty("0.05"));
    EXPECT_TRUE(said.contains(held.archived));
    EXPECT_FALSE(said.contains(gone));
    EXPECT_FALSE(said.at(stranger).quantity) << "no market has it, so nobody can be asked";
    EXPECT_FALSE(said.at(stranger).flaw.empty());
  }
}

TEST(PolymarketAgainstTheSimulator, HasTradesThatSumToWhatIsHeld) {
  SimStage stage{0, 40};
  fill_wallet(stage);
  auto venue = stage.polymarket();
  const auto snapshot = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  const auto events = run(venue.fetch_events(test::everything_about(*snapshot), stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  std::map<PositionKey, Sum<Quantity>> sums;
  for (const Fill& fill : events->fills) sums[fill.key].add(fill.change);
  for (const auto& [key, row] : snapshot->holdings()) {
    EXPECT_EQ(sums[key].units(), row.quantity->units()) << row.about.slug;
  }
}

TEST(PolymarketAgainstTheSimulator, IsWitnessedByTheChain) {
  for (const std::int64_t rows : {0, 250}) {
    SimStage stage{0, rows};
    fill_wallet(stage);
    const auto snapshot = snapshot_of(stage);
    ASSERT_TRUE(snapshot) << snapshot.error().what;
    auto witness = stage.witness();
    const auto readings = run(witness.read(keys_of(*snapshot), stage.tape));
    ASSERT_TRUE(readings) << readings.error().what;
    EXPECT_EQ(readings->endpoints_answered, 2U);
    EXPECT_TRUE(readings->disputed.empty());
    ASSERT_EQ(readings->agreed.size(), snapshot->holdings().size());
    for (const auto& [key, row] : snapshot->holdings()) {
      EXPECT_EQ(readings->agreed.at(key).quantity, row.quantity) << row.about.slug;
      EXPECT_TRUE(readings->agreed.at(key).evidence.id.starts_with("polygon:"));
    }
  }
}

TEST(PolymarketAgainstTheSimulator, SeesASaleInEveryView) {
  SimStage stage;
  const PositionKey key = fill_wallet(stage).whole;
  auto venue = stage.polymarket();
  const UtcTime sold_at = stage.clock.now();
  stage.act(R"({"venue":"polymarket","do":"sell","wallet":")" + SimStage::holder().lower() +
            R"(","token_id":")" + key.instrument.text + R"(","size":"250","price":"0.63"})");
  const auto after = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(after) << after.error().what;
  EXPECT_EQ(after->find(key), nullptr);  // gone from the list: not yet a zero
  auto witness = stage.witness();
  const auto readings = run(witness.read({key}, stage.tape));
  ASSERT_TRUE(readings) << readings.error().what;
  EXPECT_EQ(readings->agreed.at(key).quantity, Quantity{});
  EXPECT_GT(readings->agreed.at(key).evidence.at, sold_at);
  const auto events = run(venue.fetch_events({{key, sold_at}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->fills.size(), 1U);
  EXPECT_EQ(events->fills[0].change, qty("-250"));
  EXPECT_GT(readings->agreed.at(key).evidence.at, events->newest_activity.at(key));
}

TEST(PolymarketAgainstTheSimulator, SeesALossAndARedemption) {
  SimStage stage;
  const Portfolio held = fill_wallet(stage);
  auto venue = stage.polymarket();
  const auto before = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(before) << before.error().what;
  const Holding won = *before->find(held.whole);
  const Holding loses = *before->find(held.neg_risk);
  stage.act(R"({"venue":"polymarket","do":"resolve","condition_id":")" + won.about.condition_id +
            R"(","first_payout":"1"})");
  const auto waiting = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(waiting) << waiting.error().what;
  EXPECT_TRUE(waiting->find(won.key)->redeemable);
  EXPECT_FALSE(waiting->find(won.key)->lost);
  stage.act(R"({"venue":"polymarket","do":"resolve","condition_id":")" + loses.about.condition_id +
            R"(","first_payout":"0"})");
  stage.act(R"({"venue":"polymarket","do":"redeem","wallet":")" + SimStage::holder().lower() +
            R"(","condition_id":")" + won.about.condition_id + R"("})");
  const auto after = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(after) << after.error().what;
  EXPECT_EQ(after->find(won.key), nullptr);
  ASSERT_NE(after->find(loses.key), nullptr);
  EXPECT_TRUE(after->find(loses.key)->lost);
  EXPECT_EQ(after->find(loses.key)->quantity, loses.quantity);
  const auto events = run(venue.fetch_events({{won.key, UtcTime{}}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  EXPECT_TRUE(events->newest_activity.contains(won.key));
}

TEST(PolymarketAgainstTheSimulator, NamesItsMarketsOpenAndClosed) {
  SimStage stage;
  const Portfolio held = fill_wallet(stage);
  auto venue = stage.polymarket();
  const auto snapshot = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(snapshot);
  stage.act(R"({"venue":"polymarket","do":"resolve","condition_id":")" +
            snapshot->find(held.whole)->about.condition_id + R"(","first_payout":"1"})");
  std::vector<InstrumentId> ids;
  for (const auto& [key, row] : snapshot->holdings()) ids.push_back(key.instrument);
  const auto found = run(venue.fetch_instruments(ids, stage.tape));
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->size(), ids.size());
  for (const Instrument& about : *found) {
    const bool resolved = about.id == held.whole.instrument;
    EXPECT_EQ(about.state, resolved ? MarketState::resolved : MarketState::open) << about.slug;
    if (resolved) EXPECT_EQ(about.payout, test::px("1"));
  }
}

TEST(PolymarketAgainstTheSimulator, SaysWhichMarketsWaitForAResultAndWhichItDoesNotKnow) {
  SimStage stage;
  const auto waiting = stage.polymarket_position("waiting", "10");
  const auto strange = stage.polymarket_position("strange", "10");
  const auto set = [&](const PositionKey& key, const std::string& more) {
    const auto& world = stage.simulator.world().polymarket;
    stage.act(R"({"venue":"polymarket","do":"set_market","condition_id":")" +
              world.market_of(key.instrument.text)->condition_id + R"(",)" + more + "}");
  };
  set(waiting, R"("closed":"true")");
  set(strange, R"("version":"v9")");
  auto venue = stage.polymarket();
  const auto found =
      run(venue.fetch_instruments({waiting.instrument, strange.instrument}, stage.tape));
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 2U);
  const bool first = found->front().id == waiting.instrument;
  const Instrument& closed = found->at(first ? 0 : 1);
  const Instrument& unknown = found->at(first ? 1 : 0);
  EXPECT_EQ(closed.state, MarketState::closed);
  EXPECT_FALSE(closed.payout);
  EXPECT_TRUE(closed.flaw.empty());
  EXPECT_NE(unknown.flaw.find("strange is of version v9"), std::string::npos) << unknown.flaw;
}

struct Breakage {
  std::string endpoint;
  FaultKind kind;
  std::map<std::string, std::string> params;
  Fault meaning;
};

TEST(PolymarketAgainstTheSimulator, IsNeverAnEmptyWalletWhateverBreaks) {
  const std::vector<Breakage> breakages{
      {"*", FaultKind::http, {{"status", "500"}}, Fault::unreachable},
      {"*", FaultKind::http, {{"status", "403"}}, Fault::unauthorised},
      {"*", FaultKind::rate_limited, {}, Fault::rate_limited},
      {"*", FaultKind::reset, {}, Fault::unreachable},
      {"*", FaultKind::truncated, {{"at", "40"}}, Fault::malformed},
      {"*", FaultKind::unauthorised, {}, Fault::unauthorised},
      {"*", FaultKind::empty, {{"body", "[]"}}, Fault::malformed},
      {"*", FaultKind::empty, {{"body", "{}"}}, Fault::malformed},
      {"*", FaultKind::empty, {{"body", ""}}, Fault::malformed},
      {"*", FaultKind::rename_field, {{"from", "current_size"}, {"to", "size"}}, Fault::malformed},
      {"*", FaultKind::drop_field, {{"field", "token_id"}}, Fault::malformed},
      {"*", FaultKind::set_field, {{"field", "current_size"}, {"json", "\"1\""}}, Fault::malformed},
      {"*", FaultKind::duplicate_row, {}, Fault::incomplete},
      {"*", FaultKind::page_cut, {}, Fault::incomplete},
      {"*", FaultKind::cursor_loop, {}, Fault::incomplete},
      {"*",
       FaultKind::wrong_owner,
       {{"owner", "0x0000000000000000000000000000000000000101"}},
       Fault::identity},
  };
  for (const auto& breakage : breakages) {
    // Only a list of several pages can lose one.
    const bool paged = breakage.kind == FaultKind::page_cut;
    SimStage stage{0, paged ? 1'200 : 8};
    stage.break_it("polymarket-data", breakage.endpoint, breakage.kind, breakage.params);
    const auto snapshot = snapshot_of(stage);
    ASSERT_FALSE(snapshot) << name_of(breakage.kind);
    EXPECT_EQ(snapshot.error().fault, breakage.meaning)
        << name_of(breakage.kind) << ": " << snapshot.error().what;
  }
}

TEST(PolygonAgainstTheSimulator, BelievesNoLiarNoLaggardAndNoOtherChain) {
  SimStage stage;
  fill_wallet(stage);
  const auto snapshot = snapshot_of(stage);
  ASSERT_TRUE(snapshot);
  const auto keys = keys_of(*snapshot);
  const auto read = [&](SimStage& where, int endpoints) {
    auto witness = where.witness(endpoints);
    return run(witness.read(keys, where.tape));
  };
  stage.break_it("polygon/2", "*", FaultKind::lie);
  const auto lied = read(stage, 3);
  ASSERT_TRUE(lied) << lied.error().what;
  EXPECT_TRUE(lied->agreed.empty());
  EXPECT_EQ(lied->disputed.size(), keys.size());

  SimStage behind;
  behind.break_it("polygon/2", "*", FaultKind::behind, {{"blocks", "400"}});
  EXPECT_EQ(read(behind, 2)->endpoints_answered, 1U);

  SimStage wrong;
  wrong.break_it("polygon/2", "*", FaultKind::wrong_chain, {{"chain_id", "1"}});
  EXPECT_EQ(read(wrong, 2)->endpoints_answered, 1U);
  wrong.break_it("polygon/1", "*", FaultKind::wrong_chain, {{"chain_id", "1"}});
  EXPECT_EQ(read(wrong, 2).error().fault, Fault::identity);

  SimStage html;
  html.break_it("polygon/1", "*", FaultKind::http, {{"status", "429"}});
  html.break_it("polygon/2", "*", FaultKind::http, {{"status", "200"}, {"body", "html"}});
  EXPECT_FALSE(read(html, 2));
}

TEST(PolymarketAgainstTheSimulator, ProvesWhoseWalletItIs) {
  SimStage stage{0, 3};
  auto venue = stage.polymarket();
  const auto checks = run(venue.identify(stage.tape));
  ASSERT_TRUE(checks) << checks.error().what;
  for (const auto& check : *checks) EXPECT_TRUE(check.passed) << check.name << ": " << check.text;
}

TEST(PolymarketAgainstTheSimulator, DerivesTheIdsOfEveryKindOfMarket) {
  SimStage stage;
  fill_wallet(stage);
  auto venue = stage.polymarket();
  const auto checks = run(venue.identify(stage.tape));
  ASSERT_TRUE(checks) << checks.error().what;
  EXPECT_EQ(checks->back().text, "4 of 4 token ids are what their markets' conditions give");
}

}  // namespace
}  // namespace holdfast
