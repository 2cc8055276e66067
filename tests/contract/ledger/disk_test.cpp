#include <gmock/gmock.h>
#include <sqlite3.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "bad_disk.hpp"
#include "ledger_stage.hpp"

namespace holdfast::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class LedgerDisk : public LedgerStage {
 protected:
  void SetUp() override {
    open();
    ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "0")));
    close();
  }
  void open_on_bad_disk() {
    sqlite::Options with = options();
    with.vfs = BadDisk::name();
    open(with);
  }
  Result<Committed> commit_round(std::uint64_t revision) {
    return ledger().commit(full_batch(first, second, revision, std::to_string(revision)));
  }
  // Every round up to the newest acknowledged one is there.
  void expect_rounds(std::uint64_t acknowledged) {
    const std::uint64_t now = revision();
    EXPECT_GE(now, acknowledged);
    std::vector<EntryId> ids;
    for (std::uint64_t i = 0; i < now; ++i) {
      for (const auto& entry : full_batch(first, second, i, std::to_string(i)).entries) {
        ids.push_back(entry.id);
      }
    }
    EXPECT_EQ(ledger().booked(ids).value().size(), ids.size());
    EXPECT_THAT(findings(), IsEmpty());
  }

  BadDisk disk_;
};

TEST_F(LedgerDisk, RefusesACommitOnAFullDiskAndGoesOnWhenThereIsSpace) {
  for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC}) {
    open_on_bad_disk();
    int failed = 0;
    for (int at = 0; at < 25; ++at) {
      SCOPED_TRACE(at);
      const std::uint64_t before = revision();
      int operation = 0;
      disk_.before = [&] { return operation++ >= at ? code : 0; };
      const auto refused = commit_round(before);
      disk_.before = nullptr;
      if (!refused) {
        ++failed;
        EXPECT_EQ(refused.error().fault, Fault::storage);
        if (code == SQLITE_FULL) {
          EXPECT_THAT(refused.error().what, HasSubstr("disk is full"));
        }
        EXPECT_EQ(revision(), before);
        ASSERT_TRUE(commit_round(before));
      }
      expect_rounds(before + 1);
    }
    EXPECT_GT(failed, 3);
    close();
  }
}

TEST_F(LedgerDisk, LosesNothingAcknowledgedWhenThePowerFails) {
  std::mt19937 dice{42};
  int failures = 0;
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    open_on_bad_disk();
    const std::uint64_t start = revision();
    std::uint64_t acknowledged = start;
    auto left = dice() % 60;
    disk_.before = [&left] { return left == 0 ? SQLITE_IOERR : (--left, 0); };
    for (int i = 0; i < 12; ++i) {
      if (i == 8) {
        // The log goes back into the file, as it does by itself every thousand pages.
        sqlite3* other = nullptr;
        sqlite3_open_v2(path().c_str(), &other, SQLITE_OPEN_READWRITE, BadDisk::name());
        sqlite3_exec(other, "PRAGMA wal_checkpoint(TRUNCATE)", nullptr, nullptr, nullptr);
        sqlite3_close(other);
      }
      const auto done = commit_round(acknowledged);
      if (!done) break;
      acknowledged = done->revision;
    }
    if (left == 0) ++failures;
    left = 0;  // dead from here on: closing writes nothing either
    close();
    disk_.before = nullptr;
    disk_.lose_power(dice);
    open();
    expect_rounds(acknowledged);
    close();
    if (HasFailure()) return;
  }
  EXPECT_GT(failures, 20);
}

class LedgerFlips : public LedgerStage {
 protected:
  // All that a reader serves, as text; or the refusal to serve it.
  static std::optional<std::string> served(LedgerReader& read, const AccountId& account) {
    std::ostringstream text;
    const auto accounts = read.accounts();
    const auto positions = read.positions(PositionScope::all);
    const auto journal = read.journal(account, 0, 1000);
    const auto cases = read.cases(false);
    const auto events = read.events(0, 1000);
    const auto instruments = read.instruments();
    const auto snapshot = read.newest_snapshot(account);
    const auto raw = read.raw(SnapshotId{"snapshot-y"});
    if (!accounts || !positions || !journal || !cases || !events || !instruments || !snapshot ||
        !raw) {
      return std::nullopt;
    }
    for (const auto& row : *accounts) text << row.id.text << row.owner << row.revision << row.head;
    for (const auto& row : *positions) {
      text << row.key.text() << row.life << row.quantity.text() << row.realized_pnl.text()
           << row.fees.text() << name_of(row.state) << row.changed_at.time_since_epoch().count();
    }
    for (const auto& row : *journal) {
      text << row.sequence << row.hash << row.entry.id.text << row.entry.key.text()
           << row.entry.change.text() << row.entry.evidence.text
           << row.booked_at.time_since_epoch().count();
    }
    for (const auto& row : *cases) text << row.id.text << row.text << row.note << row.ours.text();
    for (const auto& row : *events) text << row.id << row.event.text << row.event.reference;
    for (const auto& row : *instruments) text << row.id.text << row.title << row.slug;
    if (*snapshot) text << (*snapshot)->record.header.id.text << (*snapshot)->record.holdings;
    for (const auto& row : *raw) text << row.source << row.body;
    return text.str();
  }
};

// One flipped bit anywhere in the file: verify finds it, or the ledger cannot be opened, or it
// changed nothing that is served (free space).
TEST_F(LedgerFlips, AreFoundWhereverTheyChangeWhatIsServed) {
  open();
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "x")));
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 1, "y")));
  close();
  std::ostringstream all;
  all << std::ifstream{path(), std::ios::binary}.rdbuf();
  const std::string good = all.str();
  const auto truth = served(*reader(), first.account);
  ASSERT_TRUE(truth);

  std::mt19937 dice{7};
  int found = 0;
  int harmless = 0;
  for (int i = 0; i < 400; ++i) {
    std::string bad = good;
    auto at = dice() % bad.size();
    // Most of a page is empty: three of four flips are to hit something.
    while (i % 4 != 0 && bad[at] == 0) at = dice() % bad.size();
    bad[at] = static_cast<char>(static_cast<unsigned char>(bad[at]) ^ (1U << (dice() % 8)));
    std::ofstream{path(), std::ios::binary | std::ios::trunc} << bad;
    std::filesystem::remove(path() + "-shm");
    std::filesystem::remove(path() + "-wal");
    auto read = sqlite::open_reader(path(), options());
    if (!read) {
      ++found;
      continue;
    }
    const auto report = (*read)->verify();
    if (!report || !report->findings.empty()) {
      ++found;
      continue;
    }
    ++harmless;
    const auto now = served(**read, first.account);
    ASSERT_TRUE(now) << "refused, but not found: byte " << at;
    ASSERT_EQ(*now, *truth) << "served, and not found: byte " << at;
  }
  EXPECT_GT(found, 100);
  EXPECT_GT(harmless, 20);
}

}  // namespace
}  // namespace holdfast::test
