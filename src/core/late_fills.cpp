#include "core/late_fills.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "core/explain.hpp"
#include "core/supersede.hpp"

namespace holdfast {
namespace {

// A listing's moment is cut to whole seconds and may be a little older than what it shows.
constexpr Duration slack = std::chrono::seconds{2};

std::vector<JournalEntry> in_time(std::span<const JournalEntry> journal) {
  std::vector<JournalEntry> entries{journal.begin(), journal.end()};
  std::ranges::sort(entries, comes_first);
  return entries;
}

// An estimate that stands, and what stood before it.
struct Standing {
  const JournalEntry* estimate{};
  std::optional<UtcTime> after;
};

// The estimates after which nothing was held: only there may a redemption have taken the rest.
std::set<EntryId> ending_estimates(const std::vector<JournalEntry>& entries) {
  std::set<EntryId> ending;
  Sum<Quantity> held;
  for (const JournalEntry& entry :
       effective_entries(entries).value_or(std::vector<JournalEntry>{})) {
    held.add(entry.change);
    if (is_estimate(entry.kind) && held.units() == 0) ending.insert(entry.id);
  }
  return ending;
}

std::vector<Standing> standing_estimates(const std::vector<JournalEntry>& entries) {
  std::set<EntryId> given_way;
  for (const JournalEntry& entry : entries) {
    if (entry.supersedes) given_way.insert(*entry.supersedes);
  }
  std::vector<Standing> standing;
  std::optional<UtcTime> before;
  for (const JournalEntry& entry : entries) {
    if (entry.change.is_zero()) continue;
    const bool open = is_estimate(entry.kind) && !entry.price && !given_way.contains(entry.id);
    if (open) standing.push_back({&entry, before});
    before = entry.at;
  }
  return standing;
}

}  // namespace

std::optional<UtcTime> facts_wanted_since(std::span<const JournalEntry> journal) {
  const auto entries = in_time(journal);
  const auto standing = standing_estimates(entries);
  if (standing.empty()) return std::nullopt;
  return standing.front().after.value_or(UtcTime{});
}

std::vector<JournalEntry> superseding(std::span<const JournalEntry> journal,
                                      std::span<const JournalEntry> facts,
                                      std::span<const Redemption> redemptions) {
  const auto entries = in_time(journal);
  const auto ending = ending_estimates(entries);
  std::vector<JournalEntry> replacing;
  std::set<EntryId> used;  // the slack puts a fact into two windows
  for (const Standing& standing : standing_estimates(entries)) {
    const JournalEntry& estimate = *standing.estimate;
    const auto in_window = [&](UtcTime at) {
      return (!standing.after || at > *standing.after) && at <= estimate.at + slack;
    };
    std::vector<JournalEntry> window;
    Int128 left = estimate.change.units();
    for (const JournalEntry& fact : facts) {
      if (!in_window(fact.at) || used.contains(fact.id)) continue;
      window.push_back(fact);
      left -= fact.change.units();
    }
    // A redemption does not say how much it took: what the facts leave of all that was held.
    if (const auto rest = Quantity::from_wide(left);
        rest && left < 0 && ending.contains(estimate.id)) {
      for (const Redemption& redemption : redemptions) {
        if (left == 0 || redemption.key != estimate.key || !in_window(redemption.at)) continue;
        window.push_back(entry_of(redemption, *rest));
        left = 0;
      }
    }
    if (window.empty() || left != 0) continue;
    for (JournalEntry& fact : window) {
      fact.supersedes = estimate.id;
      used.insert(fact.id);
    }
    // What ended the position stays on record with the fact that now ends it.
    if (estimate.closing && !window.back().closing) window.back().closing = estimate.closing;
    std::ranges::move(window, std::back_inserter(replacing));
  }
  return replacing;
}

}  // namespace holdfast
