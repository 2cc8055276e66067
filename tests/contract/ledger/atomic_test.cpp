#include <gmock/gmock.h>

#include "ledger_stage.hpp"

namespace holdfast::test {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

// Everything a reader can see, for comparison before and after.
struct Picture {
  std::vector<AccountRecord> accounts;
  std::vector<Position> positions;
  std::vector<std::string> hashes;
  std::vector<Case> cases;
  std::vector<Instrument> instruments;
  std::size_t events{};
  std::size_t raw{};
  std::optional<SnapshotId> snapshot;
};

class LedgerAtomicity : public LedgerStage {
 protected:
  void SetUp() override {
    sqlite::Options with = options();
    with.before_write = [this](std::string_view write) -> std::optional<Error> {
      seen_.emplace_back(write);
      if (writes_++ != fail_at_) return std::nullopt;
      return Error{Fault::storage, "broken here"};
    };
    open(with);
  }

  Picture picture() {
    const auto read = reader();
    Picture seen;
    seen.accounts = read->accounts().value();
    seen.positions = read->positions(PositionScope::all).value();
    const auto journal = read->journal(first.account, 0, 1000).value();
    for (const JournalRow& row : journal) {
      seen.hashes.push_back(row.hash);
    }
    seen.cases = read->cases(false).value();
    seen.instruments = read->instruments().value();
    seen.events = read->events(0, 1000).value().size();
    const auto newest = read->newest_snapshot(first.account).value();
    if (newest) seen.snapshot = newest->record.header.id;
    seen.raw = read->raw(SnapshotId{"snapshot-y"}).value().size();
    return seen;
  }

  static void expect_same(const Picture& a, const Picture& b) {
    EXPECT_EQ(a.accounts.front().revision, b.accounts.front().revision);
    EXPECT_EQ(a.accounts.front().head, b.accounts.front().head);
    EXPECT_EQ(a.positions, b.positions);
    EXPECT_EQ(a.hashes, b.hashes);
    EXPECT_EQ(a.cases, b.cases);
    EXPECT_EQ(a.instruments, b.instruments);
    EXPECT_EQ(a.events, b.events);
    EXPECT_EQ(a.raw, b.raw);
    EXPECT_EQ(a.snapshot, b.snapshot);
  }

  std::size_t fail_at_{std::numeric_limits<std::size_t>::max()};
  std::size_t writes_{};
  std::vector<std::string> seen_;
};

TEST_F(LedgerAtomicity, LeavesEverythingAsItWasWhenAnyWriteOfAPassFails) {
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "x")));
  const Picture before = picture();
  const AccountView view_before = ledger().view(first.account).value();
  const Batch batch = full_batch(first, second, 1, "y");

  std::size_t broken = 0;
  for (;; ++broken) {
    SCOPED_TRACE(broken);
    writes_ = 0;
    seen_.clear();
    fail_at_ = broken;
    const auto done = ledger().commit(batch);
    if (done) break;
    EXPECT_EQ(done.error().what, "broken here");
    expect_same(picture(), before);
    const AccountView view = ledger().view(first.account).value();
    EXPECT_EQ(view.revision, view_before.revision);
    EXPECT_EQ(view.open, view_before.open);
    EXPECT_EQ(view.cases, view_before.cases);
    EXPECT_THAT(findings(), IsEmpty());
    ASSERT_LT(broken, 100U);
  }
  // Begin, 3 entries, 2 keys' projections, case, instrument, 2 events, snapshot, 3 raw rows,
  // account, commit: each of them was a place to break.
  EXPECT_GE(broken, 16U);
  EXPECT_EQ(seen_.front(), "BEGIN IMMEDIATE");
  EXPECT_EQ(seen_.back(), "COMMIT");
  for (const char* table : {"journal", "positions", "cases", "instruments", "events", "snapshots",
                            "raw_passes", "raw_answers", "raw_cases"}) {
    EXPECT_THAT(seen_, Contains(StartsWith(std::string{"INSERT INTO "} + table)));
  }
  EXPECT_THAT(seen_, Contains(StartsWith("UPDATE accounts")));
  EXPECT_EQ(ledger().view(first.account).value().revision, 2U);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerAtomicity, GoesOnAfterAnErrorAsIfItHadNotBeen) {
  for (std::size_t i = 0; i < 20; ++i) {
    writes_ = 0;
    fail_at_ = i;
    static_cast<void>(ledger().commit(full_batch(first, second, 0, "x")));
  }
  fail_at_ = std::numeric_limits<std::size_t>::max();
  ASSERT_TRUE(commit({entry_of(fill_of(first, "later", 50, "1", "0.5"))}));
  EXPECT_THAT(findings(), IsEmpty());
  close();
  open();
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerAtomicity, RegistersAnAccountWholeOrNotAtAll) {
  const AccountId other{"kalshi/other"};
  for (std::size_t i = 0;; ++i) {
    writes_ = 0;
    fail_at_ = i;
    if (ledger().open_account(other, VenueName::kalshi, "key-9")) break;
    EXPECT_EQ(ledger().view(other).error().fault, Fault::identity);
    EXPECT_THAT(reader()->accounts().value(), SizeIs(1));
  }
  EXPECT_TRUE(ledger().view(other));
}

TEST_F(LedgerAtomicity, DoesNotTouchTheDiskForAnEmptyBatch) {
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "x")));
  const auto stamp = [this] {
    std::vector<std::pair<std::string, std::uintmax_t>> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder_.path()}) {
      if (!entry.is_regular_file()) continue;
      const auto changed = entry.last_write_time().time_since_epoch().count();
      files.emplace_back(entry.path().string() + "@" + std::to_string(changed), entry.file_size());
    }
    std::ranges::sort(files);
    return files;
  };
  const auto before = stamp();
  writes_ = 0;
  for (int i = 0; i < 100; ++i) {
    Batch nothing = batch_of(first.account, 1, {});
    nothing.snapshot = snapshot_of(first, "snapshot-" + std::to_string(i), i);
    nothing.raw = {raw_of("[]")};
    const auto done = ledger().commit(nothing);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_EQ(done->revision, 1U);
    static_cast<void>(ledger().view(first.account));
  }
  EXPECT_EQ(writes_, 0U);
  EXPECT_EQ(stamp(), before);
}

TEST_F(LedgerAtomicity, WritesNothingWhenAllOfItIsKnown) {
  Batch batch = full_batch(first, second, 0, "x");
  ASSERT_TRUE(ledger().commit(batch));
  const auto log = path() + "-wal";
  const auto size = std::filesystem::file_size(log);
  const auto changed = std::filesystem::last_write_time(log);
  batch.seen_revision = 1;
  ASSERT_TRUE(ledger().commit(batch));
  EXPECT_EQ(std::filesystem::file_size(log), size);
  EXPECT_EQ(std::filesystem::last_write_time(log), changed);
}

}  // namespace
}  // namespace holdfast::test
