#include <gtest/gtest.h>

#include "core/watermark.hpp"
#include "sim/demo_pacifica.hpp"
#include "sim_stage.hpp"
#include "support/shared_file.hpp"
#include "venues/pacifica/parse.hpp"
#include "venues/pacifica/venue.hpp"

namespace holdfast {
namespace {

using namespace std::chrono_literals;
using sim::FaultKind;
using test::qty;
using test::run;

struct PacificaStage : test::SimStage {
  explicit PacificaStage(std::optional<std::int64_t> rows = std::nullopt) : SimStage{0, 0, rows} {
    simulator.world().pacifica.service.rate_limits = false;
    simulator.world().pacifica.service.strict_content_headers = true;
  }
  Result<Snapshot> snapshot() {
    auto one = pacifica();
    return run(one.fetch_snapshot(tape));
  }
  static PositionKey key(const std::string& symbol, MarginMode margin = MarginMode::cross) {
    return {.account = AccountId{"pacifica/main"},
            .venue = VenueName::pacifica,
            .instrument = InstrumentId{symbol},
            .margin = margin};
  }
};

TEST(PacificaAgainstTheSimulator, ReadsEverySizeOfAccountAsTheWorldHasIt) {
  for (const std::int64_t rows : {0, 1, 501, 1'200}) {
    PacificaStage stage{rows};
    const auto snapshot = stage.snapshot();
    ASSERT_TRUE(snapshot) << rows << ": " << snapshot.error().what;
    const auto& truth =
        stage.simulator.world().pacifica.truth(std::string{sim::demo_pacifica_account});
    ASSERT_EQ(snapshot->holdings().size(), static_cast<std::size_t>(rows));
    for (const auto& [key, row] : snapshot->holdings()) {
      const auto& held = truth.positions.at(key.instrument.text);
      EXPECT_EQ(row.quantity, held.amount);
      EXPECT_EQ(key.margin == MarginMode::isolated, held.isolated);
      EXPECT_EQ(row.figures.average_price.value, held.entry_price());
    }
    EXPECT_EQ(snapshot->header().sequence, truth.last_order_id);
  }
}

TEST(PacificaAgainstTheSimulator, HasTradesThatSumToWhatIsHeld) {
  PacificaStage stage{250};
  auto venue = stage.pacifica();
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

TEST(PacificaAgainstTheSimulator, IsRefusedWheneverTheListIsNotWhole) {
  struct Trouble {
    const char* endpoint;
    FaultKind kind;
    std::map<std::string, std::string> params;
    Fault fault;
  };
  const Trouble troubles[]{
      {"positions", FaultKind::auth_as_empty, {}, Fault::incomplete},
      {"positions", FaultKind::empty, {{"body", "[]"}}, Fault::malformed},
      {"positions", FaultKind::empty, {{"body", "{}"}}, Fault::malformed},
      {"positions", FaultKind::empty, {}, Fault::malformed},
      {"positions", FaultKind::http, {{"status", "503"}}, Fault::unreachable},
      {"positions",
       FaultKind::http,
       {{"status", "200"},
        {"body", R"({"success":false,"data":null,"error":"Internal server error","code":500})"}},
       Fault::unreachable},
      {"positions",
       FaultKind::rename_field,
       {{"from", "amount"}, {"to", "size"}},
       Fault::malformed},
      {"positions", FaultKind::drop_field, {{"field", "isolated"}}, Fault::malformed},
      {"positions", FaultKind::duplicate_row, {}, Fault::incomplete},
      {"positions", FaultKind::truncated, {{"at", "40"}}, Fault::malformed},
      {"positions", FaultKind::unauthorised, {}, Fault::unauthorised},
      {"account", FaultKind::unauthorised, {}, Fault::unauthorised},
      {"account",
       FaultKind::rename_field,
       {{"from", "positions_count"}, {"to", "n"}},
       Fault::malformed},
      {"account", FaultKind::http, {{"status", "500"}}, Fault::unreachable},
      {"positions", FaultKind::rate_limited, {}, Fault::rate_limited}};
  for (const Trouble& trouble : troubles) {
    PacificaStage stage;
    stage.break_it("pacifica", trouble.endpoint, trouble.kind, trouble.params);
    const auto snapshot = stage.snapshot();
    ASSERT_FALSE(snapshot) << name_of(trouble.kind);
    EXPECT_EQ(snapshot.error().fault, trouble.fault)
        << trouble.endpoint << " " << name_of(trouble.kind) << ": " << snapshot.error().what;
  }
}

TEST(PacificaAgainstTheSimulator, SeesOneRowUnknownWhenOnlyItsAmountIsNotThere) {
  PacificaStage stage;
  stage.break_it("pacifica", "positions", FaultKind::set_field,
                 {{"field", "amount"}, {"json", "\"lots\""}});
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  for (const auto& [key, row] : snapshot->holdings()) EXPECT_FALSE(row.quantity);
}

TEST(PacificaAgainstTheSimulator, TellsALaggingListingByItsNumber) {
  PacificaStage stage;
  stage.act(R"({"venue":"pacifica","do":"buy","symbol":"ZEC","amount":"12.75"})");
  const auto fresh = stage.snapshot();
  ASSERT_TRUE(fresh);
  EXPECT_EQ(fresh->find(PacificaStage::key("ZEC", MarginMode::isolated)), nullptr);
  for (const char* endpoint : {"positions", "account"}) {
    stage.break_it("pacifica", endpoint, FaultKind::stale, {{"age_ms", "120000"}});
  }
  stage.clock.advance(10s);
  const auto stale = stage.snapshot();
  ASSERT_TRUE(stale) << stale.error().what;
  EXPECT_NE(stale->find(PacificaStage::key("ZEC", MarginMode::isolated)), nullptr);
  EXPECT_GT(stale->as_of(), fresh->as_of()) << "by the clock it is newer";
  EXPECT_EQ(judge_watermark(*stale, watermark_of(*fresh), stage.clock.now()), Freshness::older);
}

TEST(PacificaAgainstTheSimulator, KeepsKeysInMotionThatAListingWithoutNumberIsBehindOf) {
  PacificaStage stage;
  stage.act(R"({"venue":"pacifica","do":"set_service","numbers_listings":false})");
  for (const char* endpoint : {"positions", "account"}) {
    stage.break_it("pacifica", endpoint, FaultKind::lag, {{"ms", "600000"}});
  }
  stage.act(R"({"venue":"pacifica","do":"sell","symbol":"XPL","amount":"20"})", 30s);
  auto venue = stage.pacifica();
  const auto snapshot = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_FALSE(snapshot->header().sequence);
  const auto xpl = PacificaStage::key("XPL");
  EXPECT_EQ(snapshot->find(xpl), nullptr);
  const auto events = run(venue.fetch_events({{xpl, UtcTime{}}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  EXPECT_TRUE(events->unsettled.contains(xpl));
}

TEST(PacificaAgainstTheSimulator, SaysWhyAPositionEnded) {
  PacificaStage stage;
  stage.act(R"({"actions":[)"
            R"({"venue":"pacifica","do":"stop_loss","symbol":"SOL","stop_price":"130"},)"
            R"({"venue":"pacifica","do":"take_profit","symbol":"ETH","stop_price":"2900"},)"
            R"({"venue":"pacifica","do":"set_price","symbol":"SOL","price":"129"},)"
            R"({"venue":"pacifica","do":"set_price","symbol":"ETH","price":"2899"},)"
            R"({"venue":"pacifica","do":"liquidate","symbol":"BTC"},)"
            R"({"venue":"pacifica","do":"liquidate","symbol":"HYPE","cause":"settlement"},)"
            R"({"venue":"pacifica","do":"buy","symbol":"kBONK","amount":"95000"}]})");
  auto venue = stage.pacifica();
  const auto snapshot = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->holdings().size(), 1U);
  const UtcTime since = stage.clock.now() - 10min;
  EventQuery query;
  for (const char* symbol : {"SOL", "ETH", "BTC", "HYPE", "kBONK"}) {
    query.emplace(PacificaStage::key(symbol), since);
  }
  const auto events = run(venue.fetch_events(query, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  std::map<std::string, Cause> causes;
  for (const Fill& fill : events->fills) causes[fill.key.instrument.text] = fill.cause;
  EXPECT_EQ(causes, (std::map<std::string, Cause>{{"SOL", Cause::venue_stop},
                                                  {"ETH", Cause::venue_target},
                                                  {"BTC", Cause::liquidation},
                                                  {"HYPE", Cause::settlement},
                                                  {"kBONK", Cause::trade}}));
}

TEST(PacificaAgainstTheSimulator, NamesAndPricesWhatIsHeld) {
  PacificaStage stage;
  auto venue = stage.pacifica();
  const auto found =
      run(venue.fetch_instruments({InstrumentId{"ZEC"}, InstrumentId{"SOL-USDC"}}, stage.tape));
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().price, Price::parse("498.6").value());
}

// The samples' own index says which is a listing and which must not be taken for one.
TEST(PacificaSamples, ParseOrAreRefusedAsTheirIndexSays) {
  const auto sample = [](const std::string& name) {
    return test::shared_file("protocols/samples/pacifica/" + name);
  };
  if (!sample("INDEX.json")) GTEST_SKIP() << "the samples are not here";
  const AccountId account{"pacifica/main"};
  const auto older = pacifica::parse_positions(*sample("rest_positions.json"), account);
  ASSERT_TRUE(older) << older.error().what;
  EXPECT_EQ(older->holdings.front().quantity, qty("-223.72"));
  EXPECT_FALSE(older->last_order_id);
  const auto newer = pacifica::parse_positions(*sample("rest_positions_2026.json"), account);
  ASSERT_TRUE(newer) << newer.error().what;
  EXPECT_EQ(newer->last_order_id, 1'557'431'179);
  const auto empty = pacifica::parse_positions(*sample("rest_positions_empty.json"), account);
  ASSERT_TRUE(empty) << empty.error().what;
  EXPECT_EQ(empty->counted, 0);
  EXPECT_FALSE(pacifica::parse_positions(*sample("rest_positions_failure.json"), account));
  const auto state = pacifica::parse_account(*sample("rest_account.json"));
  ASSERT_TRUE(state) << state.error().what;
  EXPECT_EQ(state->positions, 2);
  EXPECT_TRUE(pacifica::parse_open_orders(*sample("rest_orders.json")));
  const auto trades = pacifica::parse_trades(*sample("rest_trades_history.json"), {"LDO"});
  ASSERT_TRUE(trades) << trades.error().what;
  EXPECT_EQ(trades->trades.front().change, qty("0.1"));
  EXPECT_EQ(trades->trades.front().price, Price::parse("1.1904").value());
  EXPECT_EQ(trades->next_cursor, "11111Z5RK");
  const auto perpetuals = pacifica::parse_perpetuals(*sample("rest_info.json"));
  ASSERT_TRUE(perpetuals) << perpetuals.error().what;
  EXPECT_EQ(perpetuals->size(), 2U);
  EXPECT_TRUE(perpetuals->contains("ETH"));
  EXPECT_EQ(perpetuals->at("BTC").min_order_size, Money::parse("10").value());
  EXPECT_TRUE(perpetuals->at("BTC").lot_size);
  EXPECT_EQ(pacifica::parse_marks(*sample("rest_info_prices.json"))->at("XPL"),
            Price::parse("1.084819").value());
}

}  // namespace
}  // namespace holdfast
