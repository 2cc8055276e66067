#include "core/earnings.hpp"

#include <map>
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
  return Earning{after.key, after.life,      at,           *realized, *fees, *funding,
                 *unpriced, before.quantity, before.shares};
}

// Walks through the entries that count, one by one: `take` sees each with the lives it touched, and
// of each life what it was before (nothing, of one that begins here).
template <class Take>
Result<void> walk(std::span<const JournalEntry> entries, Take take) {
  auto effective = effective_entries({entries.begin(), entries.end()});
  if (!effective) return tl::make_unexpected(std::move(effective).error());
  Position last;
  for (JournalEntry& entry : *effective) {
    entry.supersedes.reset();  // what it replaced is gone already
    const std::span<const JournalEntry> one{&entry, 1};
    const bool first = last.entries == 0;
    const auto lives = first ? fold(one) : fold_on(last, one);
    if (!lives) return tl::make_unexpected(lives.error());
    for (const Position& life : *lives) {
      const bool goes_on = !first && life.life == last.life;
      if (auto taken = take(entry, goes_on ? last : Position{}, life); !taken) return taken;
    }
    if (!lives->empty()) last = lives->back();
  }
  return {};
}

// What a life brought before anybody had a share in it is of those who first had, at one moment.
void hand_back(const Position& life, UtcTime first_share, std::vector<Earning>& earned) {
  for (Earning& earning : earned) {
    if (earning.life != life.life || earning.at >= first_share) continue;
    earning.held = life.quantity;
    earning.shares = life.shares;
  }
}

}  // namespace

std::string owners_of(const Earning& earning) {
  std::string owners;
  Sum<Quantity> sum;
  for (const Share& share : earning.shares) {
    if (share.quantity.is_zero()) continue;
    sum.add(share.quantity);
    owners += (owners.empty() ? "" : " + ") + share.strategy;
  }
  if (owners.empty()) return "unallocated";
  return sum.units() == earning.held.units() ? owners : owners + " + unallocated";
}

Result<std::vector<Earning>> earnings(std::span<const JournalEntry> entries) {
  std::vector<Earning> earned;
  std::map<std::uint32_t, UtcTime> first_shares;  // by life
  const auto done = walk(
      entries,
      [&](const JournalEntry& entry, const Position& before, const Position& life) -> Result<void> {
        auto earning = between(before, life, entry.at);
        if (!earning) return tl::make_unexpected(std::move(earning).error());
        if (brings_something(*earning)) earned.push_back(*std::move(earning));
        if (!entry.allocation) return {};
        const UtcTime first = first_shares.try_emplace(life.life, entry.at).first->second;
        if (entry.at == first) hand_back(life, first, earned);
        return {};
      });
  if (!done) return tl::make_unexpected(done.error());
  return earned;
}

Result<std::vector<Effect>> effects(std::span<const JournalEntry> entries) {
  std::vector<Effect> all;
  Money told;  // the costs of the present life so far
  const auto done = walk(
      entries,
      [&](const JournalEntry& entry, const Position& before, const Position& life) -> Result<void> {
        if (before.entries == 0) told = {};
        const auto quantity = subtract(life.quantity, before.quantity);
        if (!quantity) return tl::make_unexpected(quantity.error());
        Effect effect{entry.id, life.life, *quantity, std::nullopt};
        if (life.cost) {
          const auto cost = subtract(*life.cost, told);
          if (!cost) return tl::make_unexpected(cost.error());
          effect.cost = *cost;
          told = *life.cost;
        }
        all.push_back(std::move(effect));
        return {};
      });
  if (!done) return tl::make_unexpected(done.error());
  return all;
}

}  // namespace holdfast
