// A venue that falls behind what was applied already, as one sees it after a restart: nothing but
// the ledger remembers how far the account had come.
#include <gtest/gtest.h>

#include "app/sync_pass.hpp"
#include "core/book.hpp"
#include "sim_stage.hpp"
#include "solana_stage.hpp"
#include "support/memory_ledger.hpp"
#include "venues/pacifica/venue.hpp"

namespace holdfast {
namespace {

using namespace std::chrono_literals;
using sim::FaultKind;
using test::run;

// Passes over one ledger, each with a memory of its own unless they share it.
struct Books {
  Books(Venue& venue, WitnessNeed need) {
    policy.witness = need;
    (void)ledger.open_account(venue.account(), venue.name(), "key");
  }
  Result<PassReport> pass(Venue& venue, Witness* witness, Clock& clock) {
    SyncSubject subject{venue, witness, ledger, clock, policy};
    SyncMemory memory;
    RawTape tape;
    return run(run_pass(subject, memory, tape));
  }
  [[nodiscard]] std::string quantity(const PositionKey& key) {
    const auto view = ledger.view(key.account).value();
    return view.open.contains(key) ? view.open.at(key).quantity.text() : "0";
  }

  test::MemoryLedger ledger;
  SyncPolicy policy;
};

// Both nodes are where the wallet still held what was sold since: listing and witness agree.
TEST(LaggingSolana, ChangesNothingAfterARestart) {
  test::SolanaStage stage;
  const auto key = stage.buy("KXA-26", "yes", "5");
  stage.clock.advance(10min);
  auto first = stage.venue();
  auto witness = stage.witness();
  Books books{first, WitnessNeed::chain};
  ASSERT_TRUE(books.pass(first, &witness, stage.clock));
  ASSERT_EQ(books.quantity(key), "5");
  stage.trade("sell", "KXA-26", "yes", "5", "0.63");
  ASSERT_TRUE(books.pass(first, &witness, stage.clock));
  ASSERT_EQ(books.quantity(key), "0");
  const auto commits = books.ledger.commits.size();

  for (const char* node : {"solana/1", "solana/2"}) {
    stage.break_it(node, "*", FaultKind::behind, {{"blocks", "200"}});
  }
  stage.chain = solana::SolanaChain{stage.chain_config(1), stage.transport, stage.clock};
  auto again = stage.venue();
  const auto listed = run(again.fetch_snapshot(stage.tape));
  ASSERT_TRUE(listed) << listed.error().what;
  ASSERT_NE(listed->find(key), nullptr) << "or the nodes are not behind the sale";
  const auto behind = books.pass(again, &witness, stage.clock);
  ASSERT_TRUE(behind) << behind.error().what;
  EXPECT_EQ(behind->snapshot, nullptr);
  EXPECT_EQ(books.quantity(key), "0");
  EXPECT_EQ(books.ledger.commits.size(), commits);
}

// By the clock the listing is new, its count agrees, and the sale is too long ago to keep the
// symbol in motion: the venue's own number alone tells.
TEST(LaggingPacifica, ChangesNothingAfterARestart) {
  test::SimStage stage{0, 0, std::nullopt};
  stage.simulator.world().pacifica.service.rate_limits = false;
  const PositionKey key{.account = AccountId{"pacifica/main"},
                        .venue = VenueName::pacifica,
                        .instrument = InstrumentId{"XPL"},
                        .margin = MarginMode::cross};
  stage.act(R"({"venue":"pacifica","do":"buy","symbol":"XPL","amount":"20"})", 10min);
  auto first = stage.pacifica();
  Books books{first, WitnessNeed::count};
  ASSERT_TRUE(books.pass(first, nullptr, stage.clock));
  ASSERT_EQ(books.quantity(key), "20");
  stage.act(R"({"venue":"pacifica","do":"sell","symbol":"XPL","amount":"20"})", 6min);
  ASSERT_TRUE(books.pass(first, nullptr, stage.clock));
  ASSERT_EQ(books.quantity(key), "0");
  const auto commits = books.ledger.commits.size();

  for (const char* endpoint : {"positions", "account"}) {
    stage.break_it("pacifica", endpoint, FaultKind::stale, {{"age_ms", "420000"}});
  }
  auto again = stage.pacifica();
  const auto listed = run(again.fetch_snapshot(stage.tape));
  ASSERT_TRUE(listed) << listed.error().what;
  ASSERT_NE(listed->find(key), nullptr) << "or the listing is not behind the sale";
  const auto behind = books.pass(again, nullptr, stage.clock);
  ASSERT_TRUE(behind) << behind.error().what;
  EXPECT_EQ(behind->snapshot, nullptr);
  EXPECT_EQ(books.quantity(key), "0");
  EXPECT_EQ(books.ledger.commits.size(), commits);
}

// DFlow's list of trades comes an hour late: quantity first, and every figure when it comes.
struct LateTrades {
  LateTrades() {
    stage.break_it("dflow-metadata", "onchain_trades", FaultKind::lag, {{"ms", "3600000"}});
  }
  void heal() { stage.simulator.world().faults.clear_all(); }
  void passes(int count) {
    SyncSubject subject{venue, &witness, books.ledger, stage.clock, books.policy};
    for (int i = 0; i < count; ++i) {
      stage.clock.advance(1min);
      RawTape tape;
      const auto report = run(run_pass(subject, memory, tape));
      ASSERT_TRUE(report) << report.error().what;
    }
  }
  Position life(const PositionKey& key) {
    const auto lives = fold(books.ledger.journal_of(key).value()).value();
    return lives.empty() ? Position{} : lives.back();
  }

  test::SolanaStage stage;
  kalshi_solana::KalshiSolanaVenue venue = stage.venue();
  solana::SolanaWitness witness = stage.witness();
  Books books{venue, WitnessNeed::chain};
  SyncMemory memory;
};

TEST(LateTradesOnSolana, TakeThePlaceOfWhatOrderStatusSaidOfASale) {
  LateTrades late;
  late.heal();
  const auto key = late.stage.buy("KXA-26", "yes", "5", "0.42");
  late.passes(1);
  late.stage.break_it("dflow-metadata", "onchain_trades", FaultKind::lag, {{"ms", "3600000"}});
  late.stage.trade("sell", "KXA-26", "yes", "2", "0.50", R"(,"fee":"0.03")");
  late.passes(2);
  EXPECT_EQ(late.life(key).quantity, test::qty("3"));
  EXPECT_EQ(late.life(key).unpriced, test::qty("2"));
  EXPECT_TRUE(late.life(key).realized_pnl.is_zero());
  EXPECT_TRUE(late.books.ledger.view(key.account)->cases.empty()) << "the order says what it was";
  late.heal();
  late.passes(10);
  EXPECT_EQ(late.life(key).unpriced, test::qty("0"));
  EXPECT_EQ(late.life(key).realized_pnl, test::usd("0.16"));
  EXPECT_EQ(late.life(key).fees, test::usd("0.03"));
}

TEST(LateTradesOnSolana, TakeThePlaceOfAnAdoptionAndOfWhatWasCalledATransfer) {
  LateTrades late;
  const auto key = late.stage.buy("KXA-26", "yes", "5", "0.42");
  late.passes(4);
  EXPECT_EQ(late.life(key).quantity, test::qty("5"));
  EXPECT_FALSE(late.life(key).cost);
  late.heal();
  late.passes(10);
  EXPECT_EQ(late.life(key).cost, test::usd("2.1"));

  // As earlier versions booked it.
  const auto other = late.stage.buy("KXB-26", "yes", "5", "0.42");
  const auto events = run(late.venue.fetch_events({{other, UtcTime{}}}, late.stage.tape));
  ASSERT_EQ(events->fills.size(), 1U);
  const Fill& fill = events->fills[0];
  late.books.ledger.book(
      other.account,
      {entry_of(Transfer{
          .id = fill.order_id, .key = other, .change = fill.change, .price = {}, .at = fill.at})});
  EXPECT_FALSE(late.life(other).cost);
  late.passes(4);
  EXPECT_EQ(late.life(other).cost, test::usd("2.1"));
}

}  // namespace
}  // namespace holdfast
