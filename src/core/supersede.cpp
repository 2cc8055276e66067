#include "core/supersede.hpp"

#include <algorithm>
#include <map>
#include <set>

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

}  // namespace

Result<std::vector<JournalEntry>> effective_entries(std::vector<JournalEntry> entries) {
  if (auto unique = drop_repeats(entries); !unique) return tl::make_unexpected(unique.error());
  std::ranges::sort(entries, comes_first);

  std::map<EntryId, Sum<Quantity>> replacement;
  for (const JournalEntry& entry : entries) {
    if (entry.supersedes) replacement[*entry.supersedes].add(entry.change);
  }
  if (replacement.empty()) return entries;

  std::map<EntryId, std::optional<Evidence>> given_way;
  for (const JournalEntry& entry : entries) {
    const auto found = replacement.find(entry.id);
    if (found != replacement.end() && found->second.units() == Int128{entry.change.units()}) {
      given_way.emplace(entry.id, entry.closing);
    }
  }
  std::vector<JournalEntry> effective;
  for (JournalEntry& entry : entries) {
    if (given_way.contains(entry.id)) continue;
    if (entry.supersedes && !given_way.contains(*entry.supersedes)) continue;
    // The witness that ended the position stays on record with the fill that now ends it.
    if (entry.supersedes && !entry.closing) entry.closing = given_way.at(*entry.supersedes);
    effective.push_back(std::move(entry));
  }
  return effective;
}

}  // namespace holdfast
