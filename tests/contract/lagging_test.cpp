// A venue that falls behind what was applied already, as one sees it after a restart: nothing but
// the ledger remembers how far the account had come.
#include <gtest/gtest.h>

#include "app/sync_pass.hpp"
#include "sim/demo_pacifica.hpp"
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
    stage.break_it(node, "*", FaultKind::behind, {{"blocks", "400"}});
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
  const auto venue = [&] {
    return pacifica::PacificaVenue{{.account = AccountId{"pacifica/main"},
                                    .address = std::string{sim::demo_pacifica_account},
                                    .origin = "http://sim/pacifica"},
                                   stage.transport,
                                   stage.clock};
  };
  const PositionKey key{.account = AccountId{"pacifica/main"},
                        .venue = VenueName::pacifica,
                        .instrument = InstrumentId{"XPL"},
                        .margin = MarginMode::cross};
  stage.act(R"({"venue":"pacifica","do":"buy","symbol":"XPL","amount":"20"})", 10min);
  auto first = venue();
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
  auto again = venue();
  const auto listed = run(again.fetch_snapshot(stage.tape));
  ASSERT_TRUE(listed) << listed.error().what;
  ASSERT_NE(listed->find(key), nullptr) << "or the listing is not behind the sale";
  const auto behind = books.pass(again, nullptr, stage.clock);
  ASSERT_TRUE(behind) << behind.error().what;
  EXPECT_EQ(behind->snapshot, nullptr);
  EXPECT_EQ(books.quantity(key), "0");
  EXPECT_EQ(books.ledger.commits.size(), commits);
}

}  // namespace
}  // namespace holdfast
