#include "core/late_fills.hpp"

#include <algorithm>
#include <chrono>
#include <set>

namespace holdfast {
namespace {

// A listing's moment is cut to whole seconds and may be a little older than what it shows.
constexpr Duration slack = std::chrono::seconds{2};

std::vector<JournalEntry> in_time(std::span<const JournalEntry> journal) {
  std::vector<JournalEntry> entries{journal.begin(), journal.end()};
  std::ranges::sort(entries, [](const JournalEntry& a, const JournalEntry& b) {
    return a.at != b.at ? a.at < b.at : a.id < b.id;
  });
  return entries;
}

// An estimate that stands, and what stood before it.
struct Standing {
  const JournalEntry* estimate{};
  std::optional<UtcTime> after;
};

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
                                      std::span<const JournalEntry> facts) {
  const auto entries = in_time(journal);
  std::vector<JournalEntry> replacing;
  for (const Standing& standing : standing_estimates(entries)) {
    const JournalEntry& estimate = *standing.estimate;
    std::vector<JournalEntry> window;
    Sum<Quantity> sum;
    for (const JournalEntry& fact : facts) {
      const bool later = !standing.after || fact.at > *standing.after;
      if (!later || fact.at > estimate.at + slack) continue;
      window.push_back(fact);
      window.back().supersedes = estimate.id;
      sum.add(fact.change);
    }
    if (window.empty() || sum.units() != Int128{estimate.change.units()}) continue;
    // What ended the position stays on record with the fact that now ends it.
    if (estimate.closing && !window.back().closing) window.back().closing = estimate.closing;
    std::ranges::move(window, std::back_inserter(replacing));
  }
  return replacing;
}

}  // namespace holdfast
