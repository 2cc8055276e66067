#include "core/late_fills.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "core/explain.hpp"
#include "core/supersede.hpp"

namespace holdfast {
namespace {

// A listing's moment is that of its oldest page: it may show what happened until the last one came.
constexpr Duration slack = std::chrono::minutes{1};

std::vector<JournalEntry> in_time(std::span<const JournalEntry> journal) {
  std::vector<JournalEntry> entries{journal.begin(), journal.end()};
  std::ranges::sort(entries, comes_first);
  return entries;
}

// Quantity that moved, with nothing known of it but its transaction: a trade may be listed later.
bool is_bare_movement(const JournalEntry& entry) {
  return entry.kind == EntryKind::transfer && !entry.price;
}

// An estimate, or a bare movement, that stands, and what stood before it.
struct OpenEstimate {
  const JournalEntry* estimate{};
  std::optional<UtcTime> after;
  [[nodiscard]] bool covers(UtcTime at) const {
    return (!after || at > *after) && at <= estimate->at + slack;
  }
  // May the fact have a part in it? What was called a transfer is a trade of that very transaction,
  // or none.
  [[nodiscard]] bool takes(const JournalEntry& fact) const {
    if (is_bare_movement(*estimate)) return fact.evidence.id.starts_with(estimate->evidence.id);
    return covers(fact.at) && !is_estimate(fact.kind);
  }
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

// How many of the facts, oldest first, make up the change: all until the estimate's moment, and as
// few of the slack's as there must be.
std::optional<std::size_t> summing_to(const JournalEntry& estimate,
                                      std::span<const JournalEntry> facts) {
  Int128 left = estimate.change.units();
  for (std::size_t i = 0; i < facts.size(); ++i) {
    left -= facts[i].change.units();
    const bool may_end = i + 1 == facts.size() || facts[i + 1].at > estimate.at;
    if (may_end && left == 0) return i + 1;
  }
  return std::nullopt;
}

std::vector<OpenEstimate> standing_estimates(const std::vector<JournalEntry>& entries) {
  std::set<EntryId> effective;
  for (const JournalEntry& entry :
       effective_entries(entries).value_or(std::vector<JournalEntry>{})) {
    effective.insert(entry.id);
  }
  std::vector<OpenEstimate> standing;
  std::optional<UtcTime> before;
  for (const JournalEntry& entry : entries) {
    if (entry.change.is_zero()) continue;
    const bool guess = (is_estimate(entry.kind) && !entry.price) || is_bare_movement(entry);
    if (guess && effective.contains(entry.id)) standing.push_back({&entry, before});
    before = entry.at;
  }
  return standing;
}

// A redemption does not say how much it took: what the facts until then leave of all that was held.
std::vector<JournalEntry> redeeming(const OpenEstimate& standing, std::vector<JournalEntry> facts,
                                    std::span<const Redemption> redemptions) {
  const JournalEntry& estimate = *standing.estimate;
  const auto redemption = std::ranges::find_if(redemptions, [&](const Redemption& one) {
    return one.key == estimate.key && standing.covers(one.at);
  });
  if (redemption == redemptions.end()) return {};
  std::erase_if(facts, [&](const JournalEntry& fact) { return fact.at > redemption->at; });
  Int128 left = estimate.change.units();
  for (const JournalEntry& fact : facts) left -= fact.change.units();
  const auto rest = Quantity::from_wide(left);
  if (!rest || left >= 0) return {};
  facts.push_back(entry_of(*redemption, *rest));
  return facts;
}

}  // namespace

std::optional<UtcTime> facts_wanted_since(std::span<const JournalEntry> journal) {
  const auto entries = in_time(journal);
  const auto standing = standing_estimates(entries);
  const auto first = std::ranges::find_if(
      standing, [](const OpenEstimate& one) { return is_estimate(one.estimate->kind); });
  if (first == standing.end()) return std::nullopt;
  return first->after.value_or(UtcTime{});
}

std::optional<UtcTime> guessed_until(std::span<const JournalEntry> journal) {
  const auto effective = effective_entries({journal.begin(), journal.end()});
  std::optional<UtcTime> until;
  if (!effective) return until;
  for (const JournalEntry& entry : *effective) {
    if (is_estimate(entry.kind)) until = entry.at;
  }
  return until;
}

std::optional<JournalEntry> undoable(std::span<const JournalEntry> journal) {
  auto effective = effective_entries({journal.begin(), journal.end()});
  if (!effective) return std::nullopt;
  const auto last =
      std::ranges::find_if(effective->rbegin(), effective->rend(),
                           [](const JournalEntry& one) { return !one.change.is_zero(); });
  if (last == effective->rend() || !is_estimate(last->kind) || last->supersedes)
    return std::nullopt;
  const Evidence& by = last->closing ? *last->closing : last->evidence;
  const bool unseen = by.kind == EvidenceKind::person || by.kind == EvidenceKind::listing;
  return unseen ? std::optional{std::move(*last)} : std::nullopt;
}

std::vector<JournalEntry> superseding(std::span<const JournalEntry> journal,
                                      std::span<const JournalEntry> facts,
                                      std::span<const Redemption> redemptions) {
  const auto entries = in_time(journal);
  const auto ending = ending_estimates(entries);
  std::vector<JournalEntry> replacing;
  std::set<EntryId> used;  // the slack puts a fact into two windows
  for (const OpenEstimate& standing : standing_estimates(entries)) {
    const JournalEntry& estimate = *standing.estimate;
    std::vector<JournalEntry> window;
    std::ranges::copy_if(facts, std::back_inserter(window), [&](const JournalEntry& fact) {
      return standing.takes(fact) && !used.contains(fact.id);
    });
    if (const auto count = summing_to(estimate, window)) {
      window.resize(*count);
    } else if (ending.contains(estimate.id)) {
      window = redeeming(standing, std::move(window), redemptions);
    } else {
      continue;
    }
    if (window.empty()) continue;
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
