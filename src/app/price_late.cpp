#include "app/price_late.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/book.hpp"
#include "core/case_file.hpp"
#include "core/contradictions.hpp"
#include "core/explain.hpp"
#include "core/late_fills.hpp"
#include "core/sale_lines.hpp"

namespace holdfast {
namespace {

constexpr std::size_t keys_per_pass = 5;  // as many as Kalshi is asked about one by one
constexpr Duration first_wait = std::chrono::minutes{1};
constexpr Duration longest_wait = std::chrono::days{1};
// Where the venue's row tells of funding that is not booked: it is paid by the hour.
constexpr Duration funding_wait = std::chrono::hours{1};

// What ended longer ago than this is complete.
constexpr Duration told_within = std::chrono::days{1};

// A key whose turn it is.
struct Asked {
  std::vector<JournalEntry> journal;
  UtcTime since;                         // from when on facts are wanted
  std::optional<UtcTime> guessed_until;  // older facts belong to a guess
  std::optional<UtcTime> recent_since;   // the first life that is open or has just ended
  bool ended{};                          // nothing is held now
};
using Turn = std::map<PositionKey, Asked>;

// What the venue's own row says the position has received since it was opened.
std::optional<Money> funding_of_row(const PassReport& report, const PositionKey& key) {
  const Holding* row = report.snapshot ? report.snapshot->find(key) : nullptr;
  return row == nullptr ? std::nullopt : row->figures.funding.value;
}

// Keys with an estimate, and all that is or has just been open: what cancels out between two
// passes, and a perpetual's funding, show in no quantity.
Result<void> remember(SyncSubject& subject, SyncMemory& memory, const AccountView& view,
                      const PassReport& report) {
  const Duration now = subject.clock.uptime();
  if (!memory.estimates_known) {
    auto keys = subject.ledger.estimated(view.account);
    if (!keys) return tl::make_unexpected(std::move(keys).error());
    for (PositionKey& key : *keys) memory.late.try_emplace(std::move(key), LateQuestion{now});
    memory.estimates_known = true;
  }
  auto place = memory.late.begin();
  for (const auto& [key, position] : view.open) {
    place = memory.late.try_emplace(place, key, LateQuestion{now + first_wait, first_wait});
    LateQuestion& question = place->second;
    const bool paid_meanwhile =
        !question.funding_differed &&
        funding_of_row(report, key).value_or(position.funding) != position.funding;
    if (paid_meanwhile && question.waited > funding_wait) {
      question = {question.due - question.waited + funding_wait, funding_wait};
    }
    ++place;
  }
  // What this pass has just asked about is asked again later.
  for (const PositionKey& key : report.estimated) {
    memory.late.insert_or_assign(key, LateQuestion{now + first_wait, first_wait});
  }
  return {};
}

// None: nothing can turn up any more.
Result<std::optional<Asked>> question(std::vector<JournalEntry> journal, bool whole_life,
                                      UtcTime now) {
  const auto lives = fold(journal);
  if (!lives) return tl::make_unexpected(lives.error());
  const auto estimated = facts_wanted_since(journal);
  const auto recent = std::ranges::find_if(*lives, [&](const Position& life) {
    return !life.closed_at || now - *life.closed_at < told_within;
  });
  if (recent == lives->end() && !estimated) return std::optional<Asked>{};
  const auto guessed = guessed_until(journal);
  Asked asked{.journal = std::move(journal),
              .since = estimated.value_or(UtcTime::max()),
              .guessed_until = guessed};
  if (recent != lives->end()) {
    asked.recent_since = recent->opened_at;
    if (!whole_life) {
      asked.recent_since = std::max(recent->opened_at, recent->changed_at - told_within);
    }
    asked.since = std::min(asked.since, *asked.recent_since);
    asked.ended = lives->back().state == PositionState::closed;
  }
  return std::optional{std::move(asked)};
}

// Keys of which nothing more can come drop out.
Result<Turn> due(SyncSubject& subject, SyncMemory& memory) {
  Turn turn;
  const Duration now = subject.clock.uptime();
  for (auto at = memory.late.begin(); at != memory.late.end() && turn.size() < keys_per_pass;) {
    if (at->second.due > now) {
      ++at;
      continue;
    }
    auto journal = subject.ledger.journal_of(at->first);
    if (!journal) return tl::make_unexpected(std::move(journal).error());
    auto asked = question(*std::move(journal), at->second.funding_differed, subject.clock.now());
    if (!asked) return tl::make_unexpected(std::move(asked).error());
    if (!*asked) {
      at = memory.late.erase(at);
      continue;
    }
    const Duration wait = std::clamp<Duration>(at->second.waited * 2, first_wait, longest_wait);
    at->second.due = now + wait;
    at->second.waited = wait;
    turn.emplace(at->first, **std::move(asked));
    ++at;
  }
  return turn;
}

struct Told {
  VenueEvents events;
  std::set<EntryId> booked;
  Unbooked unbooked;
  std::map<PositionKey, std::string> contradicted;  // see contradictions()
};

// What a perpetual's position that began no later than `since` was paid.
void add_funding(std::vector<JournalEntry>& entries, const Told& told, const PositionKey& key,
                 UtcTime since) {
  for (const Funding& funding : told.events.funding) {
    if (funding.key != key || funding.at < since) continue;
    JournalEntry entry = entry_of(funding);
    if (!told.booked.contains(entry.id)) entries.push_back(std::move(entry));
  }
}

// Facts that take the place of an estimate, with the funding of the life that is known now.
std::vector<JournalEntry> replacing(const Told& told, const PositionKey& key, const Asked& asked) {
  const auto facts = told.unbooked.find(key);
  const std::span<const JournalEntry> known =
      facts == told.unbooked.end() ? std::span<const JournalEntry>{} : std::span{facts->second};
  auto entries = superseding(asked.journal, known, told.events.redemptions);
  if (entries.empty()) return entries;
  add_funding(entries, told, key, std::ranges::min(entries, {}, &JournalEntry::at).at);
  return entries;
}

// Unbooked facts that change no quantity: funding, and the longest run of trades that sums to
// nothing, or whose rest was redeemed.
std::vector<JournalEntry> quiet_facts(const Told& told, const PositionKey& key,
                                      const Asked& asked) {
  if (!asked.recent_since || told.events.unsettled.contains(key)) return {};
  auto run = explain(told.unbooked, key, asked.guessed_until, Quantity{});
  if (!run && asked.ended) {
    run = explain_redemption(told.unbooked, told.events, told.booked, key, asked.guessed_until, {});
  }
  auto entries = std::move(run).value_or(std::vector<JournalEntry>{});
  add_funding(entries, told, key, *asked.recent_since);
  return entries;
}

void add(Batch& batch, std::vector<JournalEntry> entries, UtcTime now, std::string_view what) {
  const PositionKey key = entries.back().key;
  batch.events.push_back({EventKind::position_updated, batch.account, key, now,
                          fmt::format("{}: {} late facts {}", key.text(), entries.size(), what),
                          entries.back().id.text});
  std::ranges::move(entries, std::back_inserter(batch.entries));
}

// Of open keys, whether what is booked of a position's funding is what its row says.
struct FundingSums {
  std::map<PositionKey, std::string> apart;  // twice in a row: in words
  std::set<PositionKey> unsure;  // once: the row may be older than the history, or newer
};

void compare_funding(FundingSums& sums, LateQuestion& question, const PositionKey& key,
                     std::optional<Money> row, const std::vector<JournalEntry>& journal) {
  const auto lives = fold(journal);
  const bool open = lives && !lives->empty() && lives->back().state == PositionState::open;
  const bool differs = row && open && lives->back().funding != *row;
  if (differs && question.funding_differed) {
    sums.apart.emplace(key,
                       fmt::format("the row of {} says {} of funding since it was opened, the "
                                   "venue's history sums to {}",
                                   key.instrument.text, row->text(), lives->back().funding.text()));
  } else if (differs) {
    sums.unsure.insert(key);
  }
  question.funding_differed = differs;
}

// What is told of these keys and cannot be used, where no difference has made a case of it already.
void follow_quarantine(Batch& batch, CaseFile cases, const Turn& turn, const Told& told,
                       const FundingSums& funding) {
  std::set<PositionKey> asked;
  std::map<PositionKey, std::string> wrong;
  for (const auto& [key, question] : turn) {
    if (!funding.unsure.contains(key)) asked.insert(key);
    if (cases.find(key) != nullptr) continue;
    if (const auto words = told.contradicted.find(key); words != told.contradicted.end()) {
      wrong.insert(*words);
    } else if (auto otherwise = retold(told.events, question.journal)) {
      wrong.emplace(key, *std::move(otherwise));
    } else if (const auto sum = funding.apart.find(key); sum != funding.apart.end()) {
      wrong.insert(*sum);
    }
  }
  cases.follow_quarantine(asked, wrong);
  batch.cases = cases.changed();
  std::ranges::move(cases.events(), std::back_inserter(batch.events));
}

// What the answer brings for one key, and in which words.
struct LateEntries {
  std::vector<JournalEntry> entries;
  std::string_view what;
};

LateEntries late_entries(const Told& told, const PositionKey& key, const Asked& asked) {
  if (auto entries = replacing(told, key, asked); !entries.empty()) {
    return {std::move(entries), "take the place of an estimate"};
  }
  return {quiet_facts(told, key, asked), "that change no quantity"};
}

Batch late_facts(const AccountView& view, const Turn& turn, const Told& told, SyncMemory& memory,
                 const PassReport& report, UtcTime now) {
  Batch batch;
  batch.account = view.account;
  FundingSums funding;
  for (const auto& [key, asked] : turn) {
    if (told.contradicted.contains(key)) continue;
    LateEntries late = late_entries(told, key, asked);
    if (told.events.unsettled.contains(key)) {
      funding.unsure.insert(key);
    } else {
      auto journal = asked.journal;
      journal.insert(journal.end(), late.entries.begin(), late.entries.end());
      compare_funding(funding, memory.late.at(key), key, funding_of_row(report, key), journal);
    }
    if (!late.entries.empty()) add(batch, std::move(late.entries), now, late.what);
  }
  follow_quarantine(batch, {view.account, view.cases, now}, turn, told, funding);
  return batch;
}

Result<Told> told_by(SyncSubject& subject, VenueEvents events) {
  auto booked = subject.ledger.booked(entry_ids(events));
  if (!booked) return tl::make_unexpected(std::move(booked).error());
  Unbooked unbooked = unbooked_entries(events, *booked);
  std::erase_if(events.redemptions, [&](const Redemption& redemption) {
    return booked->contains(entry_of(redemption, {}).id);
  });
  auto contradicted = contradictions(events, subject.clock.now());
  return Told{std::move(events), *std::move(booked), std::move(unbooked), std::move(contradicted)};
}

}  // namespace

Async<void> price_late(SyncSubject& subject, SyncMemory& memory, RawTape& tape,
                       PassReport& report) {
  auto view = subject.ledger.shared_view(subject.venue.account());
  if (!view) co_return tl::make_unexpected(std::move(view).error());
  if (auto known = remember(subject, memory, **view, report); !known) co_return known;
  auto turn = due(subject, memory);
  if (!turn) co_return tl::make_unexpected(std::move(turn).error());
  if (turn->empty()) co_return Result<void>{};
  const std::uint64_t rests_on = (*view)->revision;  // of the journals
  EventQuery query;
  for (const auto& [key, asked] : *turn) query.emplace(key, asked.since);
  auto events = co_await subject.venue.fetch_events(std::move(query), tape);
  if (!events) {
    if (events.error().fault == Fault::cancelled) co_return tl::make_unexpected(events.error());
    report.lines.push_back("late facts could not be asked: " + events.error().what);
    co_return Result<void>{};
  }
  const auto told = told_by(subject, *std::move(events));
  if (!told) co_return tl::make_unexpected(told.error());
  // A person may have written on a case meanwhile.
  view = subject.ledger.shared_view(subject.venue.account());
  if (!view) co_return tl::make_unexpected(std::move(view).error());
  Batch batch = late_facts(**view, *turn, *told, memory, report, subject.clock.now());
  batch.seen_revision = rests_on;
  view->reset();  // or the ledger would copy all of it to change a part
  if (batch.empty()) co_return Result<void>{};
  batch.keep(tape);
  auto sales = sale_lines(
      batch.entries, [&](const PositionKey& key) { return any_brings(turn->at(key).journal); });
  auto done = commit_further(subject, std::move(batch), report);
  if (done) std::ranges::move(sales, std::back_inserter(report.lines));
  co_return done;
}

}  // namespace holdfast
