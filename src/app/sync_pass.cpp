#include "app/sync_pass.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ranges>
#include <set>
#include <utility>

#include "app/ask_sale_limits.hpp"
#include "app/background.hpp"
#include "app/claims.hpp"
#include "app/describe.hpp"
#include "app/price_late.hpp"
#include "core/explain.hpp"
#include "core/sale_lines.hpp"

namespace holdfast {
namespace {

constexpr int commit_rounds_max = 3;

using SharedView = std::shared_ptr<const AccountView>;

std::vector<PositionKey> all_keys(const AccountView& view, const Snapshot& snapshot) {
  std::vector<PositionKey> keys;
  keys.reserve(view.open.size() + snapshot.holdings().size());
  std::ranges::set_union(std::views::keys(view.open), std::views::keys(snapshot.holdings()),
                         std::back_inserter(keys));
  return keys;
}

// Events may reach the venue's lists after the quantity they changed, so each key is asked from
// a day before its newest entry, even if its position began later: with an event missing, a life
// may seem to begin where it went on. What is booked already is left out later. A key that is new
// here is asked from the beginning of time, so that its cost can be known.
EventQuery query_for(const AccountView& view, const std::vector<Drift>& drifts) {
  EventQuery query;
  for (const Drift& drift : drifts) {
    const auto held = view.open.find(drift.key);
    UtcTime since{};
    if (held != view.open.end()) {
      since = held->second.changed_at - std::chrono::days{1};
    }
    query.emplace(drift.key, since);
  }
  return query;
}

using Held = std::vector<std::optional<Position>>;

// What the ledger holds on the key of each drift.
Held held_on(const AccountView& view, const std::vector<Drift>& drifts) {
  Held held;
  for (const Drift& drift : drifts) {
    const auto found = view.open.find(drift.key);
    held.push_back(found == view.open.end() ? std::optional<Position>{}
                                            : std::optional{found->second});
  }
  return held;
}

// After a lost race only the keys that nobody touched meanwhile are compared again, and with
// the answers at hand: a new fetch would only race again.
std::vector<Drift> untouched(std::vector<Drift> drifts, const Held& before, const Held& after,
                             std::vector<PositionKey>& touched) {
  std::vector<Drift> same;
  for (std::size_t i = 0; i < drifts.size(); ++i) {
    if (before.at(i) == after.at(i)) {
      same.push_back(std::move(drifts[i]));
    } else {
      touched.push_back(drifts[i].key);
    }
  }
  return same;
}

// Where no chain is asked.
std::string witness_text(WitnessNeed need, const Snapshot& snapshot) {
  switch (need) {
    case WitnessNeed::count:
      return snapshot.header().count ? "the venue's count of positions, and trades" : "trades";
    case WitnessNeed::chain:
      return "none: no chain endpoint is configured";
    case WitnessNeed::events:
      break;
  }
  return "fills and settlements";
}

std::string text_of(const Watermark& mark) {
  if (mark.sequence) return fmt::format("number {}", *mark.sequence);
  return iso_text(mark.as_of);
}

class Pass {
 public:
  Pass(SyncSubject& subject, SyncMemory& memory, RawTape& tape)
      : subject_{subject}, memory_{memory}, tape_{tape} {}

  Async<PassReport> run();

 private:
  Result<bool> is_news(const Snapshot& snapshot, const AccountView& view);
  [[nodiscard]] Result<bool> is_alive(const Snapshot& snapshot) const;
  Async<void> ask_absent(const AccountView& view, Snapshot& snapshot);
  Async<std::optional<Readings>> ask_witness(const AccountView& view, const Snapshot& snapshot,
                                             PassReport& report);
  Async<void> ask_unsettled(PassReport& report);
  Async<std::optional<VenueEvents>> ask_events(const AccountView& view,
                                               const std::vector<Drift>& drifts,
                                               PassReport& report);
  Result<void> decide_and_commit(SharedView view, std::vector<Drift> drifts,
                                 const std::optional<VenueEvents>& events, UtcTime asked_at,
                                 PassReport& report);

  SyncSubject& subject_;
  SyncMemory& memory_;
  RawTape& tape_;
  std::string events_trouble_;
};

Result<bool> Pass::is_news(const Snapshot& snapshot, const AccountView& view) {
  auto applied = memory_.applied;
  if (!applied && view.watermark) applied = Watermark{*view.watermark, view.sequence};
  switch (judge_watermark(snapshot, applied, subject_.clock.now())) {
    case Freshness::newer:
      memory_.older_in_row = 0;
      return is_alive(snapshot);
    case Freshness::from_ahead:
      return fail(Fault::malformed,
                  fmt::format("the answer speaks of a moment that has not come, {}: either the "
                              "venue's clock is wrong or this machine's is slow",
                              iso_text(snapshot.as_of())));
    case Freshness::older:
      break;
  }
  ++memory_.older_in_row;
  if (!memory_.is_told_old_states()) return false;
  return fail(
      Fault::unreachable,
      fmt::format("the venue has answered {} times in a row with an older state ({}) than "
                  "the one applied already ({})",
                  memory_.older_in_row, text_of(watermark_of(snapshot)), text_of(*applied)));
}

Result<bool> Pass::is_alive(const Snapshot& snapshot) const {
  if (age_when_asked(snapshot, *tape_.asked_at) <= venue_behind_max) return true;
  return fail(
      Fault::unreachable,
      fmt::format("the venue answers with its state of {} still, asked at {}: its reads are "
                  "stuck, or this machine's clock is fast",
                  iso_text(snapshot.as_of()), iso_text(*tape_.asked_at)));
}

Async<std::optional<Readings>> Pass::ask_witness(const AccountView& view, const Snapshot& snapshot,
                                                 PassReport& report) {
  if (subject_.witness == nullptr) {
    report.witness = witness_text(subject_.policy.witness, snapshot);
    co_return std::optional<Readings>{};
  }
  auto keys = all_keys(view, snapshot);
  if (keys.empty()) {
    report.witness = "chain, nothing to ask";
    co_return std::optional<Readings>{};
  }
  auto readings = co_await subject_.witness->read(std::move(keys), tape_);
  if (!readings) {
    if (readings.error().fault == Fault::cancelled) {
      co_return tl::make_unexpected(readings.error());
    }
    report.witness = "no chain witness: " + readings.error().what;
    co_return std::optional<Readings>{};
  }
  report.witness = readings->text;
  if (!readings->disputed.empty()) {
    report.witness += fmt::format(", which differ about {}", readings->disputed.size());
  }
  co_return std::optional{*std::move(readings)};
}

Async<std::optional<VenueEvents>> Pass::ask_events(const AccountView& view,
                                                   const std::vector<Drift>& drifts,
                                                   PassReport& report) {
  if (drifts.empty()) co_return std::optional{VenueEvents{}};
  auto events = co_await subject_.venue.fetch_events(query_for(view, drifts), tape_);
  if (events) {
    std::ranges::move(events->lines, std::back_inserter(report.lines));
    co_return std::optional{*std::move(events)};
  }
  if (events.error().fault == Fault::cancelled) co_return tl::make_unexpected(events.error());
  // In a case only the kind of trouble, or each failing pass would write.
  events_trouble_ = fmt::format("its fills could not be asked ({})", name_of(events.error().fault));
  report.lines.push_back("events could not be asked: " + events.error().what);
  co_return std::optional<VenueEvents>{};
}

// Matches that may be reversed are shown, and leave their keys in motion. Who cannot be asked
// leaves nothing in motion: the chain's word is final without them.
Async<void> Pass::ask_unsettled(PassReport& report) {
  auto unsettled = co_await subject_.venue.fetch_unsettled(tape_);
  if (unsettled) {
    report.unsettled = *std::move(unsettled);
  } else if (unsettled.error().fault == Fault::cancelled) {
    co_return tl::make_unexpected(unsettled.error());
  } else {
    report.lines.push_back("unsettled trades could not be asked: " + unsettled.error().what);
  }
  co_return Result<void>{};
}

// A key that a listing of several pages does not show is asked about by name. What cannot be asked
// ends the pass: absence is never taken from a listing whose rows may have moved.
Async<void> Pass::ask_absent(const AccountView& view, Snapshot& snapshot) {
  if (snapshot.in_one_piece()) co_return Result<void>{};
  auto absent = absent_keys(view, snapshot);
  if (absent.empty()) co_return Result<void>{};
  auto rows = co_await subject_.venue.fetch_holdings(std::move(absent), tape_);
  if (!rows) co_return tl::make_unexpected(std::move(rows).error());
  co_return snapshot.add_asked(*std::move(rows));
}

Result<void> Pass::decide_and_commit(SharedView view, std::vector<Drift> drifts,
                                     const std::optional<VenueEvents>& events, UtcTime asked_at,
                                     PassReport& report) {
  const auto ids = events ? entry_ids(*events) : std::vector<EntryId>{};
  std::vector<PositionKey> touched;
  Held held = held_on(*view, drifts);
  for (int round = 0; round < commit_rounds_max; ++round) {
    // A case moves on without a new revision: what a person has written on it while the venue
    // answered must not be written over.
    auto fresh = subject_.ledger.shared_view(subject_.venue.account());
    if (!fresh) return tl::make_unexpected(fresh.error());
    view = *std::move(fresh);
    const Held now_held = held_on(*view, drifts);
    drifts = untouched(std::move(drifts), held, now_held, touched);
    held = held_on(*view, drifts);
    const auto booked = subject_.ledger.booked(ids);
    if (!booked) return tl::make_unexpected(booked.error());
    auto background = background_of(subject_.ledger, drifts, events, subject_.clock.now());
    if (!background) return tl::make_unexpected(std::move(background).error());
    PassOutcome outcome = judge({*view, *report.snapshot, drifts, events ? &*events : nullptr,
                                 *booked, subject_.policy, asked_at, subject_.clock.now(), touched,
                                 *std::move(background), events_trouble_, memory_.untold});
    if (!outcome.batch.empty()) outcome.batch.keep(tape_);
    auto sales = sale_lines(outcome.batch.entries,
                            [&](const PositionKey& key) { return view->open.contains(key); });
    view.reset();  // or the ledger would copy all of it to change a part
    auto commit = outcome.batch.empty() ? Result<Committed>{Committed{}}
                                        : subject_.ledger.commit(outcome.batch);
    if (commit) {
      report.counts = outcome.counts;
      report.in_motion = std::move(outcome.in_motion);
      memory_.untold = std::move(outcome.untold);
      for (const JournalEntry& entry : outcome.batch.entries) {
        if (is_estimate(entry.kind)) report.estimated.push_back(entry.key);
      }
      std::ranges::move(outcome.lines, std::back_inserter(report.lines));
      std::ranges::move(sales, std::back_inserter(report.lines));
      if (!outcome.batch.empty()) report.commit = *commit;
      report.events = std::move(outcome.batch.events);
      return {};
    }
    if (commit.error().fault != Fault::conflict) return tl::make_unexpected(commit.error());
  }
  return fail(Fault::conflict, "the ledger changed three times while one pass was being written");
}

Async<PassReport> Pass::run() {
  if (subject_.proof != nullptr) {
    const auto proven = co_await subject_.proof->prove(tape_);
    if (!proven) co_return tl::make_unexpected(proven.error());
  }
  // Read before the first request: what is booked while the venue answers is left out of the
  // decision, or its effect would be undone.
  auto view = subject_.ledger.shared_view(subject_.venue.account());
  if (!view) co_return tl::make_unexpected(view.error());
  const UtcTime asked_at = subject_.clock.now();
  tape_.asked_at = asked_at;
  const Duration began = subject_.clock.uptime();
  auto snapshot = co_await subject_.venue.fetch_snapshot(tape_);
  if (!snapshot) co_return tl::make_unexpected(snapshot.error());
  PassReport report;
  report.listed_in = subject_.clock.uptime() - began;
  const auto news = is_news(*snapshot, **view);
  if (!news) co_return tl::make_unexpected(news.error());
  if (!*news) co_return report;
  auto asked = co_await ask_absent(**view, *snapshot);
  if (!asked) co_return tl::make_unexpected(asked.error());
  auto described = co_await describe(subject_, memory_, **view, *snapshot, tape_, report.lines);
  if (!described) co_return tl::make_unexpected(described.error());
  report.snapshot = std::make_shared<const Snapshot>(*std::move(snapshot));
  auto settling = co_await ask_unsettled(report);
  if (!settling) co_return tl::make_unexpected(settling.error());

  auto readings = co_await ask_witness(**view, *report.snapshot, report);
  if (!readings) co_return tl::make_unexpected(readings.error());
  auto drifts = find_drift(**view, *report.snapshot, *readings);
  auto events = co_await ask_events(**view, drifts, report);
  if (!events) co_return tl::make_unexpected(events.error());
  for (const UnsettledTrade& trade : report.unsettled) {
    if (*events) (*events)->unsettled.insert(trade.key);
  }
  auto done = decide_and_commit(*std::move(view), std::move(drifts), *events, asked_at, report);
  if (!done) co_return tl::make_unexpected(done.error());
  memory_.applied = advanced(memory_.applied, watermark_of(*report.snapshot));
  co_return report;
}

}  // namespace

Async<PassReport> run_pass(SyncSubject& subject, SyncMemory& memory, RawTape& tape) {
  Pass pass{subject, memory, tape};
  auto report = co_await pass.run();
  if (!report || !report->snapshot) co_return report;
  // What the pass found stands whatever becomes of these.
  const auto passes_over = [&report](const Result<void>& done, std::string_view what) {
    if (done || done.error().fault == Fault::cancelled) return done;
    report->lines.push_back(fmt::format("{}: {}", what, done.error().what));
    return Result<void>{};
  };
  const auto priced = passes_over(co_await price_late(subject, memory, tape, *report),
                                  "late facts were not booked");
  if (!priced) co_return tl::make_unexpected(priced.error());
  const auto told = passes_over(tell_claims(subject, *report), "what is to claim was not told");
  if (!told) co_return tl::make_unexpected(told.error());
  const auto asked =
      passes_over(co_await ask_sale_limits(subject, tape, *report), "sale limits were not asked");
  if (!asked) co_return tl::make_unexpected(asked.error());
  co_return report;
}

Result<void> commit_further(SyncSubject& subject, Batch batch, PassReport& report) {
  const auto committed = subject.ledger.commit(batch);
  if (!committed) return tl::make_unexpected(committed.error());
  report.commit = *committed;
  for (const Event& event : batch.events) report.lines.push_back(event.text);
  std::ranges::move(batch.events, std::back_inserter(report.events));
  return {};
}

}  // namespace holdfast
