#include <gmock/gmock.h>

#include "core/book.hpp"
#include "ledger_stage.hpp"

namespace holdfast::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class LedgerCommit : public LedgerStage {
 protected:
  void SetUp() override { open(); }
};

JournalEntry buy(const PositionKey& key, const std::string& id, std::int64_t at,
                 std::string_view change, std::string_view price = "0.5") {
  return entry_of(fill_of(key, id, at, change, price, "0.01"));
}

TEST_F(LedgerCommit, MakesPositionsTheFoldOfTheirEntries) {
  const std::vector<JournalEntry> entries{buy(first, "1", 1, "10"), buy(first, "2", 2, "-4", "0.7"),
                                          buy(second, "3", 3, "7")};
  const auto done = commit(entries);
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(done->revision, 1U);

  const AccountView view = ledger().view(first.account).value();
  EXPECT_EQ(view.revision, 1U);
  ASSERT_THAT(view.open, SizeIs(2));
  EXPECT_EQ(view.open.at(first), fold(std::span{entries}.first(2)).value().back());
  EXPECT_EQ(view.open.at(second), fold(std::span{entries}.subspan(2)).value().back());
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerCommit, FoldsALateEntryWithTheOnesBookedBefore) {
  ASSERT_TRUE(commit({buy(first, "2", 20, "-10", "0.7")}));
  ASSERT_TRUE(commit({buy(first, "1", 10, "10")}));  // it happened before, and comes after
  EXPECT_THAT(ledger().view(first.account).value().open, IsEmpty());
  const auto positions = reader()->positions(PositionScope::all).value();
  ASSERT_THAT(positions, SizeIs(1));
  EXPECT_EQ(positions.front().state, PositionState::closed);
  EXPECT_EQ(positions.front().realized_pnl, usd("2"));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerCommit, KeepsWhatASeedTellsOfAnOpenPosition) {
  const auto adoption = estimate_of(EntryKind::adoption, first, "found", 10, "3");
  ASSERT_TRUE(commit({adoption}));
  JournalEntry seed;
  seed.id = EntryId{"seed"};
  seed.kind = EntryKind::seed;
  seed.key = first;
  seed.at = at_s(20);
  seed.evidence = {EvidenceKind::person, "book", at_s(20), ""};
  seed.seed = Seed{qty("3"), usd("1"), at_s(-500)};
  ASSERT_TRUE(commit({seed}));
  const auto stored = reader()->positions(PositionScope::open);
  ASSERT_TRUE(stored) << stored.error().what;
  ASSERT_THAT(*stored, SizeIs(1));
  EXPECT_EQ(stored->front(), fold(std::vector{adoption, seed}).value().back());
  EXPECT_EQ(stored->front().opened_at, at_s(-500));
  EXPECT_EQ(reader()->journal_of(first)->back().entry, seed);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerCommit, TakesAwayALifeThatALateEntryJoinsToAnother) {
  // Two lives as long as the entry between them is not known.
  ASSERT_TRUE(
      commit({buy(first, "1", 10, "10"), buy(first, "2", 20, "-10"), buy(first, "4", 40, "5")}));
  EXPECT_THAT(reader()->positions(PositionScope::all).value(), SizeIs(2));
  ASSERT_TRUE(commit({buy(first, "0", 5, "1")}));
  EXPECT_THAT(reader()->positions(PositionScope::all).value(), SizeIs(1));
  EXPECT_EQ(ledger().view(first.account).value().open.at(first).quantity, qty("6"));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerCommit, RefusesABatchThatRestsOnAnOldRevision) {
  ASSERT_TRUE(commit({buy(first, "1", 1, "10")}));
  const auto late = ledger().commit(batch_of(first.account, 0, {buy(first, "2", 2, "5")}));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().fault, Fault::conflict);
  EXPECT_THAT(late.error().what, HasSubstr("revision 1"));
  EXPECT_EQ(ledger().view(first.account).value().open.at(first).quantity, qty("10"));

  Batch only_case = batch_of(first.account, 0, {});
  only_case.cases = {case_of(first, "case-1")};
  EXPECT_EQ(ledger().commit(only_case).error().fault, Fault::conflict);
  EXPECT_THAT(reader()->cases(false).value(), IsEmpty());
}

TEST_F(LedgerCommit, RaisesTheRevisionForEntriesOnly) {
  ASSERT_TRUE(commit({buy(first, "1", 1, "10"), buy(second, "2", 1, "10")}));
  EXPECT_EQ(revision(), 1U);
  Batch only_case = batch_of(first.account, 1, {});
  only_case.cases = {case_of(first, "case-1")};
  const auto done = ledger().commit(only_case);
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(done->revision, 1U);
  EXPECT_THAT(ledger().view(first.account).value().cases, ElementsAre(only_case.cases.front()));
}

TEST_F(LedgerCommit, BooksAnEntryOnce) {
  ASSERT_TRUE(commit({buy(first, "1", 1, "10")}));
  clock_.advance(std::chrono::seconds{5});
  const auto again = commit({buy(first, "1", 1, "10")});
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_EQ(again->revision, 1U);
  // Beside a new one only the new one is booked; within one batch too.
  const auto both =
      commit({buy(first, "1", 1, "10"), buy(first, "2", 2, "1"), buy(first, "2", 2, "1")});
  ASSERT_TRUE(both) << both.error().what;
  EXPECT_EQ(both->revision, 2U);
  EXPECT_EQ(ledger().view(first.account).value().open.at(first).quantity, qty("11"));
  EXPECT_THAT(reader()->journal(first.account, 0, 100).value(), SizeIs(2));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerCommit, TellsNothingTwiceWhenABatchComesAgain) {
  Batch batch = full_batch(first, second, 0, "x");
  ASSERT_TRUE(ledger().commit(batch));
  batch.seen_revision = revision();
  const auto again = ledger().commit(batch);
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_THAT(reader()->events(0, 100).value(), SizeIs(2));
  EXPECT_EQ(again->last_event, 2U);
  EXPECT_EQ(again->revision, 1U);
}

TEST_F(LedgerCommit, RefusesOtherContentUnderABookedId) {
  ASSERT_TRUE(commit({buy(first, "1", 1, "10")}));
  const auto other = commit({buy(second, "9", 1, "1"), buy(first, "1", 1, "11")});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().fault, Fault::malformed);
  EXPECT_THAT(other.error().what, HasSubstr("fill:kalshi/main:1"));
  const auto twice = commit({buy(second, "8", 1, "1"), buy(second, "8", 1, "2")});
  EXPECT_EQ(twice.error().fault, Fault::malformed);
  EXPECT_THAT(ledger().view(first.account).value().open, SizeIs(1));
  EXPECT_THAT(reader()->journal(first.account, 0, 100).value(), SizeIs(1));
  EXPECT_EQ(revision(), 1U);
}

TEST_F(LedgerCommit, RefusesWhatBelongsToAnotherAccount) {
  PositionKey stranger = first;
  stranger.account = AccountId{"kalshi/other"};
  EXPECT_EQ(ledger().commit(batch_of(first.account, 0, {buy(stranger, "1", 1, "1")})).error().fault,
            Fault::malformed);
  PositionKey elsewhere = first;
  elsewhere.venue = VenueName::polymarket;
  EXPECT_EQ(
      ledger().commit(batch_of(first.account, 0, {buy(elsewhere, "1", 1, "1")})).error().fault,
      Fault::malformed);
  Batch batch = batch_of(first.account, 0, {});
  batch.cases = {case_of(stranger, "case-1")};
  EXPECT_EQ(ledger().commit(batch).error().fault, Fault::malformed);
  batch.cases.clear();
  batch.events = {event_of(stranger, "x")};
  EXPECT_EQ(ledger().commit(batch).error().fault, Fault::malformed);
  batch.events = {event_of(first, "x")};
  batch.snapshot = snapshot_of(stranger, "snapshot-1", 1);
  EXPECT_EQ(ledger().commit(batch).error().fault, Fault::malformed);
  EXPECT_THAT(reader()->events(0, 10).value(), IsEmpty());
}

TEST_F(LedgerCommit, RefusesAnAccountItDoesNotKnow) {
  const AccountId unknown{"kalshi/unknown"};
  EXPECT_EQ(ledger().view(unknown).error().fault, Fault::identity);
  EXPECT_EQ(ledger().commit(batch_of(unknown, 0, {})).error().fault, Fault::identity);
}

TEST_F(LedgerCommit, BindsAnAccountToItsOwner) {
  EXPECT_TRUE(ledger().open_account(first.account, first.venue, owner));
  const auto other = ledger().open_account(first.account, first.venue, "key-2");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().fault, Fault::identity);
  EXPECT_EQ(ledger().open_account(first.account, VenueName::pacifica, owner).error().fault,
            Fault::identity);
  EXPECT_EQ(ledger().open_account(AccountId{"a\nb"}, first.venue, owner).error().fault,
            Fault::malformed);
  EXPECT_EQ(ledger().open_account(AccountId{}, first.venue, owner).error().fault, Fault::malformed);
}

TEST_F(LedgerCommit, KeepsAccountsApart) {
  const PositionKey other = poly_key("123456789");
  ASSERT_TRUE(ledger().open_account(other.account, other.venue, "0xabc"));
  ASSERT_TRUE(commit({buy(first, "1", 1, "10")}));
  const auto done = ledger().commit(batch_of(other.account, 0, {buy(other, "1", 1, "3")}));
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(done->revision, 1U);
  EXPECT_THAT(ledger().view(first.account).value().open, SizeIs(1));
  EXPECT_THAT(ledger().view(other.account).value().open, SizeIs(1));
  const auto accounts = reader()->accounts().value();
  ASSERT_THAT(accounts, SizeIs(2));
  EXPECT_NE(accounts[0].head, accounts[1].head);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerCommit, SaysWhichEntriesAreBooked) {
  const JournalEntry booked = buy(first, "1", 1, "10");
  ASSERT_TRUE(commit({booked}));
  const std::vector<EntryId> ids{EntryId{"nothing"}, booked.id, EntryId{""}};
  EXPECT_THAT(ledger().booked(ids).value(), ElementsAre(booked.id));
  EXPECT_THAT(ledger().booked({}).value(), IsEmpty());
}

TEST_F(LedgerCommit, RefusesEntriesThatDoNotFold) {
  const auto largest = Quantity::from_units(std::numeric_limits<std::int64_t>::max());
  JournalEntry one = buy(first, "1", 1, "1", "0.1");
  JournalEntry two = buy(first, "2", 2, "1", "0.1");
  one.change = largest;
  two.change = largest;
  const auto done = commit({one, two});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::malformed);
  EXPECT_THAT(reader()->journal(first.account, 0, 10).value(), IsEmpty());
  EXPECT_TRUE(commit({one}));
}

TEST_F(LedgerCommit, LetsAHeldViewStandWhileTheLedgerMovesOn) {
  ASSERT_TRUE(commit({buy(first, "1", 1, "10")}));
  const auto held = ledger().shared_view(first.account).value();
  ASSERT_TRUE(commit({buy(first, "2", 2, "1"), buy(second, "3", 3, "4")}));
  EXPECT_EQ(held->revision, 1U);
  EXPECT_EQ(held->open.at(first).quantity, qty("10"));
  EXPECT_THAT(held->open, SizeIs(1));
  const auto now = ledger().shared_view(first.account).value();
  EXPECT_EQ(now->revision, 2U);
  EXPECT_EQ(now->open.at(first).quantity, qty("11"));
  EXPECT_THAT(now->open, SizeIs(2));
}

TEST_F(LedgerCommit, DropsClosedCasesFromTheViewAndKeepsThemOnRecord) {
  Batch batch = batch_of(first.account, 0, {});
  batch.cases = {case_of(first, "case-1"), case_of(second, "case-2")};
  ASSERT_TRUE(ledger().commit(batch));
  EXPECT_THAT(ledger().view(first.account).value().cases, SizeIs(2));
  batch.cases.resize(1);
  batch.cases[0].state = CaseState::dismissed;
  batch.cases[0].closed_at = at_s(50);
  ASSERT_TRUE(ledger().commit(batch));
  EXPECT_THAT(ledger().view(first.account).value().cases, SizeIs(1));
  EXPECT_THAT(reader()->cases(true).value(), SizeIs(1));
  EXPECT_THAT(reader()->cases(false).value(), SizeIs(2));
}

TEST_F(LedgerCommit, NeverLowersTheWatermark) {
  Batch batch = full_batch(first, second, 0, "x");
  ASSERT_TRUE(ledger().commit(batch));
  EXPECT_EQ(ledger().view(first.account).value().watermark, at_s(30));
  batch = full_batch(first, second, 1, "y");
  batch.snapshot = snapshot_of(first, "snapshot-older", 20);
  ASSERT_TRUE(ledger().commit(batch));
  EXPECT_EQ(ledger().view(first.account).value().watermark, at_s(30));
}

TEST_F(LedgerCommit, KeepsTheVenuesHighestNumber) {
  Batch batch = full_batch(first, second, 0, "x");
  batch.snapshot->header.sequence = 1'559'395'640;
  ASSERT_TRUE(ledger().commit(batch));
  EXPECT_EQ(ledger().view(first.account).value().sequence, 1'559'395'640);
  EXPECT_EQ(reader()->newest_snapshot(first.account).value()->record.header.sequence,
            1'559'395'640);
  batch = full_batch(first, second, 1, "y");
  batch.snapshot = snapshot_of(first, "snapshot-unnumbered", 40);
  ASSERT_TRUE(ledger().commit(batch));
  EXPECT_EQ(ledger().view(first.account).value().sequence, 1'559'395'640);
  EXPECT_THAT(reader()->verify()->findings, IsEmpty());
}

TEST_F(LedgerCommit, CountsEventsUpAcrossBatches) {
  const auto one = ledger().commit(full_batch(first, second, 0, "x"));
  ASSERT_TRUE(one) << one.error().what;
  EXPECT_EQ(one->last_event, 2U);
  EXPECT_EQ(ledger().commit(full_batch(first, second, 1, "y"))->last_event, 4U);
  const auto later = reader()->events(2, 1).value();
  ASSERT_THAT(later, SizeIs(1));
  EXPECT_EQ(later.front().id, 3U);
  EXPECT_EQ(later.front().event, event_of(first, "y-first"));
  EXPECT_THAT(reader()->events(4, 10).value(), IsEmpty());
}

}  // namespace
}  // namespace holdfast::test
