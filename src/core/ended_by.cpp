#include "core/ended_by.hpp"

#include <utility>

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

}  // namespace holdfast
