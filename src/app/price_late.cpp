#include "app/price_late.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/explain.hpp"
#include "core/late_fills.hpp"

namespace holdfast {
namespace {

constexpr std::size_t keys_per_pass = 5;  // as many as Kalshi is asked about one by one
constexpr Duration first_wait = std::chrono::minutes{1};
constexpr Duration longest_wait = std::chrono::days{1};

using Journals = std::map<PositionKey, std::vector<JournalEntry>>;

Result<void> remember(SyncSubject& subject, SyncMemory& memory, const PassReport& report) {
  const Duration now = subject.clock.uptime();
  if (!memory.estimates_known) {
    auto keys = subject.ledger.estimated(subject.venue.account());
    if (!keys) return tl::make_unexpected(std::move(keys).error());
    for (PositionKey& key : *keys) memory.estimates.try_emplace(std::move(key), LateQuestion{now});
    memory.estimates_known = true;
  }
  // What this pass has just asked about is asked again later.
  for (const PositionKey& key : report.estimated) {
    memory.estimates.insert_or_assign(key, LateQuestion{now + first_wait, first_wait});
  }
  return {};
}

// The keys whose turn it is, with their journals; keys that rest on no estimate any more drop out.
Result<Journals> due(SyncSubject& subject, SyncMemory& memory) {
  Journals journals;
  const Duration now = subject.clock.uptime();
  for (auto at = memory.estimates.begin();
       at != memory.estimates.end() && journals.size() < keys_per_pass;) {
    if (at->second.due > now) {
      ++at;
      continue;
    }
    auto journal = subject.ledger.journal_of(at->first);
    if (!journal) return tl::make_unexpected(std::move(journal).error());
    if (!facts_wanted_since(*journal)) {
      at = memory.estimates.erase(at);
      continue;
    }
    const Duration wait = std::clamp<Duration>(at->second.waited * 2, first_wait, longest_wait);
    at->second = {now + wait, wait};
    journals.emplace(at->first, *std::move(journal));
    ++at;
  }
  return journals;
}

Result<Batch> replacements(SyncSubject& subject, const Journals& journals,
                           const VenueEvents& events) {
  const auto booked = subject.ledger.booked(entry_ids(events));
  if (!booked) return tl::make_unexpected(booked.error());
  const Unbooked unbooked = unbooked_entries(events, *booked);
  Batch batch;
  batch.account = subject.venue.account();
  for (const auto& [key, journal] : journals) {
    const auto facts = unbooked.find(key);
    if (facts == unbooked.end()) continue;
    auto entries = superseding(journal, facts->second);
    if (entries.empty()) continue;
    batch.events.push_back(
        {EventKind::position_updated, batch.account, key, subject.clock.now(),
         fmt::format("{}: {} late facts take the place of an estimate", key.text(), entries.size()),
         entries.back().id.text});
    std::ranges::move(entries, std::back_inserter(batch.entries));
  }
  return batch;
}

Result<void> commit(SyncSubject& subject, Batch batch, const RawTape& tape, PassReport& report) {
  const auto view = subject.ledger.shared_view(batch.account);
  if (!view) return tl::make_unexpected(view.error());
  batch.seen_revision = (*view)->revision;
  batch.raw = tape.answers;
  const auto committed = subject.ledger.commit(batch);
  if (!committed) return tl::make_unexpected(committed.error());
  report.commit = *committed;
  for (const Event& event : batch.events) report.lines.push_back(event.text);
  std::ranges::move(batch.events, std::back_inserter(report.events));
  return {};
}

}  // namespace

Async<void> price_late(SyncSubject& subject, SyncMemory& memory, RawTape& tape,
                       PassReport& report) {
  if (auto known = remember(subject, memory, report); !known) co_return known;
  auto journals = due(subject, memory);
  if (!journals) co_return tl::make_unexpected(std::move(journals).error());
  if (journals->empty()) co_return Result<void>{};
  EventQuery query;
  for (const auto& [key, journal] : *journals) query.emplace(key, *facts_wanted_since(journal));
  const auto events = co_await subject.venue.fetch_events(std::move(query), tape);
  if (!events) {
    if (events.error().fault == Fault::cancelled) co_return tl::make_unexpected(events.error());
    report.lines.push_back("late fills could not be asked: " + events.error().what);
    co_return Result<void>{};
  }
  auto batch = replacements(subject, *journals, *events);
  if (!batch) co_return tl::make_unexpected(std::move(batch).error());
  if (batch->entries.empty()) co_return Result<void>{};
  co_return commit(subject, *std::move(batch), tape, report);
}

}  // namespace holdfast
