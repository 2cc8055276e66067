#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/book.hpp"
#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;

// Quantities in hundredths and prices in cents, as Kalshi trades: every product is exact, so the
// identities below hold to the last digit.
JournalEntry random_fill(std::size_t number, const PositionKey& key) {
  const auto hundredths = *rc::gen::inRange<std::int64_t>(-5'000, 5'000);
  const auto cents = *rc::gen::inRange<std::int64_t>(0, 101);
  const auto fee = *rc::gen::inRange<std::int64_t>(0, 500);
  Fill fill;
  fill.id = FillId{std::to_string(number)};
  fill.key = key;
  fill.change = Quantity::from_units(hundredths * 10'000'000);
  fill.price = Price::from_units(cents * 10'000'000);
  fill.fee = Money::from_units(fee * 100'000);
  fill.at = at_s(*rc::gen::inRange<std::int64_t>(0, 20));
  return entry_of(fill);
}

std::vector<JournalEntry> random_fills(const PositionKey& key) {
  const auto count = *rc::gen::inRange<std::size_t>(0, 30);
  std::vector<JournalEntry> entries;
  for (std::size_t i = 0; i < count; ++i) entries.push_back(random_fill(i, key));
  return entries;
}

template <class T>
std::vector<T> shuffled(std::vector<T> values) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[*rc::gen::inRange<std::size_t>(0, i)]);
  }
  return values;
}

RC_GTEST_PROP(Book, IsTheSameInAnyOrderAndWithAnyRepeats, ()) {
  const auto entries = random_fills(kalshi_key("A"));
  auto again = entries;
  for (const JournalEntry& entry : entries) {
    if (*rc::gen::arbitrary<bool>()) again.push_back(entry);
  }
  RC_ASSERT(fold(shuffled(again)).value() == fold(entries).value());
}

RC_GTEST_PROP(Book, HoldsExactlyTheSumOfItsEntries, ()) {
  const auto entries = random_fills(kalshi_key("A"));
  const auto lives = fold(entries).value();
  Sum<Quantity> sum;
  Sum<Money> fees;
  for (const JournalEntry& entry : entries) {
    sum.add(entry.change);
    if (!entry.change.is_zero() || !lives.empty()) fees.add(entry.fee);
  }
  Int128 held = 0;
  for (const Position& life : lives) {
    if (life.state == PositionState::open) held += life.quantity.units();
    RC_ASSERT((life.state == PositionState::open) == !life.quantity.is_zero());
  }
  RC_ASSERT(held == sum.units());
}

// What was paid and received, on the side that was held, equals realised PnL plus the cost of
// what is left: nothing is lost to rounding and nothing is made up.
RC_GTEST_PROP(Book, RealisedPnlAndCostAccountForEveryCent, ()) {
  const auto entries = random_fills(kalshi_key("A"));
  const auto lives = fold(entries).value();
  Int128 yes_cash = 0;  // as if every trade were YES at its price
  Int128 held = 0;
  for (const JournalEntry& entry : entries) {
    yes_cash -= Int128{entry.change.units()} * entry.price->units() / 1'000'000'000;
    held += entry.change.units();
  }
  Int128 realized = 0;
  Int128 cost = 0;
  for (const Position& life : lives) {
    realized += life.realized_pnl.units();
    cost += life.cost->units();
    RC_ASSERT(life.unpriced.is_zero());
  }
  // A NO contract costs 1 - price: selling YES short lends one unit of collateral per contract.
  const Int128 lent = held < 0 ? -held : 0;
  RC_ASSERT(realized - cost + lent == yes_cash);
}

RC_GTEST_PROP(Book, OfAPrefixIsNeverChangedByLaterEntries, ()) {
  auto entries = random_fills(kalshi_key("A"));
  std::ranges::sort(entries, [](const JournalEntry& a, const JournalEntry& b) {
    return a.at != b.at ? a.at < b.at : a.id < b.id;
  });
  const auto whole = fold(entries).value();
  const auto cut = *rc::gen::inRange<std::size_t>(0, entries.size() + 1);
  entries.resize(cut);
  const auto part = fold(entries).value();
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool trailing = i + 1 == part.size();
    RC_ASSERT(whole.at(i).opened_at == part[i].opened_at);
    if (part[i].state == PositionState::closed && !trailing) RC_ASSERT(whole.at(i) == part[i]);
  }
}

}  // namespace
}  // namespace holdfast
