// A week of two venues' trades by hand, on virtual time, with faults on two calls of a hundred and
// the program ended and begun again now and then.
#include <gtest/gtest.h>

#include <future>

#include "simulation/engine_house.hpp"
#include "simulation/seeds.hpp"

namespace holdfast::simulation {
namespace {

using namespace std::chrono_literals;

struct Week {
  std::vector<std::string> wrong;
  std::string hash;
  std::size_t closes{};
  EngineHouse::Trades trades;
  std::map<Awaited, int> waits;
};

void add(Week& week, const std::string& what, const std::vector<std::string>& findings) {
  for (const std::string& finding : findings) week.wrong.push_back(what + ": " + finding);
}

// On most days something happens every few minutes, then nothing for hours.
Week live_through(std::uint64_t seed, int days) {
  EngineHouse house{seed};
  house.start();
  house.break_things();
  for (int hour = 0; hour < days * 24; ++hour) {
    if (hour % 3 == 0) {
      for (int i = 0; i < 12; ++i) {
        house.act();
        house.renew_markets();
        house.live(20s + house.some(4min));
      }
    } else {
      house.live(1h);
    }
    if (hour % 7 == 5) house.restart();
  }
  house.mend_things();
  // Questions about what was told late come with growing pauses.
  house.restart();
  house.live(10min);
  Week week;
  add(week, "not the world's", house.differences());
  add(week, "false close", house.false_closes());
  add(week, "ledger", house.verify());
  add(week, "case", house.silent_cases());
  add(week, "wait", house.wrong_waits());
  add(week, "guess", house.needless_guesses());
  add(week, "explain", house.unexplained());
  for (const AccountStatus& account : house.replica()->accounts) {
    if (account.verdict == Verdict::agrees) continue;
    week.wrong.push_back(account.id.text + " does not agree at the end");
  }
  week.hash = house.hash();
  week.closes = house.closes();
  week.trades = house.trades();
  week.waits = house.waits();
  return week;
}

// HOLDFAST_WEEKS and HOLDFAST_FIRST_SEED widen or move the window, HOLDFAST_DAYS says how long
// one is.
TEST(Week, EndsWithTheWorldsQuantitiesAReasonForEveryNumberAndTheSameLedgerEachTime) {
  const auto first = number_from("HOLDFAST_FIRST_SEED", 1);
  const auto count = number_from("HOLDFAST_WEEKS", 1);
  const auto days = static_cast<int>(number_from("HOLDFAST_DAYS", 7));
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    // A week takes a minute: both lives go on side by side.
    auto again = std::async(std::launch::async, live_through, seed, days);
    const Week week = live_through(seed, days);
    EXPECT_EQ(week.hash, again.get().hash) << "seed " << seed;
    EXPECT_TRUE(week.wrong.empty()) << "seed " << seed << joined(week.wrong);
    if (days < 7) continue;
    EXPECT_GT(week.closes, 50U);
    for (const auto& [what, times] : week.waits) {
      RecordProperty("waits_" + std::string{name_of(what)}, times);
    }
    EXPECT_GE(week.waits.size(), 4U) << "a week in which cases wait for little";
    for (const char* what : {"kalshi trade", "kalshi close", "settled yes", "settled no",
                             "settled scalar", "polymarket buy", "polymarket sell",
                             "polymarket close", "split", "merge", "transfer", "redemption"}) {
      EXPECT_TRUE(week.trades.contains(what)) << "a week in which nothing is " << what;
    }
  }
}

// A difference is not booked as found, and no person is asked, while nobody could ask the venue
// what happened; then the fills tell.
TEST(Wait, IsForTheEventsThatThePassLacked) {
  EngineHouse house{3};
  house.start();
  house.live(2min);
  house.hide_events();
  for (int i = 0; i < 4; ++i) house.trade_kalshi();
  house.live(5min);
  const auto open = house.replica()->cases;
  EXPECT_FALSE(open.empty());
  for (const Case& one : open) {
    EXPECT_EQ(one.waits_for.what, Awaited::fills) << one.waits_for.text;
    EXPECT_NE(one.waits_for.text.find("fills"), std::string::npos);
  }
  house.mend_things();
  house.live(5min);
  EXPECT_TRUE(house.replica()->cases.empty());
  EXPECT_TRUE(house.wrong_waits().empty()) << joined(house.wrong_waits());
  EXPECT_TRUE(house.needless_guesses().empty()) << joined(house.needless_guesses());
}

// In the middle of a pass too.
TEST(Restart, GoesOnWhereverTheProgramEnded) {
  EngineHouse house{4};
  house.start();
  for (int i = 0; i < 20; ++i) {
    house.act();
    house.live(std::chrono::seconds{i});
    house.restart();
  }
  house.live(5min);
  EXPECT_TRUE(house.differences().empty()) << joined(house.differences());
  EXPECT_TRUE(house.verify().empty()) << joined(house.verify());
  EXPECT_TRUE(house.silent_cases().empty()) << joined(house.silent_cases());
  EXPECT_TRUE(house.needless_guesses().empty()) << joined(house.needless_guesses());
  EXPECT_TRUE(house.unexplained().empty()) << joined(house.unexplained());
}

}  // namespace
}  // namespace holdfast::simulation
