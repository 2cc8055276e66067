// A recorded incident runs again: the kept bytes, through the real venues and decisions, to the
// same ledger hash.
#include "replay/replay.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/sqlite/open.hpp"
#include "simulation/engine_house.hpp"
#include "simulation/seeds.hpp"

namespace holdfast::simulation {
namespace {

using namespace std::chrono_literals;

SyncPolicy usual(VenueName) { return {}; }

// Trades by hand, with faults.
void live(EngineHouse& house) {
  house.start();
  house.break_things();
  for (int i = 0; i < 20; ++i) {
    house.act();
    house.live(15s);
  }
  house.mend_things();
  house.live(5min);
}

// Of the accounts of which bytes are kept: one that never held anything has none.
std::map<std::string, std::string> heads_of(LedgerReader& record) {
  std::map<std::string, std::string> heads;
  const auto accounts = record.accounts().value();
  for (const AccountRecord& account : accounts) {
    if (!record.passes(account.id)->empty()) heads[account.id.text] = account.head;
  }
  return heads;
}

// What a record of all that was kept does not end with again; empty: nothing.
std::vector<std::string> differences_of(EngineHouse& house) {
  const test::TempFolder folder;
  if (!house.reader().backup(folder.file("bundle.sqlite"))) return {"no backup"};
  const auto record = sqlite::open_reader(folder.file("bundle.sqlite")).value();
  const auto accounts = replay::replay(*record, usual, folder.path().string());
  if (!accounts) return {accounts.error().what};
  auto heads = heads_of(*record);
  std::vector<std::string> found;
  for (const cli::Replayed& account : *accounts) {
    if (!account.difference.empty()) {
      found.push_back(account.account + ": " + account.difference);
    } else if (account.head != heads[account.account]) {
      found.push_back(account.account + " ends with another hash");
    } else if (account.decided * 2 <= account.copied) {
      found.push_back(account.account + " was mostly taken over");
    }
  }
  if (accounts->size() != heads.size()) found.emplace_back("an account is missing");
  return found;
}

// HOLDFAST_SEEDS and HOLDFAST_FIRST_SEED widen or move the window; a failure names its seed.
TEST(ReplaySeeds, OfAllThatWasKeptEndWithTheSameLedgerHash) {
  const auto first = number_from("HOLDFAST_FIRST_SEED", 1);
  const auto count = number_from("HOLDFAST_SEEDS", 40);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    EngineHouse house{seed};
    live(house);
    const auto found = differences_of(house);
    EXPECT_TRUE(found.empty()) << "seed " << seed << joined(found);
  }
}

// The age of a listing is told by the venue's clock, which earlier passes heard of.
TEST(ReplaySeeds, OfAVenueWhoseClockIsAheadEndWithTheSameLedgerHash) {
  for (const std::uint64_t seed : {5U, 20U, 29U, 35U}) {
    EngineHouse house{seed};
    house.set_clock_ahead();
    live(house);
    const auto found = differences_of(house);
    EXPECT_TRUE(found.empty()) << "seed " << seed << joined(found);
  }
}

class Replay : public testing::TestWithParam<std::uint64_t> {
 protected:
  Replay() { live(house); }
  EngineHouse house{GetParam()};
  test::TempFolder folder;
};

TEST_P(Replay, OfABundleRunsOnlyTheBytesThatAreLeft) {
  const auto cases = house.reader().cases(false).value();
  const auto ended =
      std::ranges::find_if(cases, [](const Case& one) { return one.closed_at.has_value(); });
  ASSERT_NE(ended, cases.end()) << "this seed has no case that ended";
  const auto made = house.reader().bundle(folder.file("bundle.sqlite"), ended->account,
                                          ended->opened_at, *ended->closed_at);
  ASSERT_TRUE(made) << made.error().what;
  const auto record = sqlite::open_reader(folder.file("bundle.sqlite")).value();
  EXPECT_TRUE(record->verify()->findings.empty());
  const auto passes = record->passes(ended->account).value();
  for (const RecordedPass& pass : passes) {
    EXPECT_GE(pass.booked_at, ended->opened_at);
    EXPECT_LE(pass.booked_at, *ended->closed_at);
  }
  const auto accounts = replay::replay(*record, usual, folder.path().string());
  ASSERT_TRUE(accounts) << accounts.error().what;
  ASSERT_EQ(accounts->size(), 1U) << "the other account's bytes are not in it";
  EXPECT_EQ(accounts->front().account, ended->account.text);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Replay, testing::Values(3U, 8U, 22U));

}  // namespace
}  // namespace holdfast::simulation
