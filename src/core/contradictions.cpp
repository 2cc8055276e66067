#include "core/contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/watermark.hpp"
#include "domain/journal_entry.hpp"

namespace holdfast {
namespace {

using Findings = std::map<PositionKey, std::string>;

std::vector<JournalEntry> entries_of(const VenueEvents& events) {
  std::vector<JournalEntry> entries;
  for (const Fill& fill : events.fills) entries.push_back(entry_of(fill));
  for (const Settlement& settlement : events.settlements) entries.push_back(entry_of(settlement));
  for (const Transfer& transfer : events.transfers) entries.push_back(entry_of(transfer));
  for (const Funding& funding : events.funding) entries.push_back(entry_of(funding));
  return entries;
}

std::string content_of(const JournalEntry& entry) {
  return fmt::format("{} of {} at {}, {}", entry.change.text(), entry.key.instrument.text,
                     entry.price ? entry.price->text() : "no price", iso_text(entry.at));
}

void add(Findings& words, const PositionKey& key, const std::string& text) {
  words.try_emplace(key, text);
}

void compare(Findings& words, const JournalEntry& one, const JournalEntry& other) {
  const auto text = fmt::format("{} is told twice, differently: {}; {}", one.id.text,
                                content_of(one), content_of(other));
  add(words, one.key, text);
  add(words, other.key, text);
}

void find_doubles(Findings& words, std::vector<JournalEntry>& entries) {
  std::ranges::sort(entries, {}, &JournalEntry::id);
  for (std::size_t i = 1; i < entries.size(); ++i) {
    if (entries[i].id == entries[i - 1].id && entries[i] != entries[i - 1]) {
      compare(words, entries[i - 1], entries[i]);
    }
  }
}

bool is_impossible(const JournalEntry& entry) {
  constexpr std::int64_t whole = 1'000'000'000;
  if (!entry.price) return false;
  return entry.price->is_negative() ||
         (trades_outcomes(entry.key.venue) && entry.price->units() > whole);
}

void find_impossible(Findings& words, const std::vector<JournalEntry>& entries) {
  for (const JournalEntry& entry : entries) {
    if (!is_impossible(entry)) continue;
    add(words, entry.key,
        fmt::format("{} is told at a price that cannot be: {}", entry.id.text, content_of(entry)));
  }
}

void find_oversized(Findings& words, const VenueEvents& events) {
  std::map<std::string, Int128> filled;
  std::set<FillId> seen;
  for (const Fill& fill : events.fills) {
    if (seen.insert(fill.id).second) filled[fill.order_id] += magnitude(fill.change);
  }
  for (const Fill& fill : events.fills) {
    const auto size = events.order_sizes.find(fill.order_id);
    if (size == events.order_sizes.end()) continue;
    if (filled.at(fill.order_id) <= size->second.units()) continue;
    add(words, fill.key,
        fmt::format("the fills of order {} sum to more than its size of {}", fill.order_id,
                    size->second.text()));
  }
}

}  // namespace

std::map<PositionKey, std::string> contradictions(const VenueEvents& events, UtcTime now) {
  Findings words = events.flawed;
  auto entries = entries_of(events);
  for (const JournalEntry& entry : entries) {
    if (entry.at <= now + venue_ahead_max) continue;
    add(words, entry.key,
        fmt::format("{} is of a moment that has not come: {}", entry.id.text, iso_text(entry.at)));
  }
  find_impossible(words, entries);
  find_doubles(words, entries);
  find_oversized(words, events);
  return words;
}

std::optional<std::string> retold(const VenueEvents& events,
                                  std::span<const JournalEntry> journal) {
  std::map<EntryId, const JournalEntry*> booked;
  for (const JournalEntry& entry : journal) booked.emplace(entry.id, &entry);
  for (const JournalEntry& told : entries_of(events)) {
    const auto known = booked.find(told.id);
    if (known == booked.end()) continue;
    const JournalEntry& entry = *known->second;
    if (told.key == entry.key && told.change == entry.change && told.price == entry.price) continue;
    return fmt::format("{} was booked as {}, and is told now as {}", told.id.text,
                       content_of(entry), content_of(told));
  }
  return std::nullopt;
}

}  // namespace holdfast
