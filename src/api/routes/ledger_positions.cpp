#include <algorithm>

#include "api/history_place.hpp"
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

Asking<std::optional<HistoryPlace>> place_from(const Request& request) {
  const auto text = request.query_text("after");
  if (text.empty()) return std::optional<HistoryPlace>{};
  if (auto place = HistoryPlace::parse(text)) return place;
  return tl::make_unexpected(
      bad_request("`after` names no place in this list.",
                  "Send the next_after of the page before, or leave it out."));
}

struct HistoryPage {
  std::vector<const Position*> rows;
  bool more{};
};

// The newest of `closed` that stand behind `after`.
HistoryPage page_of(const std::vector<Position>& closed, const std::optional<HistoryPlace>& after,
                    std::size_t limit) {
  std::vector<std::pair<HistoryPlace, const Position*>> places;
  for (const Position& position : closed) {
    auto place = HistoryPlace::of(position);
    if (!after || before(*after, place)) places.emplace_back(std::move(place), &position);
  }
  HistoryPage page{.more = places.size() > limit};
  const auto end = places.begin() + static_cast<std::ptrdiff_t>(std::min(limit, places.size()));
  std::ranges::partial_sort(places, end, before,
                            [](const auto& one) -> const HistoryPlace& { return one.first; });
  for (auto one = places.begin(); one != end; ++one) page.rows.push_back(one->second);
  return page;
}

// Of all of them, on whichever page they are.
void write_sums(JsonWriter& json, const std::vector<Position>& closed) {
  Sum<Money> pnl;
  Sum<Money> fees;
  std::int64_t unpriced = 0;
  bool priced = closed.empty();
  for (const Position& position : closed) {
    const auto realized = realized_of(position);
    if (realized) pnl.add(*realized);
    priced = priced || realized;
    fees.add(position.fees);
    if (!position.unpriced.is_zero()) ++unpriced;
  }
  json.key("count").integer(std::ssize(closed));
  json.key("realized_pnl").amount(priced ? value_or_none(pnl.total()) : std::nullopt);
  json.key("fees").amount(value_or_none(fees.total()));
  json.key("unpriced").integer(unpriced);
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
  const auto limit = whole_from(call.request, "limit", 1, 1000, 200);
  if (!limit) return limit.error();
  const auto after = place_from(call.request);
  if (!after) return after.error();
  const auto at = moment_from(call);
  if (!at) return at.error();
  auto closed = positions_of(call, "closed", *at);
  if (!closed) return closed.error();
  std::erase_if(*closed, [&](const Position& position) {
    return !filter->passes(position.key) || !in_scope(position, "closed");
  });
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  const auto [page, more] = page_of(*closed, *after, *limit);
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture, *at);
  json.key("positions").begin_array();
  for (const Position* position : page) {
    const auto view = view_of(ledger->get(), *position, *at);
    if (!view) return ledger_problem(view.error());
    write_position(json, *position, call.picture, *view);
  }
  json.end_array().key("next_after");
  if (more) {
    json.string(HistoryPlace::of(*page.back()).text());
  } else {
    json.null();
  }
  write_sums(json, *closed);
  json.end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
