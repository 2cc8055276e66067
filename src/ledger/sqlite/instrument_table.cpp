#include "ledger/sqlite/instrument_table.hpp"

#include "ledger/sqlite/encoding.hpp"
#include "ledger/sqlite/storage_error.hpp"

namespace holdfast::sqlite {
namespace {

struct Stored {
  Instrument instrument;
  bool sealed{};
};

Stored read_stored(Row& row) {
  Stored stored;
  Instrument& instrument = stored.instrument;
  instrument.venue = row.word<VenueName>();
  instrument.id = row.id<InstrumentId>();
  instrument.title = row.text();
  instrument.outcome = row.text();
  instrument.condition_id = row.text();
  instrument.slug = row.text();
  instrument.event = row.text();
  instrument.opposite = row.text();
  instrument.opposite_outcome = row.text();
  instrument.end_date = row.text();
  instrument.negative_risk = row.integer() != 0;
  instrument.state = row.word<MarketState>();
  instrument.close_time = row.maybe_time();
  instrument.price = row.maybe_amount<Price>();
  instrument.payout = row.maybe_amount<Price>();
  instrument.currency = row.text();
  stored.sealed = row.integer() == seal_of(instrument) && !row.damaged();
  return stored;
}

}  // namespace

InstrumentTable::InstrumentTable(Database& database)
    : database_{database},
      upsert_{database,
              "INSERT INTO instruments (venue, id, title, outcome, condition_id, slug, event, "
              "opposite, opposite_outcome, end_date, negative_risk, state, close_time, price, "
              "payout, currency, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
              "ON CONFLICT (venue, id) DO UPDATE SET title = excluded.title, "
              "outcome = excluded.outcome, condition_id = excluded.condition_id, "
              "slug = excluded.slug, event = excluded.event, opposite = excluded.opposite, "
              "opposite_outcome = excluded.opposite_outcome, end_date = excluded.end_date, "
              "negative_risk = excluded.negative_risk, state = excluded.state, "
              "close_time = excluded.close_time, price = excluded.price, "
              "payout = excluded.payout, currency = excluded.currency, seal = excluded.seal WHERE "
              "seal <> excluded.seal"},
      all_{database,
           "SELECT venue, id, title, outcome, condition_id, slug, event, opposite, "
           "opposite_outcome, end_date, negative_risk, state, close_time, price, payout, currency, "
           "seal FROM instruments ORDER BY venue, id"} {}

Result<bool> InstrumentTable::put(const Instrument& instrument) {
  auto done =
      upsert_.run(instrument.venue, instrument.id, instrument.title, instrument.outcome,
                  instrument.condition_id, instrument.slug, instrument.event, instrument.opposite,
                  instrument.opposite_outcome, instrument.end_date,
                  instrument.negative_risk ? 1 : 0, instrument.state, instrument.close_time,
                  instrument.price, instrument.payout, instrument.currency, seal_of(instrument));
  if (!done) return tl::make_unexpected(std::move(done.error()));
  return database_.changes() > 0;
}

Result<std::vector<Instrument>> InstrumentTable::all() {
  std::vector<Instrument> instruments;
  auto read = all_.each([&instruments](Row& row) -> Result<void> {
    Stored stored = read_stored(row);
    if (!stored.sealed) return damaged_row("instrument " + stored.instrument.id.text);
    instruments.push_back(std::move(stored.instrument));
    return {};
  });
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return instruments;
}

Result<void> InstrumentTable::each(
    const std::function<Result<void>(const InstrumentId&, bool)>& take) {
  return all_.each([&take](Row& row) -> Result<void> {
    const Stored stored = read_stored(row);
    row.forgive();
    return take(stored.instrument.id, stored.sealed);
  });
}

}  // namespace holdfast::sqlite
