// Whatever a venue tells late, twice or in another order: in the end the ledger holds the truth.
#include "core/book.hpp"
#include "property/for_histories.hpp"
#include "property/history.hpp"
#include "property/history_house.hpp"
#include "support/memory_ledger.hpp"
#include "support/seeded_entropy.hpp"

namespace holdfast::property {
namespace {

using namespace std::chrono_literals;

// Half of all is told at once, the rest within some minutes. A feed that tells a redemption, which
// says nothing of how much, has told all that came before it.
std::vector<Duration> some_delays(const History& history) {
  test::SeededEntropy chance{drawn_seed()};
  std::vector<Duration> delays;
  std::map<PositionKey, UtcTime> told;
  for (const Happening& happening : history.happenings) {
    const auto late = static_cast<std::int64_t>(chance.below(400));
    const UtcTime at = happening.entry.at;
    UtcTime when = at + (chance.below(2) == 0 ? 0s : std::chrono::seconds{late});
    UtcTime& last = told[happening.entry.key];
    if (std::holds_alternative<Redemption>(happening.told)) when = std::max(when, last);
    last = std::max(last, when);
    delays.push_back(when - at);
  }
  return delays;
}

// What closed it (a witness, or the event that came later) is how it was learned, not what is true.
std::vector<Position> without_witness(std::vector<Position> lives) {
  for (Position& life : lives) life.closing.reset();
  return lives;
}

TEST(Delays, LeaveTheLedgerThatPromptEventsWouldHaveLeft) {
  holds_for_histories(1, [] {
    const History history = history_of(drawn_seed(), *rc::gen::inRange<std::size_t>(1, 12));
    test::MemoryLedger ledger;
    RC_ASSERT(ledger.open_account(history.account, history.venue, "").has_value());
    test::StillClock clock;
    HistoryHouse house{history, some_delays(history), clock};
    for (std::int64_t minute = 0; minute <= 14; ++minute) {
      RC_ASSERT(house.pass(ledger, minute * 60).has_value());
    }
    // The last questions about a key come with growing pauses, of a day at the most.
    for (std::int64_t minute = 30; minute <= 8'000; minute *= 2) {
      RC_ASSERT(house.pass(ledger, minute * 60).has_value());
    }
    for (const auto& [key, truth] : by_key(entries_of(history))) {
      const auto booked = ledger.journal_of(key).value();
      const auto held = without_witness(fold(booked).value());
      const auto right = without_witness(fold(truth).value());
      if (held != right) {
        RC_FAIL("booked:" + in_words(booked) + in_words(held) + "\ntrue:" + in_words(truth) +
                in_words(right));
      }
    }
    RC_ASSERT(ledger.view(history.account)->cases.empty());
  });
}

}  // namespace
}  // namespace holdfast::property
