#include "ledger/sqlite/batch_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/book.hpp"
#include "ledger/sqlite/chain.hpp"
#include "ledger/sqlite/storage_error.hpp"

namespace holdfast::sqlite {
namespace {

tl::unexpected<Error> stray(std::string_view what, std::string_view id, const Batch& batch) {
  return fail(Fault::malformed,
              fmt::format("{} '{}' does not belong to account {}, whose batch it is in. Nothing of "
                          "the batch was written; please report it.",
                          what, id, batch.account.text));
}

}  // namespace

BatchWriter::BatchWriter(Tables& tables, const Options& options, const AccountRow& account,
                         const AccountView* view, UtcTime now)
    : tables_{tables}, options_{options}, view_{view}, now_{now} {
  outcome_.account = account;
}

Result<Outcome> BatchWriter::write(const Batch& batch) {
  if (auto good = check(batch); !good) return tl::make_unexpected(std::move(good.error()));
  const AccountRow before = outcome_.account;
  for (const JournalEntry& entry : batch.entries) {
    if (auto done = book(entry); !done) return tl::make_unexpected(std::move(done.error()));
  }
  if (auto done = refold(); !done) return tl::make_unexpected(std::move(done.error()));
  if (auto done = put_cases(batch); !done) return tl::make_unexpected(std::move(done.error()));
  if (auto done = put_claims(batch); !done) return tl::make_unexpected(std::move(done.error()));
  if (auto done = put_instruments(batch); !done) {
    return tl::make_unexpected(std::move(done.error()));
  }
  const bool says_only_events = batch.entries.empty() && batch.cases.empty() &&
                                batch.claims.empty() && batch.instruments.empty();
  outcome_.changed = outcome_.changed || !touched_.empty() || says_only_events;
  // The same batch again: its events were told the first time.
  if (!outcome_.changed) return std::move(outcome_);

  if (auto done = append_events(batch); !done) return tl::make_unexpected(std::move(done.error()));
  if (auto done = put_snapshot(batch); !done) return tl::make_unexpected(std::move(done.error()));
  AccountRow& account = outcome_.account;
  if (!touched_.empty()) ++account.revision;
  if (account.revision != before.revision || account.watermark != before.watermark ||
      account.venue_sequence != before.venue_sequence) {
    if (auto done = tables_.accounts.update(account); !done) {
      return tl::make_unexpected(std::move(done.error()));
    }
  }
  return std::move(outcome_);
}

Result<void> BatchWriter::check(const Batch& batch) const {
  for (const JournalEntry& entry : batch.entries) {
    if (entry.id.empty() || entry.key.account != batch.account ||
        entry.key.venue != outcome_.account.venue) {
      return stray("entry", entry.id.text, batch);
    }
  }
  for (const Case& value : batch.cases) {
    if (value.id.empty() || value.account != batch.account) {
      return stray("case", value.id.text, batch);
    }
  }
  for (const Alert& message : batch.claims) {
    if (!message.key || message.key->account != batch.account) {
      return stray("message", id_of(message), batch);
    }
  }
  for (const Event& event : batch.events) {
    if (event.account != batch.account) return stray("event", event.text, batch);
  }
  if (batch.snapshot && batch.snapshot->header.account != batch.account) {
    return stray("snapshot", batch.snapshot->header.id.text, batch);
  }
  return {};
}

Result<void> BatchWriter::book(const JournalEntry& entry) {
  const auto key = tables_.keys.find_or_insert(entry.key, outcome_.account.number);
  if (!key) return tl::make_unexpected(key.error());
  AccountRow& account = outcome_.account;
  Place place{
      .sequence = account.sequence + 1, .booked_at = now_, .previous = account.head, .hash = {}};
  place.hash = next_link(place.previous, place.sequence, place.booked_at, entry);
  const auto booking = tables_.journal.insert(entry, place, account.number, key->number);
  if (!booking) return tl::make_unexpected(booking.error());
  if (*booking == Booking::known) return check_same(entry);
  account.sequence = place.sequence;
  account.head = place.hash;
  Touched& touched = touched_[key->number];
  touched.is_new = touched.is_new || key->is_new;
  touched.entries.push_back(&entry);
  return {};
}

Result<void> BatchWriter::check_same(const JournalEntry& entry) {
  const auto known = tables_.journal.find(entry.id);
  if (!known) return tl::make_unexpected(known.error());
  if (*known && **known == entry) return {};
  return fail(Fault::malformed,
              fmt::format("entry '{}' is booked already with other content. A booked fact never "
                          "changes: nothing of this batch was written. The position {} needs a "
                          "case until somebody says which of the two is right.",
                          entry.id.text, entry.key.text()));
}

// Entries that come after all others of an open position only continue it: the usual case, and
// its cost does not grow with the position's history.
Result<bool> BatchWriter::comes_after(std::int64_t key, const Position* last,
                                      const Touched& touched) {
  if (last == nullptr) return false;
  // Shares, those of this batch too, do not move when the position was active last, and yet their
  // order counts.
  const auto allocated = tables_.journal.newest_allocation(key);
  if (!allocated) return tl::make_unexpected(allocated.error());
  for (const JournalEntry* entry : touched.entries) {
    if (entry->supersedes || entry->at <= last->changed_at) return false;
    if (*allocated && entry->at <= **allocated) return false;
    const auto superseded = tables_.journal.is_superseded(entry->id);
    if (!superseded) return tl::make_unexpected(superseded.error());
    if (*superseded) return false;
  }
  return true;
}

Result<std::vector<Position>> BatchWriter::fold_again(std::int64_t key, const Touched& touched) {
  const auto account = outcome_.account.number;
  const Position* last = nullptr;
  if (view_ != nullptr) {
    const auto found = view_->open.find(touched.entries.front()->key);
    if (found != view_->open.end()) last = &found->second;
  }
  const auto after = comes_after(key, last, touched);
  if (!after) return tl::make_unexpected(after.error());

  if (!*after && !touched.is_new) {
    const auto entries = tables_.journal.entries_of(key);
    if (!entries) return tl::make_unexpected(entries.error());
    auto lives = fold(*entries);
    if (!lives) return lives;
    auto written = tables_.positions.replace(key, account, *lives);
    if (!written) return tl::make_unexpected(std::move(written.error()));
    return lives;
  }
  std::vector<JournalEntry> several;
  std::span<const JournalEntry> entries{touched.entries.front(), 1};
  if (touched.entries.size() > 1) {
    for (const JournalEntry* entry : touched.entries) several.push_back(*entry);
    entries = several;
  }
  auto lives = *after ? fold_on(*last, entries) : fold(entries);
  if (!lives) return lives;
  auto written = *after ? tables_.positions.go_on(key, account, *lives)
                        : tables_.positions.replace(key, account, *lives);
  if (!written) return tl::make_unexpected(std::move(written.error()));
  return lives;
}

Result<void> BatchWriter::refold() {
  for (const auto& [key, touched] : touched_) {
    auto lives = fold_again(key, touched);
    if (!lives) return tl::make_unexpected(std::move(lives.error()));
    auto& open = outcome_.open[touched.entries.front()->key];
    if (!lives->empty() && lives->back().state == PositionState::open) {
      open = std::move(lives->back());
    }
  }
  return {};
}

Result<std::optional<std::int64_t>> BatchWriter::number_of(const std::optional<PositionKey>& key) {
  if (!key) return std::optional<std::int64_t>{};
  const auto found = tables_.keys.find_or_insert(*key, outcome_.account.number);
  if (!found) return tl::make_unexpected(found.error());
  return std::optional{found->number};
}

Result<void> BatchWriter::put_cases(const Batch& batch) {
  for (const Case& value : batch.cases) {
    const auto key = number_of(value.key);
    if (!key) return tl::make_unexpected(key.error());
    const auto changed = tables_.cases.put(value, outcome_.account.number, *key);
    if (!changed) return tl::make_unexpected(changed.error());
    outcome_.cases_changed = outcome_.cases_changed || *changed;
    if (!*changed) continue;
    const auto number = tables_.cases.number_of(value.id);
    if (!number) return tl::make_unexpected(number.error());
    if (auto put = tables_.outbox.put(*number, alert_of(value)); !put) return put;
  }
  outcome_.changed = outcome_.cases_changed;
  return {};
}

Result<void> BatchWriter::put_claims(const Batch& batch) {
  for (const Alert& message : batch.claims) {
    const auto key = number_of(message.key);
    if (!key) return tl::make_unexpected(key.error());
    const auto changed = tables_.outbox.put_claim(**key, message);
    if (!changed) return tl::make_unexpected(changed.error());
    outcome_.changed = outcome_.changed || *changed;
  }
  return {};
}

Result<void> BatchWriter::put_instruments(const Batch& batch) {
  for (const Instrument& instrument : batch.instruments) {
    const auto changed = tables_.instruments.put(instrument);
    if (!changed) return tl::make_unexpected(changed.error());
    outcome_.changed = outcome_.changed || *changed;
  }
  return {};
}

Result<void> BatchWriter::append_events(const Batch& batch) {
  for (const Event& event : batch.events) {
    const auto key = number_of(event.key);
    if (!key) return tl::make_unexpected(key.error());
    const auto id = tables_.events.append(event, outcome_.account.number, *key);
    if (!id) return tl::make_unexpected(id.error());
    outcome_.last_event = *id;
  }
  return {};
}

Result<void> BatchWriter::put_snapshot(const Batch& batch) {
  AccountRow& account = outcome_.account;
  if (batch.snapshot) {
    auto done = tables_.snapshots.insert(*batch.snapshot, account.number, now_);
    if (!done) return done;
    const UtcTime as_of = batch.snapshot->header.as_of;
    account.watermark = account.watermark ? std::max(*account.watermark, as_of) : as_of;
    account.venue_sequence = std::max(account.venue_sequence, batch.snapshot->header.sequence);
  }
  if (batch.raw.empty()) return {};
  RawPass pass{.account = account.number,
               .snapshot = {},
               .booked_at = now_,
               .asked_at = batch.asked_at,
               .cases = {}};
  if (batch.snapshot) pass.snapshot = batch.snapshot->header.id;
  for (const Case& value : batch.cases) {
    const auto number = tables_.cases.number_of(value.id);
    if (!number) return tl::make_unexpected(number.error());
    pass.cases.push_back(*number);
  }
  if (auto done = tables_.raw.insert(pass, batch.raw); !done) return done;
  return tables_.raw.drop_beyond(options_, now_);
}

}  // namespace holdfast::sqlite
