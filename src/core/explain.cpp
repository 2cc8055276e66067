#include "core/explain.hpp"

#include <algorithm>
#include <utility>

namespace holdfast {

JournalEntry entry_of(const Redemption& redemption, Quantity change) {
  return entry_of(Settlement{.id = redemption.id,
                             .key = redemption.key,
                             .change = change,
                             .payout = redemption.payout,
                             .fee = {},
                             .at = redemption.at,
                             .cause = Cause::redemption});
}

std::vector<EntryId> entry_ids(const VenueEvents& events) {
  std::vector<EntryId> ids;
  ids.reserve(events.fills.size() + events.settlements.size());
  for (const Fill& fill : events.fills) {
    ids.push_back(entry_of(fill).id);
    if (!fill.listed) ids.push_back(fill_entry_id(fill.key.account, fill.id));
  }
  for (const Settlement& settlement : events.settlements) ids.push_back(entry_of(settlement).id);
  for (const Redemption& redemption : events.redemptions) {
    ids.push_back(entry_of(redemption, {}).id);
  }
  for (const Transfer& transfer : events.transfers) ids.push_back(entry_of(transfer).id);
  for (const Funding& funding : events.funding) ids.push_back(entry_of(funding).id);
  return ids;
}

Unbooked unbooked_entries(const VenueEvents& events, const std::set<EntryId>& booked) {
  Unbooked unbooked;
  const auto consider = [&](JournalEntry entry) {
    if (!booked.contains(entry.id)) unbooked[entry.key].push_back(std::move(entry));
  };
  for (const Fill& fill : events.fills) {
    // A list that lags again leaves out what it told before.
    const bool told = !fill.listed && booked.contains(fill_entry_id(fill.key.account, fill.id));
    if (fill.final && !told) consider(entry_of(fill));
  }
  for (const Settlement& settlement : events.settlements) consider(entry_of(settlement));
  for (const Transfer& transfer : events.transfers) consider(entry_of(transfer));
  for (auto& [key, entries] : unbooked) {
    std::ranges::sort(entries, comes_first);
    // A feed may tell the same thing twice.
    const auto repeats = std::ranges::unique(entries);
    entries.erase(repeats.begin(), repeats.end());
  }
  return unbooked;
}

std::optional<std::vector<JournalEntry>> explain(const Unbooked& unbooked, const PositionKey& key,
                                                 std::optional<UtcTime> after,
                                                 Quantity difference) {
  const auto found = unbooked.find(key);
  if (found == unbooked.end()) return std::nullopt;
  const auto& entries = found->second;
  const auto first = std::ranges::find_if(
      entries, [&](const JournalEntry& entry) { return !after || entry.at > *after; });
  Sum<Quantity> sum;
  auto end = first;
  for (auto entry = first; entry != entries.end(); ++entry) {
    sum.add(entry->change);
    if (sum.units() == Int128{difference.units()}) end = std::next(entry);
  }
  if (end == first) return std::nullopt;
  return std::vector<JournalEntry>{first, end};
}

std::optional<std::vector<JournalEntry>> explain_redemption(
    const Unbooked& unbooked, const VenueEvents& events, const std::set<EntryId>& booked,
    const PositionKey& key, std::optional<UtcTime> after, Quantity held) {
  const Redemption* last = nullptr;
  for (const Redemption& redemption : events.redemptions) {
    if (redemption.key != key || (after && redemption.at <= *after)) continue;
    if (booked.contains(entry_of(redemption, {}).id)) continue;
    if (last == nullptr || redemption.at > last->at) last = &redemption;
  }
  if (last == nullptr) return std::nullopt;
  std::vector<JournalEntry> entries;
  Sum<Quantity> left;
  left.add(held);
  if (const auto found = unbooked.find(key); found != unbooked.end()) {
    for (const JournalEntry& entry : found->second) {
      if ((after && entry.at <= *after) || entry.at > last->at) continue;
      entries.push_back(entry);
      left.add(entry.change);
    }
  }
  const auto rest = left.total();
  if (!rest || rest->is_zero() || rest->is_negative()) return std::nullopt;
  entries.push_back(entry_of(*last, Quantity::from_units(-rest->units())));
  return entries;
}

}  // namespace holdfast
