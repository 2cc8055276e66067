#include "core/late_fills.hpp"

#include <gtest/gtest.h>

#include "core/book.hpp"
#include "core/explain.hpp"
#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace holdfast::test;

const PositionKey key = kalshi_key("A");

JournalEntry fact(const std::string& id, std::int64_t at, std::string_view change,
                  std::string_view price) {
  return entry_of(fill_of(key, id, at, change, price));
}

TEST(LateFills, ReplaceAnEstimateTheySumTo) {
  const std::vector journal{fact("f1", 10, "100", "0.5"),
                            estimate_of(EntryKind::adoption, key, "e", 50, "50")};
  const std::vector facts{fact("f2", 20, "20", "0.7"), fact("f3", 30, "30", "0.6")};
  auto replacing = superseding(journal, facts);
  ASSERT_EQ(replacing.size(), 2U);
  EXPECT_EQ(replacing[0].supersedes, EntryId{"e"});
  EXPECT_EQ(facts_wanted_since(journal), at_s(10));

  std::vector<JournalEntry> all = journal;
  all.insert(all.end(), replacing.begin(), replacing.end());
  const auto lives = fold(all).value();
  ASSERT_EQ(lives.size(), 1U);
  EXPECT_EQ(lives[0].quantity, qty("150"));
  EXPECT_EQ(lives[0].cost, Money::parse("82").value());
  EXPECT_FALSE(facts_wanted_since(all)) << "nothing is left to be asked about";
}

TEST(LateFills, NeverReplaceWhatTheyAlmostSumTo) {
  const std::vector journal{fact("f1", 10, "100", "0.5"),
                            estimate_of(EntryKind::correction, key, "e", 50, "-50")};
  EXPECT_TRUE(superseding(journal, std::vector{fact("f2", 20, "-49.99", "0.7")}).empty());
  EXPECT_TRUE(superseding(journal, std::vector{fact("f2", 9, "-50", "0.7")}).empty())
      << "older than what was known before the estimate";
  EXPECT_TRUE(superseding(journal, std::vector{fact("f2", 111, "-50", "0.7")}).empty())
      << "later than the estimate's moment: that is another change";
  EXPECT_EQ(superseding(journal, std::vector{fact("f2", 20, "-50", "0.7")}).size(), 1U);
}

// The last page of a listing shows more than the first one knew.
TEST(LateFills, OfTheMinuteTheListingWasReadBelongToItAsFarAsTheySumUp) {
  const std::vector journal{estimate_of(EntryKind::adoption, key, "e", 50, "50")};
  const std::vector facts{fact("f1", 49, "20", "0.7"), fact("f2", 56, "30", "0.7"),
                          fact("f3", 58, "-10", "0.7")};
  const auto replacing = superseding(journal, facts);
  ASSERT_EQ(replacing.size(), 2U);
  EXPECT_EQ(replacing[1].id, facts[1].id) << "the third is another change";
  EXPECT_TRUE(
      superseding(journal, std::vector{fact("f1", 40, "50", "0.7"), fact("f2", 49, "-10", "0.7")})
          .empty())
      << "what happened before the estimate is part of it";
}

TEST(LateFills, LeaveAloneAnEstimateThatGaveWay) {
  std::vector journal{estimate_of(EntryKind::adoption, key, "e", 50, "50")};
  EXPECT_EQ(facts_wanted_since(journal), UtcTime{}) << "asked from the beginning";
  const std::vector facts{fact("f2", 20, "50", "0.7")};
  auto replacing = superseding(journal, facts);
  journal.insert(journal.end(), replacing.begin(), replacing.end());
  EXPECT_TRUE(superseding(journal, std::vector{fact("f3", 21, "50", "0.7")}).empty());
}

// A guess and its reversal are nothing together; where facts take the place of the guess, the
// reversal is a guess of its own.
TEST(LateFills, TakeThePlaceOfAGuessThatWasTakenBack) {
  auto back = estimate_of(EntryKind::correction, key, "back", 90, "3");
  back.supersedes = EntryId{"wrong"};
  std::vector journal{entry_of(fill_of(key, "f", 20, "8", "0.5")),
                      estimate_of(EntryKind::correction, key, "wrong", 50, "-3"), back};
  EXPECT_EQ(fold(journal).value().at(0).cost, usd("4"));
  EXPECT_FALSE(facts_wanted_since(journal)) << "no guess stands";
  EXPECT_FALSE(guessed_until(journal));
  EXPECT_FALSE(undoable(journal));

  auto sold = entry_of(fill_of(key, "sold", 45, "-3", "0.6"));
  sold.supersedes = EntryId{"wrong"};
  journal.push_back(sold);
  const auto life = fold(journal).value().at(0);
  EXPECT_EQ(life.quantity, qty("8"));
  EXPECT_EQ(life.realized_pnl, usd("0.3"));
  EXPECT_FALSE(life.cost) << "nobody knows what the three that came back cost";
}

// A source without all its figures told of it first.
TEST(LateFills, TakeThePlaceOfAFillThatWasNotListedYet) {
  Fill early = fill_of(key, "sig:1", 50, "-2", "0.485");
  early.listed = false;
  const std::vector journal{fact("f1", 10, "5", "0.42"), entry_of(early)};
  const auto before = fold(journal).value().at(0);
  EXPECT_EQ(before.quantity, qty("3"));
  EXPECT_EQ(before.unpriced, qty("2")) << "a price without its fee is none";
  EXPECT_EQ(facts_wanted_since(journal), at_s(10));

  VenueEvents events;
  events.fills = {early};
  EXPECT_TRUE(unbooked_entries(events, {entry_of(early).id}).empty());
  auto listed = fill_of(key, "sig:1", 52, "-2", "0.5", "0.03");
  EXPECT_TRUE(unbooked_entries(events, {entry_of(listed).id}).empty())
      << "a list that lags again unsays nothing";
  EXPECT_EQ(entry_ids(events).size(), 2U) << "so that both can be known as booked";
  EXPECT_TRUE(
      superseding(journal, std::vector{entry_of(fill_of(key, "sig:2", 52, "-3", "0.5"))}).empty());

  auto all = journal;
  std::ranges::move(superseding(journal, std::vector{entry_of(listed)}), std::back_inserter(all));
  const auto after = fold(all).value().at(0);
  EXPECT_EQ(after.realized_pnl, usd("0.16"));
  EXPECT_EQ(after.fees, usd("0.03"));
  EXPECT_EQ(after.unpriced, qty("0"));
}

// A guess never takes the place of a guess.
TEST(LateFills, AreNotWhatIsNotListedYet) {
  Fill early = fill_of(key, "sig:1", 40, "50", "0.485");
  early.listed = false;
  const std::vector journal{estimate_of(EntryKind::adoption, key, "e", 50, "50")};
  EXPECT_TRUE(superseding(journal, std::vector{entry_of(early)}).empty());
}

TEST(LateFills, TakeThePlaceOfWhatWasCalledATransferOnlyInItsOwnTransaction) {
  const std::vector journal{
      entry_of(Transfer{.id = "sig", .key = key, .change = qty("5"), .price = {}, .at = at_s(50)})};
  EXPECT_FALSE(facts_wanted_since(journal)) << "nobody waits for it";
  EXPECT_TRUE(superseding(journal, std::vector{fact("other:1", 50, "5", "0.42")}).empty());
  const auto replacing = superseding(journal, std::vector{fact("sig:mint:1", 50, "5", "0.42")});
  ASSERT_EQ(replacing.size(), 1U);
  auto all = journal;
  all.push_back(replacing[0]);
  EXPECT_EQ(fold(all).value().at(0).cost, usd("2.1"));
}

TEST(LateFills, UndoOnlyWhatNobodyElseHasSeen) {
  const auto last = [](EvidenceKind seen) {
    auto estimate = estimate_of(EntryKind::correction, key, "e", 50, "-3");
    estimate.evidence.kind = seen;
    return undoable(std::vector{entry_of(fill_of(key, "f", 20, "8", "0.5")), estimate});
  };
  EXPECT_TRUE(last(EvidenceKind::listing));
  EXPECT_FALSE(last(EvidenceKind::chain_balance)) << "that was so";
}

TEST(LateFills, AreNotCountedTwiceByAFeedThatTellsThemTwice) {
  VenueEvents events;
  events.fills = {fill_of(key, "f", 20, "5", "0.5"), fill_of(key, "f", 20, "5", "0.5")};
  const auto unbooked = unbooked_entries(events, {});
  EXPECT_EQ(unbooked.at(key).size(), 1U);
  EXPECT_TRUE(explain(unbooked, key, {}, qty("5")));
}

Redemption redeemed(const PositionKey& of, std::int64_t at) {
  return {.id = "r", .key = of, .payout = px("1"), .at = at_s(at)};
}

// The chain had said that it is gone before the feed said why.
TEST(LateFills, RedemptionTakesTheRestOfAnEstimateThatEndedIt) {
  std::vector journal{fact("f1", 10, "100", "0.5"),
                      estimate_of(EntryKind::close, key, "e", 50, "-100")};
  const std::vector facts{fact("f2", 20, "-30", "0.7")};
  const std::vector told{redeemed(key, 40)};
  const auto replacing = superseding(journal, facts, told);
  ASSERT_EQ(replacing.size(), 2U);
  EXPECT_EQ(replacing[1].change, qty("-70"));
  EXPECT_EQ(replacing[1].cause, Cause::redemption);
  EXPECT_EQ(replacing[1].supersedes, EntryId{"e"});
  EXPECT_TRUE(superseding(journal, facts, std::vector{redeemed(kalshi_key("B"), 40)}).empty());
  EXPECT_TRUE(superseding(journal, facts, std::vector{redeemed(key, 111)}).empty());
  journal[1] = estimate_of(EntryKind::correction, key, "e", 50, "-90");
  EXPECT_TRUE(superseding(journal, facts, told).empty()) << "some is still held: it was not that";
}

TEST(ExplainRedemption, TakesAllThatIsLeft) {
  VenueEvents events;
  events.fills = {fill_of(key, "f", 20, "5", "0.5")};
  events.redemptions = {redeemed(key, 30)};
  const auto unbooked = unbooked_entries(events, {});
  const auto entries = explain_redemption(unbooked, events, {}, key, at_s(10), qty("40"));
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ(entries->back().change, qty("-45"));
  EXPECT_EQ(entries->back().cause, Cause::redemption);
  EXPECT_EQ(entries->back().price, px("1"));
  const std::set<EntryId> booked{entries->back().id};
  EXPECT_FALSE(explain_redemption(unbooked, events, booked, key, at_s(10), qty("40")))
      << "the same redemption pays once";
  EXPECT_FALSE(explain_redemption(unbooked, events, {}, key, at_s(30), qty("40")));
  EXPECT_FALSE(explain_redemption(unbooked, events, {}, kalshi_key("B"), {}, qty("40")));
}

}  // namespace
}  // namespace holdfast
