#include "ledger/sqlite/migrations.hpp"

#include <gmock/gmock.h>

#include "ledger/sqlite/copy.hpp"
#include "ledger/sqlite/ledger_file.hpp"
#include "ledger/sqlite/open.hpp"
#include "support/batches.hpp"
#include "support/still_clock.hpp"
#include "support/temp_folder.hpp"

namespace holdfast::sqlite {
namespace {

using namespace holdfast::test;
using testing::HasSubstr;

class Migrating : public testing::Test {
 protected:
  void SetUp() override {
    auto ledger = open_ledger(path_, clock_);
    ASSERT_TRUE(ledger) << ledger.error().what;
    ASSERT_TRUE((*ledger)->open_account(AccountId{"kalshi/main"}, VenueName::kalshi, "key"));
    ASSERT_TRUE((*ledger)->commit(full_batch(kalshi_key("A"), kalshi_key("B"), 0, "x")));
    steps_.assign(migrations().begin(), migrations().end());
    version_ = newest_version(steps_);
  }
  Database database() { return std::move(*Database::open(path_, Access::write, {})); }

  TempFolder folder_;
  const std::string path_ = folder_.file("ledger.db");
  StillClock clock_;
  std::vector<Migration> steps_;
  std::int64_t version_{};
};

TEST(Migrations, HaveVersionsThatRiseByOne) {
  std::int64_t expected = 1;
  for (const Migration& step : migrations()) {
    EXPECT_EQ(step.version, expected++);
    EXPECT_FALSE(step.sql.empty());
  }
  EXPECT_GE(newest_version(migrations()), 1);
}

TEST_F(Migrating, BringsALedgerForwardAfterABackup) {
  steps_.push_back({version_ + 1, "CREATE TABLE notes (text TEXT) STRICT;"});
  Database old = database();
  ASSERT_TRUE(back_up_and_migrate(old, {}, steps_));
  EXPECT_EQ(old.number("PRAGMA user_version").value(), version_ + 1);
  EXPECT_EQ(old.number("SELECT count(*) FROM notes").value(), 0);
  EXPECT_EQ(old.number("SELECT count(*) FROM journal").value(), 3);
  // The backup is the ledger as it was, and this version reads it.
  const auto kept = open_reader(path_ + ".before-version-" + std::to_string(version_ + 1));
  ASSERT_TRUE(kept) << kept.error().what;
  EXPECT_THAT((*kept)->verify()->findings, testing::IsEmpty());
  EXPECT_EQ((*kept)->journal(AccountId{"kalshi/main"}, 0, 10)->size(), 3U);
}

// What version 1 wrote keeps its hash and its seals, and new entries go on from its head.
TEST_F(Migrating, KeepsTheHashesOfVersionOne) {
  const auto guess = estimate_of(EntryKind::adoption, kalshi_key("C"), "guess", 40, "3");
  {
    auto ledger = open_ledger(path_ + ".1", clock_);
    ASSERT_TRUE((*ledger)->open_account(AccountId{"kalshi/main"}, VenueName::kalshi, "key"));
    Batch batch = batch_of(AccountId{"kalshi/main"}, 0, {guess});
    batch.instruments = {instrument_of(guess.key, "t")};
    batch.instruments.front().currency.clear();
    batch.cases = {case_of(guess.key, "old")};
    batch.cases.front().waits_for = {};
    batch.cases.front().released_keys.clear();
    batch.cases.front().since = {};
    ASSERT_TRUE((*ledger)->commit(batch));
  }
  {
    Database first = std::move(*Database::open(path_ + ".1", Access::write, {}));
    ASSERT_TRUE(first.execute(
        "ALTER TABLE journal DROP COLUMN cause; ALTER TABLE journal DROP COLUMN "
        "funding; ALTER TABLE positions DROP COLUMN funding; "
        "ALTER TABLE accounts DROP COLUMN venue_sequence; "
        "ALTER TABLE snapshots DROP COLUMN venue_sequence; "
        "ALTER TABLE journal DROP COLUMN seed_quantity; ALTER TABLE journal DROP "
        "COLUMN seed_cost; ALTER TABLE journal DROP COLUMN seed_opened_at; "
        "ALTER TABLE raw_passes DROP COLUMN asked_at; "
        "ALTER TABLE instruments DROP COLUMN currency; "
        "DROP INDEX journal_allocations; "
        "ALTER TABLE journal DROP COLUMN allocation_strategy; ALTER TABLE journal "
        "DROP COLUMN allocation_quantity; ALTER TABLE journal DROP COLUMN "
        "allocation_life; ALTER TABLE positions DROP COLUMN shares; "
        "ALTER TABLE cases DROP COLUMN since; ALTER TABLE cases DROP COLUMN released_keys; ALTER "
        "TABLE cases DROP COLUMN waits_for; "
        "ALTER TABLE cases DROP COLUMN "
        "waits_text; DROP TABLE claims; DROP TABLE outbox; DROP INDEX cases_lasting; CREATE INDEX "
        "cases_open ON "
        "cases (account) WHERE state IN ('suspected', 'confirmed'); "
        "PRAGMA user_version = 1"));
  }
  auto ledger = open_ledger(path_ + ".1", clock_);
  ASSERT_TRUE(ledger) << ledger.error().what;
  const auto later = entry_of(fill_of(kalshi_key("C"), "fill", 50, "2", "0.4"));
  ASSERT_TRUE((*ledger)->commit(batch_of(AccountId{"kalshi/main"}, 1, {later})));
  const auto reader = open_reader(path_ + ".1");
  ASSERT_TRUE(reader) << reader.error().what;
  EXPECT_THAT((*reader)->verify()->findings, testing::IsEmpty());
  const auto rows = (*reader)->journal(AccountId{"kalshi/main"}, 0, 10);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[0].entry, guess);
  EXPECT_EQ((*rows)[1].entry, later);
  const auto cases = (*reader)->cases(true);
  ASSERT_EQ(cases->size(), 1U);
  EXPECT_EQ(cases->front().waits_for, usual_wait(CaseReason::unproven_absence));
  EXPECT_EQ(cases->front().since, cases->front().updated_at);
}

TEST_F(Migrating, LeavesTheLedgerAsItWasWhenAStepFails) {
  steps_.push_back({version_ + 1, "CREATE TABLE notes (text TEXT) STRICT;"});
  steps_.push_back({version_ + 2, "INSERT INTO notes VALUES ('x'); SELECT nonsense;"});
  {
    Database old = database();
    const auto done = back_up_and_migrate(old, {}, steps_);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().fault, Fault::storage);
    EXPECT_THAT(done.error().what, HasSubstr("stays as it was"));
    EXPECT_EQ(old.number("PRAGMA user_version").value(), version_);
    EXPECT_FALSE(old.number("SELECT count(*) FROM notes"));
    // A second attempt keeps a copy of its own.
    EXPECT_FALSE(back_up_and_migrate(old, {}, steps_));
  }
  EXPECT_TRUE(
      std::filesystem::exists(path_ + ".before-version-" + std::to_string(version_ + 2) + ".2"));
  EXPECT_TRUE(open_ledger(path_, clock_));
}

TEST_F(Migrating, NeverGoesBack) {
  Database newer = database();
  const std::string next = std::to_string(version_ + 1);
  ASSERT_TRUE(newer.execute("PRAGMA user_version = " + next));
  const auto done = migrate(newer, steps_);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().what, HasSubstr("version " + next));
}

}  // namespace
}  // namespace holdfast::sqlite
