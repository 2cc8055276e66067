// What any history of an account must come to, whatever came when: the laws of the fold.
#include <algorithm>

#include "core/book.hpp"
#include "core/earnings.hpp"
#include "core/supersede.hpp"
#include "property/for_histories.hpp"
#include "property/history.hpp"

namespace holdfast::property {
namespace {

constexpr std::int64_t one = 1'000'000'000;

History some_history() { return history_of(drawn_seed(), *rc::gen::inRange<std::size_t>(0, 40)); }

template <class T>
std::vector<T> shuffled(std::vector<T> values) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[*rc::gen::inRange<std::size_t>(0, i)]);
  }
  return values;
}

bool is_token(const PositionKey& key) { return key.venue == VenueName::polymarket; }

// Fills, settlements and all else that moves a quantity: their sum is the position, life by life.
TEST(Histories, SumToThePosition) {
  holds_for_histories(1, [] {
    for (const auto& [key, entries] : by_key(entries_of(some_history()))) {
      Sum<Quantity> sum;
      Sum<Money> fees;
      Sum<Money> funding;
      bool begun = false;
      for (const JournalEntry& entry : entries) {
        sum.add(entry.change);
        begun = begun || !entry.change.is_zero();
        if (begun) fees.add(entry.fee);
        if (begun) funding.add(entry.funding);
      }
      const auto lives = fold(entries).value();
      Sum<Money> paid;
      Sum<Money> received;
      for (const Position& life : lives) {
        const bool last = &life == &lives.back();
        RC_ASSERT(life.quantity.units() == (last ? static_cast<std::int64_t>(sum.units()) : 0));
        RC_ASSERT((life.state == PositionState::open) == !life.quantity.is_zero());
        RC_ASSERT(!is_token(key) || !life.quantity.is_negative());
        paid.add(life.fees);
        received.add(life.funding);
      }
      RC_ASSERT(paid.units() == fees.units());
      RC_ASSERT(received.units() == funding.units());
    }
  });
}

// A feed may tell things in any order and twice, and a guess may have stood in for some of them.
TEST(Histories, ComeToTheSameInAnyOrderWithRepeatsAndAfterGuesses) {
  holds_for_histories(1, [] {
    const History history = some_history();
    const auto truth = by_key(entries_of(history));
    auto told = guessed_first(history, drawn_seed());
    const auto once = told;
    for (const JournalEntry& entry : once) {
      if (*rc::gen::arbitrary<bool>()) told.push_back(entry);
    }
    const auto heard = by_key(shuffled(std::move(told)));
    for (const auto& [key, entries] : truth) {
      const auto right = fold(entries).value();
      const auto lives = fold(heard.at(key)).value();
      if (lives != right) RC_FAIL(in_words(heard.at(key)) + in_words(lives) + in_words(right));
    }
  });
}

// No token is ever owed: also of two things in one second the one that brings comes first.
TEST(Histories, NeverShowATokenBelowZero) {
  holds_for_histories(1, [] {
    for (const auto& [key, entries] : by_key(entries_of(some_history()))) {
      if (!is_token(key)) continue;
      Sum<Quantity> held;
      const auto effective = effective_entries(entries).value();
      for (const JournalEntry& entry : effective) {
        held.add(entry.change);
        RC_ASSERT(held.units() >= 0);
      }
    }
  });
}

// What an entry moved in cash, in the sense of the key's long side.
Int128 cash_of(const JournalEntry& entry) {
  if (!entry.price) return 0;
  return -Int128{multiply(*entry.price, entry.change, Rounding::half_even).value().units()};
}

// What was sent away without a price leaves at its share of the cost.
Int128 sent_away(const std::vector<JournalEntry>& entries) {
  Int128 sent = 0;
  Int128 before = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto lives = fold(std::span{entries}.first(i + 1)).value();
    const Int128 after = lives.empty() ? 0 : Int128{lives.back().cost.value_or(Money{}).units()};
    if (!entries[i].price && entries[i].change.is_negative()) sent += before - after;
    before = after;
  }
  return sent;
}

// Realised plus unrealised profit is the cash that flowed plus the worth of what is left, to the
// last digit; or the position says what it does not know.
TEST(Histories, EarnExactlyWhatCashAndValueSay) {
  int known = 0;
  int unknown = 0;
  holds_for_histories(1, [&] {
    const History history = some_history();
    const Price mark = Price::from_units(*rc::gen::inRange<std::int64_t>(0, one + 1));
    for (const auto& [key, entries] : by_key(entries_of(history))) {
      const auto lives = fold(entries).value();
      // Of what came without a price nobody knows what it cost.
      const bool certain = std::ranges::none_of(entries,
                                                [](const JournalEntry& entry) {
                                                  return !entry.price && !entry.change.is_zero() &&
                                                         !entry.change.is_negative();
                                                }) &&
                           std::ranges::all_of(lives, [](const Position& life) {
                             return life.cost && life.unpriced.is_zero();
                           });
      ++(certain ? known : unknown);
      if (!certain) continue;
      Int128 realized = 0;
      for (const Position& life : lives) realized += life.realized_pnl.units();
      Int128 cash = 0;
      for (const JournalEntry& entry : entries) cash += cash_of(entry);
      if (history.venue == VenueName::polymarket) {
        cash += sent_away(effective_entries(entries).value());
      }
      Int128 unrealized = 0;
      Int128 value = 0;
      if (!lives.empty() && lives.back().state == PositionState::open) {
        const Position& held = lives.back();
        value = Int128{multiply(mark, held.quantity, Rounding::half_even).value().units()};
        const bool below = held.quantity.is_negative();
        if (below && short_side_of(key.venue) == ShortSide::complement) {
          // A NO contract: the unit of collateral lent for each comes back less its price.
          const Int128 lent = magnitude(held.quantity);
          unrealized = lent + value - held.cost->units();
        } else {
          unrealized = below ? Int128{held.cost->units()} + value : value - held.cost->units();
        }
      }
      if (realized + unrealized != cash + value) {
        RC_FAIL(decimal_text(realized + unrealized, Money::scale) + " earned, " +
                decimal_text(cash + value, Money::scale) + " in cash and value" +
                in_words(entries) + in_words(lives));
      }
    }
  });
  EXPECT_GT(known, unknown * 3) << "a law about what is never known proves nothing";
}

// Profit by day and by position are two sums of the same.
TEST(Histories, EarnTheSameEntryByEntryAsLifeByLife) {
  holds_for_histories(1, [] {
    for (const auto& [key, entries] : by_key(guessed_first(some_history(), drawn_seed()))) {
      Int128 by_entry = 0;
      const auto parts = earnings(entries).value();
      for (const Earning& part : parts) {
        by_entry += Int128{part.realized.units()} - part.fees.units() + part.funding.units() +
                    part.unpriced.units();
      }
      Int128 by_life = 0;
      const auto lives = fold(entries).value();
      for (const Position& life : lives) {
        by_life += Int128{life.realized_pnl.units()} - life.fees.units() + life.funding.units() +
                   life.unpriced.units();
      }
      RC_ASSERT(by_entry == by_life);
    }
  });
}

}  // namespace
}  // namespace holdfast::property
