#include "core/ended_by.hpp"

#include <utility>

#include "core/earnings.hpp"
#include "core/supersede.hpp"

namespace holdfast {

Result<std::optional<Cause>> ended_by(std::span<const JournalEntry> entries, const Position& life) {
  if (!life.closed_at) return std::optional<Cause>{};
  auto effective = effective_entries({entries.begin(), entries.end()});
  if (!effective) return tl::make_unexpected(std::move(effective).error());
  Cause cause = Cause::unknown;
  // In the order of time: of one moment the last ended it.
  for (const JournalEntry& entry : *effective) {
    if (entry.at == *life.closed_at && !entry.change.is_zero()) cause = entry.cause;
  }
  return std::optional{cause};
}

Result<Quantity> closed_quantity(std::span<const JournalEntry> entries, const Position& life) {
  const auto all = effects(entries);
  if (!all) return tl::make_unexpected(all.error());
  Sum<Quantity> closed;
  std::optional<bool> is_short;  // as its first entry has it
  for (const Effect& effect : *all) {
    if (effect.life != life.life || effect.quantity.is_zero()) continue;
    if (!is_short) is_short = effect.quantity.is_negative();
    if (effect.quantity.is_negative() == *is_short) continue;
    closed.add(effect.quantity);
  }
  return Quantity::from_wide(-closed.units());
}

}  // namespace holdfast
