#include "core/earnings.hpp"

#include <gtest/gtest.h>

#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace holdfast::test;

const PositionKey key = poly_key("1");

JournalEntry fact(const std::string& id, std::int64_t at, std::string_view change,
                  std::string_view price, std::string_view fee = "0") {
  return entry_of(fill_of(key, id, at, change, price, fee));
}

TEST(Earnings, SayWhatEachEntryBroughtAndWhen) {
  const std::vector entries{fact("a", 0, "10", "0.5", "0.1"), fact("b", 100, "-4", "0.75", "0.2"),
                            fact("c", 200, "-6", "0.25"), fact("d", 300, "5", "0.5")};
  const auto earned = earnings(entries).value();
  ASSERT_EQ(earned.size(), 3U);
  EXPECT_EQ(earned[0].fees, usd("0.1"));
  EXPECT_EQ(earned[0].realized, Money{});
  EXPECT_EQ(earned[1].at, at_s(100));
  EXPECT_EQ(earned[1].realized, usd("1"));
  EXPECT_EQ(earned[1].fees, usd("0.2"));
  EXPECT_EQ(earned[2].realized, usd("-1.5"));
  EXPECT_EQ(earned[2].life, 1U);
}

TEST(Earnings, CountAReversalOnBothLives) {
  const std::vector entries{fact("a", 0, "10", "0.5"), fact("b", 100, "-15", "0.6", "0.3")};
  const auto earned = earnings(entries).value();
  ASSERT_EQ(earned.size(), 2U);
  EXPECT_EQ(earned[0].realized, usd("1"));
  EXPECT_EQ(earned[0].life, 1U);
  EXPECT_EQ(earned[1].life, 2U);
  EXPECT_EQ(add(earned[0].fees, earned[1].fees).value(), usd("0.3"));
}

TEST(Earnings, LeaveOutWhatNobodyCanPriceUntilFactsTakeItsPlace) {
  std::vector entries{fact("a", 0, "10", "0.5"),
                      estimate_of(EntryKind::close, key, "e", 100, "-10")};
  const auto unknown = earnings(entries).value();
  ASSERT_EQ(unknown.size(), 1U);
  EXPECT_EQ(unknown[0].unpriced, qty("10"));
  EXPECT_EQ(unknown[0].realized, Money{});
  auto late = fact("b", 90, "-10", "0.7");
  late.supersedes = EntryId{"e"};
  entries.push_back(late);
  const auto known = earnings(entries).value();
  ASSERT_EQ(known.size(), 1U);
  EXPECT_EQ(known[0].realized, usd("2"));
  EXPECT_TRUE(known[0].unpriced.is_zero());
}

Money cost_of(const std::vector<Effect>& all, std::uint32_t life) {
  Sum<Money> sum;
  for (const Effect& effect : all) {
    if (effect.life == life && effect.cost) sum.add(*effect.cost);
  }
  return sum.total().value();
}

TEST(Effects, SumToQuantityAndCostOfEachLife) {
  const std::vector entries{fact("a", 0, "10", "0.5"), fact("b", 100, "-4", "0.75"),
                            fact("c", 200, "-9", "0.25")};
  const auto all = effects(entries).value();
  ASSERT_EQ(all.size(), 4U) << "the last one ends a life and begins another";
  EXPECT_EQ(all[1].entry, entries[1].id);
  EXPECT_EQ(all[1].quantity, qty("-4"));
  EXPECT_EQ(all[1].cost, usd("-2"));
  EXPECT_EQ(cost_of(all, 1), Money{});
  EXPECT_EQ(all[3].quantity, qty("-3"));
  EXPECT_EQ(cost_of(all, 2), usd("0.75"));
}

TEST(Effects, TellNoCostWhileItIsUnknownAndAllOfItOnceItIsKnown) {
  std::vector entries{fact("a", 0, "10", "0.5"),
                      estimate_of(EntryKind::adoption, key, "e", 100, "5")};
  EXPECT_FALSE(effects(entries).value()[1].cost);
  JournalEntry word = estimate_of(EntryKind::seed, key, "s", 200, "0");
  word.seed = Seed{qty("15"), usd("8"), std::nullopt};
  entries.push_back(word);
  const auto known = effects(entries).value();
  EXPECT_EQ(known[2].cost, usd("3"));
  EXPECT_EQ(cost_of(known, 1), usd("8"));
}

TEST(Effects, LeaveOutWhatGaveWay) {
  auto late = fact("b", 90, "-10", "0.7");
  late.supersedes = EntryId{"e"};
  const auto all = effects(std::vector{fact("a", 0, "10", "0.5"),
                                       estimate_of(EntryKind::close, key, "e", 100, "-10"), late})
                       .value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].entry, late.id);
}

JournalEntry share(const std::string& strategy, std::int64_t at, std::string_view quantity,
                   std::uint32_t life = 1) {
  JournalEntry entry;
  entry.id = EntryId{"allocation:" + strategy + std::to_string(at)};
  entry.kind = EntryKind::allocation;
  entry.key = key;
  entry.at = at_s(at);
  entry.allocation = Allocation{strategy, qty(quantity), life};
  return entry;
}

TEST(Earnings, AreOfTheStrategyWhoseAllOfItWas) {
  const std::vector entries{fact("a", 0, "10", "0.5", "0.1"),   share("arb", 10, "10"),
                            fact("b", 100, "-4", "0.75"),       share("arb", 110, "4"),
                            share("trend", 110, "2"),           fact("c", 200, "-3", "0.5", "0.01"),
                            share("trend", 210, "0"),           fact("d", 220, "-1", "0.5", "0.01"),
                            fact("e", 300, "-2", "0.5", "0.1"), fact("f", 400, "5", "0.5", "0.2")};
  std::vector<std::string> owners;
  const auto earned = earnings(entries).value();
  for (const Earning& earning : earned) owners.push_back(owners_of(earning));
  // The opening's fee; all of it; two share it; one had its share too long (4 of 3, then of 2); and
  // the next life is nobody's.
  EXPECT_EQ(owners, (std::vector<std::string>{"arb", "arb", "arb + trend", "arb + unallocated",
                                              "arb + unallocated", "unallocated"}));
}

TEST(Earnings, BeforeTheFirstSharesAreOfAllWhoHadOneThen) {
  const std::vector entries{fact("a", 0, "10", "0.5", "0.1"), share("arb", 10, "6"),
                            share("trend", 10, "4"), share("late", 20, "0")};
  const auto earned = earnings(entries).value();
  ASSERT_EQ(earned.size(), 1U);
  EXPECT_EQ(owners_of(earned[0]), "arb + trend");
}

}  // namespace
}  // namespace holdfast
