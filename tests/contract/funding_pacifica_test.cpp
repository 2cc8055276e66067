// Funding is whole: thirteen perpetuals, paid by the hour for ten days.
#include <gtest/gtest.h>

#include "app/sync_pass.hpp"
#include "sim/demo_pacifica.hpp"
#include "sim_stage.hpp"
#include "support/memory_ledger.hpp"
#include "venues/pacifica/venue.hpp"

namespace holdfast {
namespace {

using namespace std::chrono_literals;
using test::run;

constexpr int symbols = 13;
constexpr int hours = 10 * 24;

std::string symbol(int number) { return "F" + std::to_string(number); }

struct FundingStage : test::SimStage {
  FundingStage() {
    simulator.world().pacifica.service.rate_limits = false;
    std::string actions;
    for (int number = 0; number < symbols; ++number) {
      actions +=
          fmt::format(R"({}{{"venue":"pacifica","do":"add_market","symbol":"{}","price":"{}.37"}},)"
                      R"({{"venue":"pacifica","do":"{}","symbol":"{}","amount":"{}.5"}})",
                      number == 0 ? "" : ",", symbol(number), 90 + number,
                      number % 3 == 0 ? "sell" : "buy", symbol(number), 1 + number);
    }
    act(R"({"actions":[)" + actions + "]}");
  }

  void pay(int hour) {
    std::string actions;
    for (int number = 0; number < symbols; ++number) {
      actions +=
          fmt::format(R"({}{{"venue":"pacifica","do":"fund","symbol":"{}","rate":"0.0000{}"}})",
                      number == 0 ? "" : ",", symbol(number), 101 + hour % 89);
    }
    act(R"({"actions":[)" + actions + "]}");
  }

  [[nodiscard]] const sim::pacifica::Account& truth() {
    return simulator.world().pacifica.truth(std::string{sim::demo_pacifica_account});
  }
};

// One run of the program over a ledger.
struct Watch {
  explicit Watch(FundingStage& of) : stage{of}, venue{of.pacifica()} {
    (void)ledger.open_account(venue.account(), venue.name(), "key");
  }
  void pass() {
    SyncSubject subject{venue, nullptr, ledger, stage.clock, {.witness = WitnessNeed::count}};
    RawTape tape;
    const auto report = run(run_pass(subject, memory, tape));
    ASSERT_TRUE(report) << report.error().what;
  }
  // Each position's funding is the simulator's, and so is the sum of all that was ever paid.
  void expect_whole() {
    const auto view = ledger.view(venue.account()).value();
    ASSERT_EQ(view.open.size(), stage.truth().positions.size());
    for (const auto& [key, position] : view.open) {
      const auto& held = stage.truth().positions.at(key.instrument.text);
      EXPECT_EQ(position.funding.units(), -held.funding.units()) << key.text();
    }
    EXPECT_TRUE(view.cases.empty()) << view.cases.front().text;
  }
  [[nodiscard]] Money all_received() {
    Sum<Money> sum;
    for (int number = 0; number < symbols; ++number) {
      const auto journal = ledger.journal_of({.account = venue.account(),
                                              .venue = VenueName::pacifica,
                                              .instrument = InstrumentId{symbol(number)},
                                              .margin = MarginMode::cross});
      for (const JournalEntry& entry : *journal) sum.add(entry.funding);
    }
    return sum.total().value();
  }

  FundingStage& stage;
  pacifica::PacificaVenue venue;
  test::MemoryLedger ledger;
  SyncMemory memory;
};

TEST(PacificaFunding, IsTheSimulatorsToTheLastDigitHoweverItIsFollowed) {
  FundingStage stage;
  Watch steady{stage};
  steady.pass();
  for (int hour = 0; hour < hours; ++hour) {
    stage.pay(hour);
    if (hour == 100) stage.act(R"({"venue":"pacifica","do":"sell","symbol":"F1","amount":"1"})");
    if (hour == 200) {  // ends one life and begins the next
      stage.act(R"({"venue":"pacifica","do":"sell","symbol":"F2","amount":"9"})");
    }
    stage.clock.advance(1h);
    steady.pass();
  }
  // Five symbols have their turn in a pass, each after an hour at most.
  for (int turn = 0; turn < 9; ++turn) {
    stage.clock.advance(20min);
    steady.pass();
  }
  steady.expect_whole();
  Sum<Money> paid;
  for (const auto& payment : stage.truth().funding) paid.add(payment.payout);
  EXPECT_GT(stage.truth().funding.size(), 3'000U);
  EXPECT_EQ(steady.all_received(), paid.total().value());

  Watch late{stage};  // adopts it all today
  late.pass();
  late.expect_whole();
}

}  // namespace
}  // namespace holdfast
