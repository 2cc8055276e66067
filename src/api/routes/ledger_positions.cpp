#include <algorithm>
#include <tuple>

#include "api/past.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/routes/routes.hpp"
#include "api/valuation.hpp"
#include "api/write_values.hpp"

namespace holdfast::api::routes {
namespace {

bool in_scope(const Position& position, std::string_view scope) {
  return scope == "all" || name_of(position.state) == scope;
}

Asking<std::vector<Position>> closed_or_all(const Call& call, PositionScope scope) {
  auto ledger = call.context.open_ledger();
  if (!ledger) return tl::make_unexpected(ledger_problem(ledger.error()));
  auto positions = (*ledger)->positions(scope);
  if (!positions) return tl::make_unexpected(ledger_problem(positions.error()));
  return std::move(*positions);
}

// Now: open ones from the replica, others from the ledger. With ?at=: folded from the entries that
// were booked by then.
Asking<std::vector<Position>> positions_of(const Call& call, std::string_view scope,
                                           std::optional<UtcTime> at) {
  if (at) {
    auto ledger = call.context.open_ledger();
    if (!ledger) return tl::make_unexpected(ledger_problem(ledger.error()));
    auto past = positions_at(**ledger, *at);
    if (!past) return tl::make_unexpected(ledger_problem(past.error()));
    return std::move(*past);
  }
  if (scope == "open") return call.replica().positions;
  return closed_or_all(call, scope == "closed" ? PositionScope::closed : PositionScope::all);
}

// How it is shown: a closed one with why it ended and how much it was, as its journal tells it. For
// open ones no ledger is needed.
Result<PositionView> view_of(LedgerReader* ledger, const Position& position,
                             std::optional<UtcTime> at) {
  if (position.state == PositionState::open) return view_by({}, position, at);
  const auto rows = ledger->journal_of(position.key);
  if (!rows) return tl::make_unexpected(rows.error());
  std::vector<JournalEntry> entries;
  entries.reserve(rows->size());
  for (const JournalRow& row : *rows) {
    if (!at || row.booked_at <= *at) entries.push_back(row.entry);
  }
  return view_by(entries, position, at);
}

}  // namespace

Answer ledger_positions(const Call& call) {
  const auto filter = filter_from(call.request);
  if (!filter) return filter.error();
  const auto scope = word_from(call.request, "scope", {"open", "closed", "all"});
  if (!scope) return scope.error();
  const auto at = moment_from(call);
  if (!at) return at.error();
  const auto positions = positions_of(call, *scope, *at);
  if (!positions) return positions.error();
  // What is open now is told by the replica alone, also while the ledger cannot be read.
  std::unique_ptr<LedgerReader> ledger;
  if (*scope != "open" || *at) {
    auto opened = call.context.open_ledger();
    if (!opened) return ledger_problem(opened.error());
    ledger = *std::move(opened);
  }
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture, *at);
  json.key("scope").string(*scope);
  json.key("positions").begin_array();
  for (const Position& position : *positions) {
    if (!filter->passes(position.key) || !in_scope(position, *scope)) continue;
    const auto view = view_of(ledger.get(), position, *at);
    if (!view) return ledger_problem(view.error());
    write_position(json, position, call.picture, *view);
  }
  json.end_array().end_object();
  return json_answer(json.take());
}

Answer history(const Call& call) {
  const auto filter = filter_from(call.request);
  if (!filter) return filter.error();
  const auto limit = whole_from(call.request, "limit", 1, 100'000, 200);
  if (!limit) return limit.error();
  const auto at = moment_from(call);
  if (!at) return at.error();
  auto closed = positions_of(call, "closed", *at);
  if (!closed) return closed.error();
  std::erase_if(*closed, [&](const Position& position) {
    return !filter->passes(position.key) || !in_scope(position, "closed");
  });
  std::ranges::sort(*closed, [](const Position& a, const Position& b) {
    return std::tie(b.closed_at, a.key, a.life) < std::tie(a.closed_at, b.key, b.life);
  });
  Sum<Money> pnl;
  Sum<Money> fees;
  std::int64_t unpriced = 0;
  bool priced = closed->empty();
  for (const Position& position : *closed) {
    const auto realized = realized_of(position);
    if (realized) pnl.add(*realized);
    priced = priced || realized;
    fees.add(position.fees);
    if (!position.unpriced.is_zero()) ++unpriced;
  }
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture, *at);
  json.key("positions").begin_array();
  for (std::size_t i = 0; i < closed->size() && i < *limit; ++i) {
    const auto view = view_of(ledger->get(), (*closed)[i], *at);
    if (!view) return ledger_problem(view.error());
    write_position(json, (*closed)[i], call.picture, *view);
  }
  json.end_array();
  json.key("realized_pnl").amount(priced ? value_or_none(pnl.total()) : std::nullopt);
  json.key("fees").amount(value_or_none(fees.total()));
  json.key("unpriced").integer(unpriced);
  json.end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
