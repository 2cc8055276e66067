#include "core/earnings.hpp"

#include <utility>

#include "core/book.hpp"
#include "core/supersede.hpp"

namespace holdfast {
namespace {

bool brings_something(const Earning& earning) {
  return !earning.realized.is_zero() || !earning.fees.is_zero() || !earning.funding.is_zero() ||
         !earning.unpriced.is_zero();
}

Result<Earning> between(const Position& before, const Position& after, UtcTime at) {
  const auto realized = subtract(after.realized_pnl, before.realized_pnl);
  if (!realized) return tl::make_unexpected(realized.error());
  const auto fees = subtract(after.fees, before.fees);
  if (!fees) return tl::make_unexpected(fees.error());
  const auto funding = subtract(after.funding, before.funding);
  if (!funding) return tl::make_unexpected(funding.error());
  const auto unpriced = subtract(after.unpriced, before.unpriced);
  if (!unpriced) return tl::make_unexpected(unpriced.error());
  return Earning{after.key, after.life, at, *realized, *fees, *funding, *unpriced};
}

}  // namespace

Result<std::vector<Earning>> earnings(std::span<const JournalEntry> entries) {
  auto effective = effective_entries({entries.begin(), entries.end()});
  if (!effective) return tl::make_unexpected(std::move(effective).error());
  std::vector<Earning> earned;
  Position last;
  for (JournalEntry& entry : *effective) {
    entry.supersedes.reset();  // what it replaced is gone already
    const std::span<const JournalEntry> one{&entry, 1};
    const bool first = last.entries == 0;
    const auto lives = first ? fold(one) : fold_on(last, one);
    if (!lives) return tl::make_unexpected(lives.error());
    for (const Position& life : *lives) {
      const bool goes_on = !first && life.life == last.life;
      auto earning = between(goes_on ? last : Position{}, life, entry.at);
      if (!earning) return tl::make_unexpected(std::move(earning).error());
      if (brings_something(*earning)) earned.push_back(*std::move(earning));
    }
    if (!lives->empty()) last = lives->back();
  }
  return earned;
}

}  // namespace holdfast
