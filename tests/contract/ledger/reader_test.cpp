#include <gmock/gmock.h>

#include <limits>

#include "ledger_stage.hpp"
#include "raw_sqlite.hpp"

namespace holdfast::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class LedgerReading : public LedgerStage {
 protected:
  void SetUp() override { open(); }
};

TEST_F(LedgerReading, GivesBackWholeWhatWasCommitted) {
  const Batch batch = full_batch(first, second, 0, "x");
  clock_.advance(std::chrono::seconds{7});
  const auto done = ledger().commit(batch);
  ASSERT_TRUE(done) << done.error().what;
  const auto read = reader();

  const auto journal = read->journal(first.account, 0, 100).value();
  ASSERT_THAT(journal, SizeIs(3));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(journal[i].entry, batch.entries[i]);
    EXPECT_EQ(journal[i].sequence, i + 1);
    EXPECT_EQ(journal[i].booked_at, clock_.now());
  }
  EXPECT_EQ(journal[2].hash, done->head);
  EXPECT_THAT(read->cases(false).value(), ElementsAre(batch.cases[0]));
  EXPECT_THAT(read->instruments().value(), ElementsAre(batch.instruments[0]));
  const auto events = read->events(0, 10).value();
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[0].event, batch.events[0]);
  EXPECT_EQ(events[1].event, batch.events[1]);
}

TEST_F(LedgerReading, GivesBackTheNewestSnapshotWithItsBytes) {
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "x")));
  const Batch batch = full_batch(first, second, 1, "y");
  ASSERT_TRUE(ledger().commit(batch));
  const auto read = reader();
  const auto snapshot = read->newest_snapshot(first.account).value();
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->record.header.id, batch.snapshot->header.id);
  EXPECT_EQ(snapshot->record.header.as_of, batch.snapshot->header.as_of);
  EXPECT_EQ(snapshot->record.header.cash, batch.snapshot->header.cash);
  EXPECT_EQ(snapshot->record.header.content_hash, "c0ffee");
  EXPECT_EQ(snapshot->record.pages, 3U);
  EXPECT_EQ(snapshot->record.holdings, 7U);
  const auto raw = read->raw(SnapshotId{"snapshot-x"}).value();
  ASSERT_THAT(raw, SizeIs(2));
  EXPECT_EQ(raw[0].body, "[{\"tag\":\"x\"}]");
  EXPECT_EQ(raw[0].source, "venue GET /positions");
  EXPECT_EQ(raw[0].status, 200);
  EXPECT_EQ(raw[0].at, at_s(5));
  EXPECT_EQ(raw[1].body, "");
  EXPECT_THAT(read->raw(SnapshotId{"another"}).value(), IsEmpty());
  EXPECT_FALSE(read->newest_snapshot(AccountId{"kalshi/unknown"}).value());
}

TEST_F(LedgerReading, FindsTheBytesOfARefusedPassByItsCase) {
  Batch refused = batch_of(first.account, 0, {});
  refused.cases = {case_of(first, "case-1")};
  refused.raw = {raw_of("<html>520</html>")};
  ASSERT_TRUE(ledger().commit(refused));
  const auto raw = reader()->raw_of_case(CaseId{"case-1"}).value();
  ASSERT_THAT(raw, SizeIs(1));
  EXPECT_EQ(raw[0].body, "<html>520</html>");
  EXPECT_THAT(reader()->raw_of_case(CaseId{"case-2"}).value(), IsEmpty());
}

TEST_F(LedgerReading, PagesThroughTheJournal) {
  std::vector<JournalEntry> entries;
  for (int i = 0; i < 5; ++i) {
    entries.push_back(entry_of(fill_of(first, std::to_string(i), i, "1", "0.5")));
  }
  ASSERT_TRUE(commit(entries));
  const auto page = reader()->journal(first.account, 2, 2).value();
  ASSERT_THAT(page, SizeIs(2));
  EXPECT_EQ(page[0].sequence, 3U);
  EXPECT_EQ(page[1].sequence, 4U);
  EXPECT_THAT(reader()->journal(first.account, 5, 10).value(), IsEmpty());
  EXPECT_THAT(
      reader()->journal(first.account, std::numeric_limits<std::uint64_t>::max(), 10).value(),
      IsEmpty());
  EXPECT_THAT(reader()->journal(AccountId{"kalshi/unknown"}, 0, 10).value(), IsEmpty());
}

TEST_F(LedgerReading, ListsTheEntriesOfOneKey) {
  PositionKey sibling = first;
  sibling.subaccount = 3;
  ASSERT_TRUE(commit({entry_of(fill_of(first, "1", 1, "1", "0.5")),
                      entry_of(fill_of(sibling, "2", 2, "1", "0.5")),
                      entry_of(fill_of(first, "3", 3, "1", "0.5"))}));
  const auto rows = reader()->journal_of(first).value();
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[1].sequence, 3U);
  EXPECT_THAT(reader()->journal_of(sibling).value(), SizeIs(1));
  EXPECT_THAT(reader()->journal_of(second).value(), IsEmpty());
}

TEST_F(LedgerReading, TellsOpenPositionsFromClosedOnes) {
  ASSERT_TRUE(commit({entry_of(fill_of(first, "1", 1, "5", "0.5")),
                      entry_of(fill_of(first, "2", 2, "-5", "0.6")),
                      entry_of(fill_of(second, "3", 3, "1", "0.5"))}));
  EXPECT_THAT(reader()->positions(PositionScope::open).value(), SizeIs(1));
  EXPECT_THAT(reader()->positions(PositionScope::closed).value(), SizeIs(1));
  EXPECT_THAT(reader()->positions(PositionScope::all).value(), SizeIs(2));
}

TEST_F(LedgerReading, KeepsExtremeAmountsAndTextsExact) {
  using namespace std::string_literals;
  JournalEntry entry = entry_of(fill_of(first, "1", 1, "1", "0.5"));
  entry.change = Quantity::from_units(std::numeric_limits<std::int64_t>::max());
  entry.price = Price::from_units(1);
  entry.fee = Money::from_units(std::numeric_limits<std::int64_t>::min());
  entry.at = UtcTime{Duration{-1}};
  entry.evidence.text = "nul \0 inside, '; DROP TABLE journal; -- \xff\xfe"s;
  entry.evidence.id = std::string(100'000, 'x');
  ASSERT_TRUE(commit({entry}));
  EXPECT_EQ(reader()->journal(first.account, 0, 1).value().front().entry, entry);
  close();
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerReading, SaysTheSameAfterARestart) {
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "x")));
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 1, "y")));
  const AccountView before = ledger().view(first.account).value();
  const auto head = reader()->accounts().value().front().head;
  const auto last_event = ledger().commit(batch_of(first.account, 2, {})).value().last_event;
  close();
  open();
  const AccountView after = ledger().view(first.account).value();
  EXPECT_EQ(after.revision, before.revision);
  EXPECT_EQ(after.open, before.open);
  EXPECT_EQ(after.cases, before.cases);
  EXPECT_EQ(after.watermark, before.watermark);
  EXPECT_EQ(after.account, before.account);
  EXPECT_EQ(reader()->accounts().value().front().head, head);
  EXPECT_EQ(ledger().commit(batch_of(first.account, 2, {})).value().last_event, last_event);
}

TEST_F(LedgerReading, NeedsALedger) {
  const auto missing = sqlite::open_reader(folder_.file("none/ledger.db"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().fault, Fault::storage);
  EXPECT_THAT(missing.error().what, testing::HasSubstr("no ledger at"));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("none")));
}

TEST_F(LedgerReading, WorksWithoutAWriterAndWritesNothing) {
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "x")));
  close();
  const auto size = std::filesystem::file_size(path());
  const auto changed = std::filesystem::last_write_time(path());
  EXPECT_THAT(reader()->positions(PositionScope::all).value(), SizeIs(2));
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(std::filesystem::file_size(path()), size);
  EXPECT_EQ(std::filesystem::last_write_time(path()), changed);
}

TEST_F(LedgerReading, KeepsABooksCasesUnderItsNameAndIsSoundWithThem) {
  const AccountId book{"book/bot"};
  ASSERT_TRUE(ledger().open_book(book));
  ASSERT_TRUE(ledger().open_book(book)) << "once is enough, twice is no harm";
  EXPECT_EQ(ledger().open_book(first.account).error().fault, Fault::identity);
  EXPECT_EQ(ledger().open_account(book, VenueName::kalshi, "key").error().fault, Fault::identity);
  Batch batch;
  batch.account = book;
  batch.cases = {{.id = CaseId{"claimed_twice:bot"}, .account = book}};
  batch.cases.front().reason = CaseReason::claimed_twice;
  batch.cases.front().keys = {first};
  batch.cases.front().waits_for = usual_wait(CaseReason::claimed_twice);
  ASSERT_TRUE(ledger().commit(batch));
  open();
  EXPECT_EQ(ledger().view(book).value().cases, batch.cases);
  const auto read = reader();
  EXPECT_THAT(read->cases(true).value(), ElementsAre(batch.cases[0]));
  EXPECT_THAT(read->accounts().value(), SizeIs(1)) << "a book is no account";
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerReading, KeepsAClaimsMessageForLifeAndItsEdits) {
  Alert message{.case_id = {},
                .account = first.account,
                .key = first,
                .severity = Severity::info,
                .state = AlertState::active,
                .text = "12 to claim",
                .raised_at = at_s(10),
                .edited_at = at_s(10)};
  const auto put = [&](UtcTime at, std::string text, AlertState state) {
    message.edited_at = at;
    message.text = std::move(text);
    message.state = state;
    Batch batch;
    batch.account = first.account;
    batch.seen_revision = revision();
    batch.claims = {message};
    ASSERT_TRUE(ledger().commit(batch));
  };
  put(at_s(10), "12 to claim", AlertState::active);
  const std::uint64_t before = revision();
  put(at_s(20), "12 to claim", AlertState::active);
  put(at_s(30), "12 to claim since 1 day", AlertState::active);
  EXPECT_EQ(revision(), before) << "no quantity changed";
  open();
  message.edits = 1;
  EXPECT_THAT(ledger().claims(first.account).value(), ElementsAre(message));
  EXPECT_THAT(reader()->alerts(true).value(), ElementsAre(message));
  EXPECT_THAT(reader()->cases(false).value(), IsEmpty());
  put(at_s(40), "ended", AlertState::resolved);
  message.edits = 2;
  EXPECT_THAT(ledger().claims(first.account).value(), IsEmpty());
  EXPECT_THAT(reader()->alerts(true).value(), IsEmpty());
  EXPECT_THAT(reader()->alerts(false).value(), ElementsAre(message));
  // The next time is another message.
  message.raised_at = at_s(50);
  message.edits = 0;
  put(at_s(50), "3 to claim", AlertState::active);
  EXPECT_THAT(reader()->alerts(false).value(), SizeIs(2));
  EXPECT_THAT(findings(), IsEmpty());
  Batch stray;
  stray.account = first.account;
  stray.seen_revision = revision();
  stray.claims = {message};
  stray.claims[0].key->account = AccountId{"kalshi/other"};
  EXPECT_EQ(ledger().commit(stray).error().fault, Fault::malformed);
  EXPECT_EQ(RawSqlite{path()}.run("UPDATE claims SET text = '9 to claim' WHERE edits = 0"), "");
  EXPECT_THAT(findings(), ElementsAre(testing::HasSubstr("message claim:kalshi/main")));
  EXPECT_FALSE(reader()->alerts(true)) << "a damaged message is told to nobody";
}

TEST_F(LedgerReading, GivesBackTheSharesOfStrategies) {
  ASSERT_TRUE(commit({entry_of(fill_of(first, "f1", 1, "10", "0.5"))}));
  std::vector<JournalEntry> shares;
  for (const char* strategy : {"trend", "arb"}) {
    JournalEntry entry;
    entry.id = EntryId{std::string{"allocation:"} + strategy};
    entry.kind = EntryKind::allocation;
    entry.key = first;
    entry.at = at_s(5);
    entry.allocation = Allocation{strategy, qty("3"), 1};
    shares.push_back(entry);
  }
  ASSERT_TRUE(commit(shares));
  // Of before they were booked, told later.
  ASSERT_TRUE(commit({entry_of(fill_of(first, "f2", 3, "-2", "0.5"))}));
  open();
  const Position held = ledger().view(first.account).value().open.at(first);
  EXPECT_THAT(held.shares,
              ElementsAre(Share{"arb", qty("3"), at_s(5)}, Share{"trend", qty("3"), at_s(5)}));
  EXPECT_EQ(held.quantity, qty("8"));
  const auto rows = reader()->journal_of(first).value();
  EXPECT_EQ(rows.at(1).entry.allocation, shares[0].allocation);
  EXPECT_THAT(findings(), IsEmpty());
}

}  // namespace
}  // namespace holdfast::test
