#include <gtest/gtest.h>

#include <string>

#include "simulation/engine_house.hpp"
#include "simulation/seeds.hpp"

namespace holdfast::simulation {
namespace {

using namespace std::chrono_literals;

struct Ending {
  std::vector<std::string> wrong;
  std::string hash;
  std::size_t closes{};
};

void add(Ending& ending, const std::string& what, const std::vector<std::string>& findings) {
  for (const std::string& finding : findings) ending.wrong.push_back(what + ": " + finding);
}

// Ten minutes of trades by hand and of faults; then the faults end, and within three sync intervals
// everything must be true again.
Ending live_through(std::uint64_t seed) {
  EngineHouse house{seed};
  house.start();
  house.break_things();
  for (int i = 0; i < 40; ++i) {
    house.act();
    house.live(15s);
  }
  house.mend_things();
  house.live(5min);
  Ending ending;
  add(ending, "not the world's", house.differences());
  add(ending, "false close", house.false_closes());
  add(ending, "ledger", house.verify());
  for (const AccountStatus& account : house.replica()->accounts) {
    if (account.verdict == Verdict::agrees) continue;
    ending.wrong.push_back(account.id.text + " does not agree at the end");
  }
  ending.hash = house.hash();
  ending.closes = house.closes();
  return ending;
}

// HOLDFAST_SEEDS and HOLDFAST_FIRST_SEED widen or move the window; a failure names its seed.
TEST(EngineSeeds, EndWithTheWorldsQuantities) {
  const auto first = number_from("HOLDFAST_FIRST_SEED", 1);
  const auto count = number_from("HOLDFAST_SEEDS", 200);
  std::size_t closes = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const Ending ending = live_through(seed);
    EXPECT_TRUE(ending.wrong.empty()) << "seed " << seed << joined(ending.wrong);
    closes += ending.closes;
  }
  EXPECT_GT(closes, count / 2) << "a simulation in which nothing ends proves nothing about ends";
}

TEST(EngineSeeds, TheSameSeedLeavesTheSameLedger) {
  for (const std::uint64_t seed : {3U, 17U, 42U}) {
    EXPECT_EQ(live_through(seed).hash, live_through(seed).hash) << "seed " << seed;
  }
  EXPECT_NE(live_through(3).hash, live_through(17).hash);
}

}  // namespace
}  // namespace holdfast::simulation
