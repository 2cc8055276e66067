#pragma once
#include <deque>
#include <functional>

#include "ports/clock.hpp"
#include "ports/venue.hpp"
#include "ports/witness.hpp"
#include "support/values.hpp"

namespace holdfast::test {

// A venue that says what the test tells it to, and takes as long as it should.
class ScriptedVenue final : public Venue {
 public:
  ScriptedVenue(VenueName name, Clock& clock)
      : account_{std::string{name_of(name)} + "/main"}, name_{name}, clock_{clock} {}

  std::vector<Holding> listing;
  std::optional<Error> fault;            // instead of a listing
  std::optional<Error> events_fault;     // instead of events
  std::optional<UtcTime> as_of;          // its own watermark; none: the moment of the question
  std::optional<std::int64_t> sequence;  // the venue's own number of the listing
  Duration takes{std::chrono::milliseconds{100}};
  int pages{1};
  std::vector<Holding> by_name;  // what a question about single keys finds
  std::optional<Error> by_name_fault;
  std::vector<std::vector<PositionKey>> asked_by_name;
  VenueEvents events;
  std::function<void()> while_answering;
  int asked{};
  Result<std::vector<IdentityCheck>> identity{std::vector<IdentityCheck>{}};
  int identified{};
  std::vector<EventQuery> event_queries;
  // What it says of sales; none: it cannot be asked.
  std::optional<Result<std::map<PositionKey, SaleLimits>>> sale_limits;
  Duration sale_limits_take{};
  std::vector<std::vector<PositionKey>> asked_to_sell;
  std::optional<Error> market_fault;
  std::vector<std::vector<InstrumentId>> described;
  std::map<InstrumentId, Instrument> markets;  // what they are; all others are "Market <id>"

  [[nodiscard]] const AccountId& account() const override { return account_; }
  [[nodiscard]] VenueName name() const override { return name_; }

  Async<Snapshot> fetch_snapshot(RawTape& tape) override {
    ++asked;
    const UtcTime began = clock_.now();
    co_await clock_.sleep_for(takes);
    if (while_answering) while_answering();
    tape.answers.push_back({"positions", 200, clock_.now(), "{}"});
    if (fault) co_return tl::make_unexpected(*fault);
    SnapshotHeader header;
    header.id = SnapshotId{"snapshot-" + std::to_string(asked)};
    header.account = account_;
    header.venue = name_;
    header.as_of = as_of.value_or(began);
    header.has_watermark = as_of.has_value();
    header.sequence = sequence;
    co_return Snapshot::from_complete_listing(header, listing, whole_listing(pages));
  }
  Async<std::vector<Holding>> fetch_holdings(std::vector<PositionKey> keys, RawTape&) override {
    asked_by_name.push_back(std::move(keys));
    if (by_name_fault) co_return tl::make_unexpected(*by_name_fault);
    co_return by_name;
  }
  Async<VenueEvents> fetch_events(EventQuery query, RawTape&) override {
    event_queries.push_back(std::move(query));
    if (events_fault) co_return tl::make_unexpected(*events_fault);
    co_return events;
  }
  Async<std::map<PositionKey, SaleLimits>> fetch_sale_limits(std::vector<PositionKey> keys,
                                                             RawTape& tape) override {
    asked_to_sell.push_back(keys);
    if (!sale_limits) co_return co_await Venue::fetch_sale_limits(std::move(keys), tape);
    tape.answers.push_back({"orders", 200, clock_.now(), "{}"});
    co_await clock_.sleep_for(sale_limits_take);
    co_return *sale_limits;
  }
  Async<std::vector<Instrument>> fetch_instruments(std::vector<InstrumentId> ids,
                                                   RawTape&) override {
    described.push_back(ids);
    if (market_fault) co_return tl::make_unexpected(*market_fault);
    std::vector<Instrument> instruments;
    for (const InstrumentId& id : ids) {
      if (const auto known = markets.find(id); known != markets.end()) {
        instruments.push_back(known->second);
        continue;
      }
      Instrument instrument;
      instrument.id = id;
      instrument.title = "Market " + id.text;
      instrument.price = px("0.5");
      instruments.push_back(instrument);
    }
    co_return instruments;
  }
  Async<std::vector<IdentityCheck>> identify(RawTape&) override {
    ++identified;
    co_return identity;
  }

 private:
  AccountId account_;
  VenueName name_;
  Clock& clock_;
};

class ScriptedWitness final : public Witness {
 public:
  Result<Readings> readings{Readings{}};
  std::vector<std::vector<PositionKey>> asked;

  Async<Readings> read(std::vector<PositionKey> keys, RawTape&) override {
    asked.push_back(std::move(keys));
    co_return readings;
  }
};

}  // namespace holdfast::test
