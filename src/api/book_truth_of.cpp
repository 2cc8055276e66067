#include "api/book_truth_of.hpp"

#include <algorithm>

#include "api/valuation.hpp"
#include "platform/json_writer.hpp"

namespace holdfast::api {
namespace {

BookReason doubt_of(CaseReason reason) {
  switch (reason) {
    case CaseReason::unproven_absence:
    case CaseReason::suspicious_empty:
    case CaseReason::brake:
      return BookReason::unproven_absence;
    case CaseReason::witness_conflict:
      return BookReason::witness_conflict;
    case CaseReason::unknown_row:
    case CaseReason::schema:
      return BookReason::schema;
    case CaseReason::incomplete:
      return BookReason::incomplete;
    case CaseReason::identity:
      return BookReason::identity;
    case CaseReason::unauthorised:
      return BookReason::unauthorised;
    case CaseReason::stale:
      return BookReason::stale;
    case CaseReason::suspected:
    case CaseReason::conflict:
    // Of a book, and no doubt of what is held.
    case CaseReason::unreadable_book:
    case CaseReason::quarantined_rows:
    case CaseReason::claimed_twice:
      break;
  }
  return BookReason::suspected;
}

SourceAccount source_of(const AccountStatus& status) {
  SourceAccount account{.id = status.id, .venue = status.venue, .error = status.error};
  account.answered = status.snapshot != nullptr;
  if (status.snapshot) account.as_of = status.snapshot->as_of();
  // A row that cannot be read is that row's trouble, whatever it makes of the account's verdict.
  if (!status.current && account.answered && !account.error) {
    account.error = Error{Fault::unreachable, "the last word is too old"};
  }
  return account;
}

using Flights = std::map<PositionKey, InFlight>;

Flights flights_of(const AccountStatus& status) {
  struct Sums {
    Sum<Quantity> in;
    Sum<Quantity> out;
  };
  std::map<PositionKey, Sums> sums;
  for (const UnsettledTrade& trade : status.unsettled) {
    Sums& sum = sums[trade.key];
    (trade.change.is_negative() ? sum.out : sum.in).add(trade.change);
  }
  Flights flights;
  for (const auto& [key, sum] : sums) {
    const auto in = sum.in.total();
    const auto out = Quantity::from_wide(-sum.out.units());
    if (in && out) flights.emplace(key, InFlight{*in, *out});
  }
  return flights;
}

SourceHolding held(const Holding& row, const AccountStatus& status, const Picture& picture) {
  const Position* position = picture.position(row.key);
  SourceHolding holding{.key = row.key,
                        .quantity = row.quantity,
                        .cost = cost_of(row, position),
                        .about = row.about,
                        .redeemable = row.redeemable,
                        .as_of = status.snapshot->as_of()};
  // A losing token stays in the wallet for ever; it was settled at zero and is nothing.
  if (row.lost) holding.quantity = Quantity{};
  if (const Case* open = picture.case_of(row.key)) holding.doubts = {doubt_of(open->reason)};
  return holding;
}

// Known to the ledger, not listed by the snapshot (or there is none yet).
SourceHolding unlisted(const Position& position, const AccountStatus& status,
                       const Picture& picture) {
  SourceHolding holding{.key = position.key,
                        .quantity = position.quantity,
                        .cost = position.cost,
                        .about = picture.instrument(position.key),
                        .doubts = {BookReason::unproven_absence}};
  if (status.snapshot) holding.as_of = status.snapshot->as_of();
  return holding;
}

// The trades that are under way, each to its holding; what is neither listed nor in the ledger yet
// is held at zero.
void add_motion(BookTruth& truth, const Picture& picture) {
  Flights flights;
  for (const AccountStatus& status : picture.replica().accounts) flights.merge(flights_of(status));
  for (SourceHolding& holding : truth.holdings) {
    holding.in_motion = picture.account(holding.key.account)->in_motion.contains(holding.key);
    if (const auto flight = flights.extract(holding.key)) holding.in_flight = flight.mapped();
  }
  for (const auto& [key, flight] : flights) {
    const AccountStatus& status = *picture.account(key.account);
    if (!status.snapshot) continue;
    truth.holdings.push_back({.key = key,
                              .quantity = Quantity{},
                              .about = picture.instrument(key),
                              .in_flight = flight,
                              .as_of = status.snapshot->as_of()});
  }
}

}  // namespace

BookTruth book_truth_of(const Picture& picture) {
  BookTruth truth;
  for (const AccountStatus& status : picture.replica().accounts) {
    truth.accounts.push_back(source_of(status));
    if (!status.snapshot) continue;
    for (const auto& [key, row] : status.snapshot->holdings()) {
      truth.holdings.push_back(held(row, status, picture));
    }
  }
  for (const Position& position : picture.replica().positions) {
    const AccountStatus* status = picture.account(position.key.account);
    if (!status || picture.holding(position.key)) continue;
    truth.holdings.push_back(unlisted(position, *status, picture));
  }
  add_motion(truth, picture);
  return truth;
}

namespace {

void write_leg(platform::JsonWriter& json, Leg leg, const BookRow& row) {
  json.key(name_of(leg));
  const auto& figures = row.legs[leg];
  if (!figures) {
    json.null();
    return;
  }
  const auto number = [&](std::string_view name, const std::optional<WideDecimal>& value) {
    json.key(name).token(value ? value->text() : "null");
  };
  json.begin_object();
  number("contracts", figures->contracts);
  number("cost_basis", figures->cost_basis);
  number("avg_price", figures->avg_price);
  json.end_object();
}

std::string row_json(const BookRow& row, const Position& position) {
  platform::JsonWriter json;
  json.begin_object();
  json.key("market_id").string(row.market_id);
  json.key("description").string(row.description);
  json.key("external_ids").begin_object();
  const bool kalshi = position.key.venue == VenueName::kalshi;
  json.key(kalshi ? "kalshi_market_ticker" : "poly_asset_yes")
      .string(position.key.instrument.text)
      .end_object();
  for (const Leg leg : all_legs) write_leg(json, leg, row);
  json.key("total_fees").number(position.fees);
  json.key("opened_at").string(iso_text(position.opened_at));
  json.key("status").string(row.status);
  json.key("realized_pnl").number(position.realized_pnl);
  json.end_object();
  return json.take();
}

BookRow ledger_row(const Position& position, const Picture& picture) {
  const Instrument about = picture.instrument(position.key);
  BookRow row{.market_id = position.key.text(), .description = about.title, .status = "open"};
  row.key = position.key;
  LegFigures figures;
  const auto size = size_of(position.quantity);
  if (size) figures.contracts = WideDecimal::of(*size);
  if (position.cost) figures.cost_basis = WideDecimal::of(*position.cost);
  const auto average = average_of(position.cost, position.quantity);
  if (average) figures.avg_price = WideDecimal::of(*average);
  Leg leg = Leg::poly_yes;
  if (position.key.venue == VenueName::kalshi) {
    leg = position.quantity.is_negative() ? Leg::kalshi_no : Leg::kalshi_yes;
  }
  row.legs[leg] = figures;
  row.json = row_json(row, position);
  return row;
}

}  // namespace

bool has_legs(VenueName venue) {
  return venue == VenueName::kalshi || venue == VenueName::polymarket;
}

ForeignBook ledger_book(const Picture& picture) {
  ForeignBook book{.name = "ledger", .read_at = picture.replica().at};
  for (const Position& position : picture.replica().positions) {
    if (has_legs(position.key.venue)) book.rows.push_back(ledger_row(position, picture));
  }
  return book;
}

}  // namespace holdfast::api
