#include "core/supersede.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>

namespace holdfast {
namespace {

Result<void> drop_repeats(std::vector<JournalEntry>& entries) {
  std::ranges::sort(entries, {}, &JournalEntry::id);
  for (std::size_t i = 1; i < entries.size(); ++i) {
    if (entries[i].id == entries[i - 1].id && entries[i] != entries[i - 1]) {
      return fail(Fault::malformed, "two journal entries with one id: " + entries[i].id.text);
    }
  }
  const auto repeats = std::ranges::unique(entries, {}, &JournalEntry::id);
  entries.erase(repeats.begin(), repeats.end());
  return {};
}

using GivenWay = std::map<EntryId, std::optional<Evidence>>;

bool is_reversal(const JournalEntry& entry) { return entry.supersedes && is_estimate(entry.kind); }

// Estimates that facts have taken the place of, with the witness each one leaves behind.
GivenWay given_way_to_facts(std::span<const JournalEntry> entries) {
  std::map<EntryId, Sum<Quantity>> facts;
  for (const JournalEntry& entry : entries) {
    if (entry.supersedes && !is_reversal(entry)) facts[*entry.supersedes].add(entry.change);
  }
  GivenWay given_way;
  for (const JournalEntry& entry : entries) {
    const auto found = facts.find(entry.id);
    if (found != facts.end() && found->second.units() == Int128{entry.change.units()}) {
      given_way.emplace(entry.id, entry.closing);
    }
  }
  return given_way;
}

// Reversals that stand, with what they reverse.
std::set<EntryId> reversed(std::span<const JournalEntry> entries, const GivenWay& given_way) {
  std::map<EntryId, Quantity> estimates;
  for (const JournalEntry& entry : entries) {
    if (is_estimate(entry.kind) && !given_way.contains(entry.id)) {
      estimates.emplace(entry.id, entry.change);
    }
  }
  std::set<EntryId> both;
  for (const JournalEntry& entry : entries) {
    if (!is_reversal(entry) || given_way.contains(entry.id)) continue;
    const auto wrong = estimates.find(*entry.supersedes);
    if (wrong == estimates.end() || negate(wrong->second) != entry.change) continue;
    both.insert({entry.id, wrong->first});
  }
  return both;
}

}  // namespace

Result<std::vector<JournalEntry>> effective_entries(std::vector<JournalEntry> entries) {
  if (auto unique = drop_repeats(entries); !unique) return tl::make_unexpected(unique.error());
  std::ranges::sort(entries, comes_first);

  const auto supersedes = [](const JournalEntry& entry) { return entry.supersedes.has_value(); };
  if (std::ranges::none_of(entries, supersedes)) return entries;
  const auto given_way = given_way_to_facts(entries);
  const auto nothing = reversed(entries, given_way);
  std::vector<JournalEntry> effective;
  for (JournalEntry& entry : entries) {
    if (given_way.contains(entry.id) || nothing.contains(entry.id)) continue;
    if (entry.supersedes && !is_reversal(entry)) {
      const auto replaced = given_way.find(*entry.supersedes);
      if (replaced == given_way.end()) continue;
      // The witness that ended the position stays on record with the fill that now ends it.
      if (!entry.closing) entry.closing = replaced->second;
    }
    effective.push_back(std::move(entry));
  }
  return effective;
}

}  // namespace holdfast
