// A recorded incident runs again: the kept bytes, through the real venues and decisions, to the
// same ledger hash.
#include "replay/replay.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/sqlite/open.hpp"
#include "simulation/engine_house.hpp"

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

std::map<std::string, std::string> heads_of(LedgerReader& reader) {
  std::map<std::string, std::string> heads;
  const auto accounts = reader.accounts().value();
  for (const AccountRecord& account : accounts) {
    heads[account.id.text] = account.head;
  }
  return heads;
}

class Replay : public testing::TestWithParam<std::uint64_t> {
 protected:
  Replay() { live(house); }
  EngineHouse house{GetParam()};
  test::TempFolder folder;
};

TEST_P(Replay, OfAllThatWasKeptEndsWithTheSameLedgerHash) {
  ASSERT_TRUE(house.reader().backup(folder.file("bundle.sqlite")));
  const auto record = sqlite::open_reader(folder.file("bundle.sqlite")).value();
  const auto accounts = replay::replay(*record, usual, folder.path().string());
  ASSERT_TRUE(accounts) << accounts.error().what;
  ASSERT_EQ(accounts->size(), 2U);
  const auto heads = heads_of(house.reader());
  for (const cli::Replayed& account : *accounts) {
    EXPECT_EQ(account.difference, "") << account.account;
    EXPECT_EQ(account.head, heads.at(account.account));
    EXPECT_GT(account.decided * 2, account.copied) << account.account << " was mostly taken over";
  }
}

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

INSTANTIATE_TEST_SUITE_P(Seeds, Replay, testing::Values(3U, 8U, 9U, 22U, 36U));

}  // namespace
}  // namespace holdfast::simulation
