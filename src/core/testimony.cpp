#include "core/testimony.hpp"

#include <fmt/format.h>

#include "core/counted.hpp"
#include "domain/journal_entry.hpp"

namespace holdfast {
namespace {

template <class Event>
void tell(std::vector<Evidence>& told, const std::vector<Event>& events, const PositionKey& key) {
  for (const Event& event : events) {
    if (event.key != key) continue;
    const JournalEntry entry = entry_of(event);
    Evidence word = entry.evidence;
    // The same id may be told with two contents.
    word.text += fmt::format(": {} at {}", entry.change.text(),
                             entry.price ? entry.price->text() : "no price");
    told.push_back(std::move(word));
  }
}

}  // namespace

Evidence listing_word(const Snapshot& snapshot) {
  const SnapshotHeader& header = snapshot.header();
  return {EvidenceKind::listing, header.id.text, header.as_of,
          "complete listing of " + counted(snapshot.pages(), "page", "pages")};
}

Evidence best_word(const Snapshot& snapshot, const Drift& drift) {
  return drift.theirs.reading ? drift.theirs.reading->evidence : listing_word(snapshot);
}

std::vector<Evidence> words_on(const Snapshot& snapshot, const Drift& drift) {
  std::vector<Evidence> words{listing_word(snapshot)};
  if (drift.theirs.reading) words.push_back(drift.theirs.reading->evidence);
  return words;
}

std::vector<Evidence> told_of(const VenueEvents& events, const PositionKey& key) {
  std::vector<Evidence> told;
  tell(told, events.fills, key);
  tell(told, events.settlements, key);
  tell(told, events.transfers, key);
  return told;
}

}  // namespace holdfast
