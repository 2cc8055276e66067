#include "core/case_file.hpp"

#include <gtest/gtest.h>

#include <map>

#include "core/explain.hpp"
#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;

const AccountId account{"kalshi/main"};
const PositionKey market = kalshi_key("A");

Evidence refused(int number) {
  return {EvidenceKind::answer, "kalshi GET /x", at_s(number), "answered 401"};
}

Case absence() {
  CaseFile file{account, {}, at_s(0)};
  return file.raise(market, {CaseReason::unproven_absence, qty("10"), qty("0"), {}, "gone", {}, {}},
                    2);
}

TEST(ConfirmedCase, CoversAllThatTheCaseHoldsWhenNothingIsNamed) {
  const auto confirmed = confirmed_case(absence(), {}, "owner", at_s(5));
  ASSERT_TRUE(confirmed);
  EXPECT_EQ(confirmed->state, CaseState::confirmed);
  EXPECT_EQ(confirmed->confirmed_keys, std::vector{market});
  EXPECT_EQ(confirmed->confirmed_at, at_s(5));
  EXPECT_EQ(confirmed->confirmed_by, "owner");
}

TEST(ConfirmedCase, RefusesAKeyThatTheCaseDoesNotHold) {
  const auto confirmed = confirmed_case(absence(), {kalshi_key("B")}, "owner", at_s(5));
  EXPECT_EQ(confirmed.error().fault, Fault::refused);
}

// What it says it says since then, with as many sightings of just that.
TEST(CaseFile, BeginsAnewWhenItSaysSomethingElse) {
  Finding finding{CaseReason::suspected, qty("10"), qty("8"), {}, "", {}, {}};
  std::vector<Case> open;
  const auto pass = [&](std::int64_t at) {
    CaseFile file{account, open, at_s(at)};
    const Case raised = file.raise(market, finding, 2);
    open = {raised};
    return raised;
  };
  EXPECT_EQ(pass(0).since, at_s(0));
  EXPECT_EQ(pass(60).since, at_s(0));
  finding.theirs = qty("1");
  const Case other = pass(120);
  EXPECT_EQ(other.since, at_s(120));
  EXPECT_EQ(other.sightings, 1U);
  EXPECT_EQ(other.opened_at, at_s(0));
}

// A word is of what the case was when it was said.
TEST(ConfirmedCase, IsNoneAnyMoreWhenTheCaseIsAnother) {
  const Case confirmed = confirmed_case(absence(), {}, "owner", at_s(5)).value();
  const auto next = [&](CaseReason reason) {
    CaseFile file{account, {confirmed}, at_s(10)};
    return file.raise(market, {reason, qty("10"), qty("0"), {}, "gone", {}, {}}, 2);
  };
  EXPECT_EQ(next(CaseReason::unproven_absence).confirmed_at, at_s(5));
  const Case other = next(CaseReason::suspicious_empty);
  EXPECT_EQ(other.confirmed_at, std::nullopt);
  EXPECT_TRUE(other.confirmed_keys.empty());
  EXPECT_EQ(other.state, CaseState::suspected);
}

TEST(ConfirmedCase, RefusesWhatIsNoOpenAbsence) {
  Case other = absence();
  other.reason = CaseReason::suspected;
  EXPECT_EQ(confirmed_case(other, {}, "owner", at_s(5)).error().fault, Fault::refused);
  Case closed = absence();
  closed.state = CaseState::explained;
  EXPECT_EQ(confirmed_case(closed, {}, "owner", at_s(5)).error().fault, Fault::refused);
}

TEST(CaseFile, TellsOneTroubleOfAnAccountOnceAndAnotherAnew) {
  CaseFile first{account, {}, at_s(0)};
  first.raise_account(CaseReason::unauthorised, "key refused", refused(1));
  ASSERT_EQ(first.changed().size(), 1U);
  EXPECT_EQ(first.events().at(0).kind, EventKind::case_opened);
  const auto open = first.changed();

  CaseFile again{account, open, at_s(60)};
  again.raise_account(CaseReason::unauthorised, "key refused, another port", refused(2));
  EXPECT_TRUE(again.changed().empty());

  CaseFile other{account, open, at_s(60)};
  other.raise_account(CaseReason::schema, "renamed", refused(3));
  EXPECT_EQ(other.changed().at(0).id, open.at(0).id);
  EXPECT_EQ(other.changed().at(0).text, "renamed");
  EXPECT_EQ(other.events().at(0).kind, EventKind::case_updated);
}

TEST(CaseFile, ClosesWhatACompletePassDoesNotRaiseAgain) {
  CaseFile file{account, {absence()}, at_s(60)};
  file.settle_rest({EvidenceKind::listing, "snapshot", at_s(60), ""});
  EXPECT_EQ(file.changed().at(0).state, CaseState::explained);
  EXPECT_EQ(file.changed().at(0).closed_at, at_s(60));
  EXPECT_EQ(file.events().at(0).kind, EventKind::case_closed);
}

TEST(CaseFile, KeepsTheCaseOfAKeyThatCannotBeJudgedNow) {
  CaseFile file{account, {absence()}, at_s(60)};
  file.keep(market);
  file.settle_rest({EvidenceKind::listing, "snapshot", at_s(60), ""});
  EXPECT_TRUE(file.changed().empty());
}

Case dismissed() {
  return marked_case(absence(), {CaseMark::Kind::dismissal, "known", "me"}, at_s(5)).value();
}

TEST(MarkedCase, KeepsEveryNoteAndWhoWroteIt) {
  const auto once = marked_case(absence(), {CaseMark::Kind::note, "asked", "me"}, at_s(5));
  ASSERT_TRUE(once);
  const auto twice = marked_case(*once, {CaseMark::Kind::note, "answered", "you"}, at_s(6));
  ASSERT_TRUE(twice);
  EXPECT_EQ(twice->note, iso_text(at_s(5)) + " me: asked\n" + iso_text(at_s(6)) + " you: answered");
  EXPECT_EQ(twice->state, CaseState::suspected);
  const std::string long_note(5'000, 'x');
  EXPECT_EQ(marked_case(*twice, {CaseMark::Kind::note, long_note, "me"}, at_s(7)).error().fault,
            Fault::refused);
}

TEST(MarkedCase, DismissesOnceAndNothingThatHasEnded) {
  const Case waved = dismissed();
  EXPECT_EQ(waved.state, CaseState::dismissed);
  EXPECT_FALSE(waved.closed_at) << "it lasts";
  EXPECT_EQ(waved.evidence.back().kind, EvidenceKind::person);
  const CaseMark again{CaseMark::Kind::dismissal, "", "me"};
  EXPECT_EQ(marked_case(waved, again, at_s(6)).error().fault, Fault::refused);
  Case ended = absence();
  ended.closed_at = at_s(5);
  EXPECT_EQ(marked_case(ended, again, at_s(6)).error().fault, Fault::refused);
}

TEST(CaseFile, ADismissedCaseSleepsWhileItIsTheSame) {
  const Finding same{CaseReason::unproven_absence, qty("10"), qty("0"), {}, "gone", {}, {}};
  Case waved = dismissed();
  waved.sightings = 2;
  CaseFile file{account, {waved}, at_s(60)};
  file.raise(market, same, 2);
  EXPECT_TRUE(file.changed().empty());

  for (Finding other : {same, same, same}) {
    static int which = 0;
    if (which == 0) other.reason = CaseReason::witness_conflict;
    if (which == 1) other.ours = qty("11");
    if (which == 2) other.theirs = qty("1");
    ++which;
    CaseFile later{account, {waved}, at_s(60)};
    later.raise(market, other, 2);
    ASSERT_EQ(later.changed().size(), 1U);
    EXPECT_EQ(later.changed().at(0).state, CaseState::suspected) << which;
    EXPECT_EQ(later.changed().at(0).id, waved.id);
    EXPECT_EQ(later.events().at(0).kind, EventKind::case_updated);
  }
}

TEST(CaseFile, ADismissedCaseEndsWithWhatItIsAbout) {
  CaseFile file{account, {dismissed()}, at_s(60)};
  file.settle_rest({EvidenceKind::listing, "snapshot", at_s(60), ""});
  EXPECT_EQ(file.changed().at(0).closed_at, at_s(60));
  EXPECT_EQ(file.events().at(0).kind, EventKind::case_closed);
}

TEST(EntryIds, AreThoseUnderWhichEventsAreBooked) {
  VenueEvents events;
  events.fills.push_back(fill_of(market, "f", 1, "1", "0.5"));
  events.settlements.push_back(settlement_of(market, "s", 2, "-1", "1"));
  EXPECT_EQ(entry_ids(events),
            (std::vector{entry_of(events.fills[0]).id, entry_of(events.settlements[0]).id}));
}

// Each trouble of a book has one case, from the first look that saw it to the first that did not.
TEST(CaseFile, FollowsEachTroubleOfABookByItself) {
  const AccountId book = account_of_book("bot");
  const BookTrouble cut{.reason = CaseReason::unreadable_book, .text = "ends in the middle"};
  const BookTrouble rows{.reason = CaseReason::quarantined_rows, .text = "line 3"};
  BookTrouble twice{.reason = CaseReason::claimed_twice, .text = "40 of 30", .key = market};
  twice.held = qty("30");
  twice.claimed = qty("40");
  BookTrouble other = twice;
  other.key = kalshi_key("B");
  CaseFile first{book, {}, at_s(0)};
  for (const BookTrouble& trouble : {cut, rows, twice, other}) first.raise_book(trouble);
  const auto open = first.changed();
  ASSERT_EQ(open.size(), 4U);
  for (const Case& one : open) EXPECT_FALSE(one.key) << "it says nothing against a position";

  CaseFile same{book, open, at_s(2)};
  for (const BookTrouble& trouble : {cut, rows, twice, other}) same.raise_book(trouble);
  EXPECT_TRUE(same.changed().empty());

  twice.claimed = qty("50");
  twice.text = "50 of 30";
  CaseFile next{book, open, at_s(4)};
  next.raise_book(rows);
  next.raise_book(twice);
  next.settle_rest({EvidenceKind::book, "book/bot", at_s(4), "gone"});
  std::map<std::string, CaseState> states;
  for (const Case& one : next.changed()) {
    states[std::string{name_of(one.reason)} + " " + one.text] = one.state;
  }
  EXPECT_EQ(states, (std::map<std::string, CaseState>{
                        {"unreadable_book ends in the middle", CaseState::explained},
                        {"claimed_twice 50 of 30", CaseState::suspected},
                        {"claimed_twice 40 of 30", CaseState::explained}}));
}

TEST(CaseFile, KeepsClaimsThatCannotBeComparedNow) {
  const AccountId book = account_of_book("bot");
  CaseFile first{book, {}, at_s(0)};
  const PositionKey other = kalshi_key("OTHER");
  first.raise_book({.reason = CaseReason::claimed_twice, .text = "40 of 30", .key = market});
  first.raise_book({.reason = CaseReason::claimed_twice, .text = "9 of 8", .key = other});
  const auto ended = [&](const Comparable& comparable) {
    CaseFile next{book, first.changed(), at_s(2)};
    next.keep_claims(comparable);
    next.settle_rest({EvidenceKind::book, "book/bot", at_s(2), "gone"});
    std::vector<PositionKey> keys;
    for (const Case& one : next.changed()) keys.push_back(one.keys.at(0));
    return keys;
  };
  EXPECT_TRUE(ended({.any = false, .unread = {}}).empty());
  EXPECT_EQ(ended({.any = true, .unread = {market}}), std::vector{other});
}

// Whoever raises a case need not know what ends it: its reason tells.
TEST(CaseFile, NeverLetsAnOpenCaseWaitForNothing) {
  CaseFile file{account, {}, at_s(0)};
  file.raise_account(CaseReason::unauthorised, "key refused", refused(1));
  file.raise_brake({market}, "many", refused(1));
  file.raise(market, {CaseReason::suspected, qty("1"), qty("2"), {}, "", {}, {}}, 2);
  file.raise_book({.reason = CaseReason::claimed_twice, .text = "40 of 30", .key = market});
  ASSERT_EQ(file.changed().size(), 4U);
  for (const Case& open : file.changed()) {
    EXPECT_EQ(open.waits_for, usual_wait(open.reason));
    EXPECT_FALSE(open.waits_for.text.empty()) << name_of(open.reason);
  }
  const auto open = file.changed();
  CaseFile next{account, open, at_s(60)};
  next.raise_account(CaseReason::schema, "renamed", refused(3));
  next.raise_brake({}, "all with a witness", refused(1));
  for (const Case& one : next.changed()) {
    if (one.key || one.reason == CaseReason::claimed_twice) continue;
    EXPECT_EQ(one.waits_for.what,
              one.reason == CaseReason::brake ? Awaited::answer : Awaited::usable_answer);
  }
  EXPECT_EQ(confirmed_case(absence(), {}, "owner", at_s(5))->waits_for.what, Awaited::answer);
}

// What a case rests on grows with what it says, and with nothing else.
TEST(CaseFile, KeepsTheEvidenceOfEveryChangeOnce) {
  Finding finding{CaseReason::suspected, qty("1"), qty("2"), {}, "", {refused(0)}, {}};
  CaseFile first{account, {}, at_s(0)};
  first.raise(market, finding, 2);
  auto open = first.changed();
  EXPECT_EQ(open.at(0).evidence, std::vector{refused(0)});
  for (int pass = 1; pass < 50; ++pass) {
    finding.evidence = {refused(pass)};
    CaseFile same{account, open, at_s(pass)};
    EXPECT_EQ(same.raise(market, finding, 9).evidence, open.at(0).evidence) << "nothing is new";
    finding.theirs = qty(std::to_string(pass + 2));
    CaseFile next{account, open, at_s(pass)};
    next.raise(market, finding, 9);
    next.raise(market, finding, 9);
    open = next.changed();
  }
  const auto& evidence = open.at(0).evidence;
  ASSERT_EQ(evidence.size(), 21U) << "it is bounded";
  EXPECT_EQ(evidence.front(), refused(0)) << "with what it began";
  EXPECT_EQ(evidence.at(1), refused(30));
  EXPECT_EQ(evidence.back(), refused(49));
  finding.reason = CaseReason::witness_conflict;
  finding.evidence = {refused(50)};
  CaseFile other{account, open, at_s(50)};
  EXPECT_EQ(other.raise(market, finding, 9).evidence.back(), refused(50));
}

TEST(CaseFile, RefersToWhatWasRefused) {
  CaseFile file{account, {}, at_s(7)};
  EXPECT_EQ(file.raise_account(CaseReason::unauthorised, "no", refused(1)).evidence,
            std::vector{refused(1)});
  EXPECT_EQ(file.raise_account(CaseReason::schema, "renamed", refused(2)).evidence,
            (std::vector{refused(1), refused(2)}));
  EXPECT_EQ(file.raise_brake({market}, "many", refused(3)).evidence, std::vector{refused(3)});
  const auto book = file.raise_book({.reason = CaseReason::quarantined_rows, .text = "line 3"});
  EXPECT_EQ(book.evidence,
            (std::vector<Evidence>{{EvidenceKind::book, account.text, at_s(7), "line 3"}}));
}

// What a brake let go is still told by it.
TEST(CaseFile, NamesWhatABrakeHeldBackOnce) {
  const PositionKey other = kalshi_key("B");
  CaseFile first{account, {}, at_s(0)};
  first.raise_brake({market, other}, "many", refused(1));
  CaseFile next{account, first.changed(), at_s(60)};
  const Case less = next.raise_brake({other}, "many", refused(2));
  EXPECT_EQ(less.keys, std::vector{other});
  EXPECT_EQ(less.released_keys, std::vector{market});
  EXPECT_TRUE(speaks_of(less, market));
  EXPECT_TRUE(speaks_of(less, other));
  EXPECT_FALSE(speaks_of(less, kalshi_key("C")));
  CaseFile again{account, next.changed(), at_s(120)};
  EXPECT_TRUE(again.raise_brake({market, other}, "many", refused(3)).released_keys.empty());
  EXPECT_FALSE(confirmed_case(less, {market}, "owner", at_s(61))) << "it does not hold it any more";
}

}  // namespace
}  // namespace holdfast
