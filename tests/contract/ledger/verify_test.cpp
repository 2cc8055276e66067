#include <gmock/gmock.h>

#include "ledger_stage.hpp"
#include "raw_sqlite.hpp"

namespace holdfast::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class LedgerVerify : public LedgerStage {
 protected:
  void SetUp() override {
    open();
    ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "x")));
    ASSERT_TRUE(ledger().commit(full_batch(first, second, 1, "y")));
    close();
  }
  // Runs SQL against the file as a stranger would, and expects it to have changed something.
  void tamper(const std::string& sql) const {
    RawSqlite raw{path()};
    EXPECT_EQ(raw.run(sql), "");
    EXPECT_GT(raw.changes(), 0) << sql;
  }
};

// Drops the triggers around a change and puts them back, so that only the content is wrong.
std::string behind_the_triggers(const std::string& trigger, const std::string& table,
                                const std::string& on, const std::string& text,
                                const std::string& sql) {
  return "DROP TRIGGER " + trigger + "; CREATE TRIGGER " + trigger + " BEFORE " + on + " ON " +
         table + "\nBEGIN SELECT RAISE(ABORT, '" + text + "'); END; " + sql;
}

TEST_F(LedgerVerify, FindsNothingInAGoodLedger) {
  const auto report = reader()->verify();
  ASSERT_TRUE(report) << report.error().what;
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->accounts, 1U);
  EXPECT_EQ(report->entries, 6U);
}

TEST_F(LedgerVerify, TheJournalRefusesUpdatesAndDeletes) {
  RawSqlite raw{path()};
  EXPECT_THAT(raw.run("UPDATE journal SET change = 1"), HasSubstr("append-only"));
  EXPECT_THAT(raw.run("DELETE FROM journal"), HasSubstr("append-only"));
  EXPECT_THAT(raw.run("UPDATE events SET text = ''"), HasSubstr("append-only"));
  EXPECT_THAT(raw.run("DELETE FROM events WHERE id = 1"), HasSubstr("append-only"));
  EXPECT_THAT(raw.run("UPDATE keys SET instrument = 'x'"), HasSubstr("append-only"));
  EXPECT_THAT(raw.run("DELETE FROM keys"), HasSubstr("append-only"));
  EXPECT_THAT(raw.run("UPDATE accounts SET owner = 'x'"), HasSubstr("bound"));
  EXPECT_THAT(raw.run("DELETE FROM accounts"), HasSubstr("never"));
  EXPECT_THAT(raw.run("DELETE FROM cases"), HasSubstr("never"));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerVerify, FindsAChangedAmountInTheJournal) {
  tamper(
      "DROP TRIGGER journal_never_changes; "
      "UPDATE journal SET change = change + 1 WHERE sequence = 4");
  const auto found = findings();
  EXPECT_THAT(found, Contains(AllOf(HasSubstr("kalshi/main"), HasSubstr("entry 4"),
                                    HasSubstr("not what was booked"))));
  EXPECT_THAT(found, Contains(HasSubstr("journal_never_changes is missing")));
  EXPECT_THAT(found, Contains(AllOf(HasSubstr("position kalshi/main#2.0:KXFED-26DEC-T4"),
                                    HasSubstr("the journal says"))));
}

TEST_F(LedgerVerify, FindsAChangeOfEveryColumnOfTheJournal) {
  const std::vector<std::string> changes{
      "entry = entry || 'x'",
      "kind = 'correction'",
      "change = change + 1",
      "price = 1",
      "price = NULL",
      "fee = fee + 1",
      "at = at + 1",
      "evidence_kind = 'person'",
      "evidence_id = 'x'",
      "evidence_at = 1",
      "evidence_text = 'x'",
      "closing_kind = 'person'",
      "closing_id = 'x'",
      "closing_at = 1",
      "closing_text = 'x'",
      "supersedes = 'x'",
      "supersedes = NULL",
      "booked_at = booked_at + 1",
      "previous = zeroblob(32)",
      "hash = zeroblob(32)",
      "kind = 'nonsense'",
      "previous = x'00'",
      "key = (SELECT number FROM keys WHERE number <> journal.key)",
      "sequence = 99"};
  for (const std::string& change : changes) {
    SCOPED_TRACE(change);
    const std::string copy = folder_.file("copy.db");
    std::filesystem::copy_file(path(), copy, std::filesystem::copy_options::overwrite_existing);
    {
      RawSqlite raw{copy};
      EXPECT_EQ(raw.run(behind_the_triggers("journal_never_changes", "journal", "UPDATE",
                                            "the journal is append-only", "")),
                "");
      EXPECT_EQ(raw.run("DROP TRIGGER journal_never_changes; UPDATE journal SET " + change +
                        " WHERE sequence = 3"),
                "");
      EXPECT_EQ(raw.changes(), 1);
      EXPECT_EQ(raw.run("CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal\n"
                        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"),
                "");
    }
    const auto report = sqlite::open_reader(copy).value()->verify();
    ASSERT_TRUE(report) << report.error().what;
    EXPECT_THAT(report->findings, Contains(HasSubstr("account kalshi/main")));
    EXPECT_THAT(report->findings, Not(Contains(HasSubstr("schema"))));
  }
}

TEST_F(LedgerVerify, FindsAMissingEntryInTheMiddleAndAtTheEnd) {
  tamper("DROP TRIGGER journal_never_shrinks; DELETE FROM journal WHERE sequence IN (3, 6)");
  const auto found = findings();
  EXPECT_THAT(found, Contains(HasSubstr("entries 3 to 3 are missing")));
  EXPECT_THAT(found, Contains(HasSubstr("the journal ends at entry 5, the account says 6")));
}

TEST_F(LedgerVerify, FindsAChangedProjection) {
  tamper("UPDATE positions SET quantity = quantity + 1 WHERE key = 1");
  EXPECT_THAT(findings(), Contains(AllOf(HasSubstr("KXFED-26DEC-T4"), HasSubstr("damaged"))));
  // It is not served either, neither to the engine nor to a reader.
  const auto served = reader()->positions(PositionScope::open);
  ASSERT_FALSE(served);
  EXPECT_THAT(served.error().what, HasSubstr("KXFED-26DEC-T4"));
  open();
  EXPECT_EQ(ledger().view(first.account).error().fault, Fault::storage);
}

TEST_F(LedgerVerify, FindsAProjectionThatWasRemovedOrInvented) {
  tamper("DELETE FROM positions");
  EXPECT_THAT(findings(), Contains(HasSubstr("but it is not there")));
  open();
  ASSERT_TRUE(commit({entry_of(fill_of(first, "later", 50, "1", "0.5"))}));
  close();
  tamper(
      "INSERT INTO positions SELECT key, 7, account, state, quantity, cost, realized_pnl, "
      "unpriced, fees, origin, opened_at, changed_at, estimated_at, closed_at, closing_kind, "
      "closing_id, closing_at, closing_text, entries, seal, funding, shares FROM positions LIMIT "
      "1");
  EXPECT_THAT(findings(), Contains(HasSubstr("no journal entry leads to this position")));
}

TEST_F(LedgerVerify, FindsDamageOutsideTheJournal) {
  tamper("UPDATE cases SET note = 'nothing to see' WHERE id = 'case-x'");
  tamper("UPDATE cases SET evidence = x'00' WHERE id = 'case-y'");
  tamper("DROP TRIGGER events_never_change; UPDATE events SET text = 'x' WHERE id = 2");
  tamper("DROP TRIGGER events_never_shrink; DELETE FROM events WHERE id = 3");
  tamper("UPDATE instruments SET title = 'x'");
  tamper("UPDATE snapshots SET as_of = as_of - 1 WHERE id = 'snapshot-x'");
  tamper("UPDATE raw_answers SET body = x'28b52ffd' WHERE ordinal = 0 AND pass = 1");
  tamper("UPDATE raw_answers SET source = 'x' WHERE ordinal = 1 AND pass = 2");
  const auto found = findings();
  for (const char* sentence :
       {"case case-x is damaged", "case case-y is damaged", "event 2 is damaged",
        "events 3 to 3 are missing", "instrument KXFED-26DEC-T4 is damaged",
        "snapshot snapshot-x is damaged", "the raw answer 0 of pass 1 is damaged",
        "the raw answer 1 of pass 2 is damaged"}) {
    EXPECT_THAT(found, Contains(HasSubstr(sentence)));
  }
  EXPECT_FALSE(reader()->cases(false));
  EXPECT_FALSE(reader()->events(0, 10));
  EXPECT_FALSE(reader()->instruments());
  EXPECT_FALSE(reader()->raw(SnapshotId{"snapshot-x"}));
}

TEST_F(LedgerVerify, FindsAnAccountBoundToSomebodyElse) {
  tamper("DROP TRIGGER accounts_stay_bound; UPDATE accounts SET owner = 'thief'");
  EXPECT_THAT(findings(), Contains(HasSubstr("account kalshi/main")));
}

TEST_F(LedgerVerify, FindsAKeyThatWasRenamed) {
  tamper("DROP TRIGGER keys_never_change; UPDATE keys SET instrument = 'KXOTHER' WHERE number = 1");
  EXPECT_THAT(findings(), Contains(HasSubstr("not what was booked")));
}

TEST_F(LedgerVerify, FindsAChangedRevision) {
  tamper("UPDATE accounts SET revision = 0");
  EXPECT_THAT(findings(), Contains(HasSubstr("account kalshi/main")));
  EXPECT_EQ(refusal().fault, Fault::storage);
}

class LedgerHeads : public LedgerStage {};

TEST_F(LedgerHeads, TellAnOlderCopyFromTheLedger) {
  open();
  ASSERT_TRUE(commit({entry_of(fill_of(first, "1", 1, "1", "0.5"))}));
  close();
  const std::string older = folder_.file("older.db");
  std::filesystem::copy_file(path(), older);
  open();
  ASSERT_TRUE(commit({entry_of(fill_of(first, "2", 2, "1", "0.5"))}));
  close();
  EXPECT_THAT(findings(), IsEmpty());

  std::filesystem::copy_file(older, path(), std::filesystem::copy_options::overwrite_existing);
  EXPECT_THAT(findings(), Contains(AllOf(HasSubstr("ends at entry 1"), HasSubstr("entry 2"),
                                         HasSubstr("older copy"))));
  const Error refused = refusal();
  EXPECT_EQ(refused.fault, Fault::storage);
  EXPECT_THAT(refused.what, HasSubstr("older copy"));
  EXPECT_THAT(refused.what, HasSubstr("move the heads file away"));
  // Looking at it did not make it the new truth.
  EXPECT_THAT(findings(), Contains(HasSubstr("older copy")));
  // A person's word does.
  std::filesystem::remove(heads_path());
  open();
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerHeads, TellARewrittenJournal) {
  open();
  ASSERT_TRUE(commit({entry_of(fill_of(first, "1", 1, "1", "0.5"))}));
  close();
  const std::string older = folder_.file("older.db");
  std::filesystem::copy_file(path(), older);
  open();
  ASSERT_TRUE(commit({entry_of(fill_of(first, "2", 2, "1", "0.5"))}));
  close();
  const std::string kept = folder_.file("kept.heads");
  std::filesystem::rename(heads_path(), kept);
  // Another second entry: as long, well chained, and not what happened.
  std::filesystem::copy_file(older, path(), std::filesystem::copy_options::overwrite_existing);
  open();
  ASSERT_TRUE(commit({entry_of(fill_of(first, "3", 2, "-1", "0.5"))}));
  close();
  EXPECT_THAT(findings(), IsEmpty());
  std::filesystem::rename(kept, heads_path());
  EXPECT_THAT(findings(), Contains(HasSubstr("the journal was rewritten")));
  EXPECT_THAT(refusal().what, HasSubstr("rewritten"));
}

TEST_F(LedgerHeads, TellAnotherLedgerAndAMissingOne) {
  open();
  ASSERT_TRUE(commit({entry_of(fill_of(first, "1", 1, "1", "0.5"))}));
  close();
  std::filesystem::rename(path(), folder_.file("away.db"));
  EXPECT_THAT(refusal().what, HasSubstr("the ledger is missing"));
  EXPECT_FALSE(std::filesystem::exists(path()));

  const auto other = sqlite::open_ledger(path(), clock_, {});
  ASSERT_TRUE(other);
  EXPECT_THAT(findings(), Contains(HasSubstr("belong to ledger")));
}

TEST_F(LedgerHeads, MayLagBehindAfterACrash) {
  open();
  ASSERT_TRUE(commit({entry_of(fill_of(first, "1", 1, "1", "0.5"))}));
  const std::string early = folder_.file("early.heads");
  std::filesystem::copy_file(heads_path(), early);
  ASSERT_TRUE(commit({entry_of(fill_of(first, "2", 2, "1", "0.5"))}));
  close();
  std::filesystem::copy_file(early, heads_path(),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_THAT(findings(), IsEmpty());
  open();
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerHeads, DoNotUndoACommitWhenTheyCannotBeWritten) {
  open();
  ASSERT_TRUE(commit({entry_of(fill_of(first, "1", 1, "1", "0.5"))}));
  // A folder in its place: neither appended to nor replaced.
  std::filesystem::remove_all(folder_.path() / "state");
  const auto done = commit({entry_of(fill_of(first, "2", 2, "1", "0.5"))});
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(revision(), 2U);
}

TEST_F(LedgerVerify, SeesAStrangersWriteWhileItIsOpen) {
  open();
  ASSERT_EQ(ledger().view(first.account).value().open.at(first).quantity, qty("20"));
  {
    RawSqlite raw{path()};
    EXPECT_EQ(raw.run("UPDATE positions SET quantity = 1 WHERE state = 'open'"), "");
  }
  EXPECT_EQ(ledger().view(first.account).error().fault, Fault::storage);
}

}  // namespace
}  // namespace holdfast::test
