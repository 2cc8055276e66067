#pragma once
#include <algorithm>
#include <utility>
#include <vector>

#include "app/sync_pass.hpp"
#include "property/history.hpp"
#include "support/run.hpp"
#include "support/still_clock.hpp"
#include "support/values.hpp"

namespace holdfast::property {

// A venue at which a history happens: it lists what is held now, and tells each thing that happened
// when its time has come, in an order of its own and perhaps twice.
class HistoryVenue final : public Venue {
 public:
  HistoryVenue(const History& history, std::vector<Duration> delays, const Clock& clock)
      : history_{history}, delays_{std::move(delays)}, clock_{clock} {}

  [[nodiscard]] const AccountId& account() const override { return history_.account; }
  [[nodiscard]] VenueName name() const override { return history_.venue; }

  [[nodiscard]] std::map<PositionKey, Quantity> held() const {
    std::map<PositionKey, Quantity> held;
    for (const Happening& happening : history_.happenings) {
      if (happening.entry.at > clock_.now()) continue;
      Quantity& quantity = held[happening.entry.key];
      quantity = add(quantity, happening.entry.change).value();
    }
    return held;
  }

  Async<Snapshot> fetch_snapshot(RawTape&) override {
    const UtcTime now = clock_.now();
    const auto moment = std::to_string(now.time_since_epoch().count());
    SnapshotHeader header;
    header.id = SnapshotId{history_.account.text + "@" + moment};
    header.account = history_.account;
    header.venue = history_.venue;
    header.as_of = now;
    if (history_.venue == VenueName::pacifica) {
      header.count = Evidence{EvidenceKind::count, moment, now, ""};
    }
    std::vector<Holding> rows;
    for (const auto& [key, quantity] : held()) {
      if (!quantity.is_zero()) rows.push_back(test::row_of(key, quantity.text()));
    }
    for (Holding& row : rows) row.about.title = "named";
    co_return Snapshot::from_complete_listing(std::move(header), std::move(rows),
                                              test::whole_listing());
  }

  Async<VenueEvents> fetch_events(EventQuery query, RawTape&) override {
    VenueEvents events;
    for (std::size_t i = 0; i < history_.happenings.size(); ++i) {
      const Happening& happening = history_.happenings[i];
      const auto asked = query.find(happening.entry.key);
      if (asked == query.end() || happening.entry.at < asked->second) continue;
      if (happening.entry.at + delays_[i] > clock_.now()) continue;
      UtcTime& newest = events.newest_activity[happening.entry.key];
      newest = std::max(newest, happening.entry.at);
      for (std::size_t times = 0; times <= i % 2; ++times) tell(events, happening);
    }
    std::ranges::reverse(events.fills);
    std::ranges::reverse(events.settlements);
    std::ranges::reverse(events.redemptions);
    std::ranges::reverse(events.transfers);
    std::ranges::reverse(events.funding);
    co_return events;
  }
  Async<std::vector<Instrument>> fetch_instruments(std::vector<InstrumentId>, RawTape&) override {
    co_return std::vector<Instrument>{};
  }
  Async<std::vector<IdentityCheck>> identify(RawTape&) override {
    co_return std::vector<IdentityCheck>{};
  }

 private:
  static void tell(VenueEvents& events, const Happening& happening) {
    struct Teller {
      VenueEvents& events;
      void operator()(const Fill& told) const { events.fills.push_back(told); }
      void operator()(const Settlement& told) const { events.settlements.push_back(told); }
      void operator()(const Redemption& told) const { events.redemptions.push_back(told); }
      void operator()(const Transfer& told) const { events.transfers.push_back(told); }
      void operator()(const Funding& told) const { events.funding.push_back(told); }
    };
    std::visit(Teller{events}, happening.told);
  }

  const History& history_;
  std::vector<Duration> delays_;
  const Clock& clock_;
};

// Two endpoints of a chain on which the history's balances stand.
class HistoryWitness final : public Witness {
 public:
  HistoryWitness(const HistoryVenue& venue, const Clock& clock) : venue_{venue}, clock_{clock} {}

  Async<Readings> read(std::vector<PositionKey> keys, RawTape&) override {
    const auto held = venue_.held();
    Readings readings;
    for (const PositionKey& key : keys) {
      const auto found = held.find(key);
      readings.agreed[key] = {found == held.end() ? Quantity{} : found->second,
                              {EvidenceKind::chain_balance, "block", clock_.now(), ""},
                              2};
    }
    co_return readings;
  }

 private:
  const HistoryVenue& venue_;
  const Clock& clock_;
};

// The engine's own pass over a history, at a moment of one's choice.
class HistoryHouse {
 public:
  HistoryHouse(const History& history, std::vector<Duration> delays, test::StillClock& clock)
      : clock_{clock}, venue_{history, std::move(delays), clock}, witness_{venue_, clock} {}

  // What the engine remembered between passes is forgotten when it starts anew.
  void forget() { memory_ = {}; }

  Result<PassReport> pass(Ledger& ledger, std::int64_t second) {
    clock_.advance(test::at_s(second) - clock_.now());
    SyncSubject subject{
        venue_, venue_.name() == VenueName::polymarket ? &witness_ : nullptr, ledger, clock_, {}};
    subject.policy.witness = witness_need(venue_.name());
    RawTape tape;
    return test::run(run_pass(subject, memory_, tape));
  }

 private:
  test::StillClock& clock_;
  HistoryVenue venue_;
  HistoryWitness witness_;
  SyncMemory memory_;
};

}  // namespace holdfast::property
