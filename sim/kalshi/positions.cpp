#include <fmt/format.h>

#include <set>

#include "sim/amount_text.hpp"
#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/errors.hpp"
#include "sim/kalshi/parameters.hpp"

// GET /portfolio/positions and /historical/positions (openapi 3.31, recorded June 2026).
namespace holdfast::sim::kalshi {
namespace {

struct EventTotals {
  Money cost;
  Quantity count;
  Money exposure;
  Money realized;
  Money fees;
};

template <class Amount>
void grow(Amount& total, Amount part) {
  total = Amount::from_units(total.units() + part.units());
}

void add(EventTotals& totals, const Row& row) {
  grow(totals.cost, row.traded);
  grow(totals.count, row.traded_count);
  grow(totals.exposure, row.exposure);
  grow(totals.realized, row.realized);
  grow(totals.fees, row.fees);
}

// Ordered like the rows: a blank comes before all that a longer ticker can go on with.
std::string place_of(const RowKey& key) { return fmt::format("{} {:04}", key.ticker, key.shard); }

Node row_node(const RowKey& key, const Row& row) {
  return Node::object({
      {"exchange_index", Node::number(key.shard)},
      {"fees_paid_dollars", Node::text(places_text(row.fees, 6))},
      {"last_updated_ts", Node::text(rfc3339_text(row.updated))},
      {"market_exposure_dollars", Node::text(places_text(row.exposure, 6))},
      {"position_fp", Node::text(places_text(row.position, 2))},
      {"realized_pnl_dollars", Node::text(places_text(row.realized, 6))},
      {"ticker", Node::text(key.ticker)},
      {"total_traded_dollars", Node::text(places_text(row.traded, 6))},
  });
}

Node event_node(const std::string& ticker, const EventTotals& totals) {
  return Node::object({
      {"event_exposure_dollars", Node::text(places_text(totals.exposure, 6))},
      {"event_ticker", Node::text(ticker)},
      {"fees_paid_dollars", Node::text(places_text(totals.fees, 6))},
      {"realized_pnl_dollars", Node::text(places_text(totals.realized, 6))},
      {"total_cost_dollars", Node::text(places_text(totals.cost, 6))},
      {"total_cost_shares_fp", Node::text(places_text(totals.count, 2))},
  });
}

// The filters of one request.
struct Wanted {
  std::uint16_t subaccount{};
  std::optional<std::uint16_t> shard;
  std::string ticker;
  std::string event_ticker;
  bool with_position{};  // count_filter: rows where any of the named figures is not zero
  bool with_traded{};
  bool archived{};

  [[nodiscard]] bool takes(const RowKey& key, const Row& row) const {
    if (row.archived != archived || key.subaccount != subaccount) return false;
    if (shard && key.shard != *shard) return false;
    if (!ticker.empty() && key.ticker != ticker) return false;
    if (!event_ticker.empty() && row.event_ticker != event_ticker) return false;
    if (!with_position && !with_traded) return true;
    return (with_position && !row.position.is_zero()) || (with_traded && !row.traded.is_zero());
  }
};

Parameter<Wanted> wanted_rows(const Call& call, std::string_view operation) {
  const auto subaccount = subaccount_parameter(call, operation);
  if (!subaccount) return tl::make_unexpected(subaccount.error());
  const auto shard = shard_parameter(call, operation);
  if (!shard) return tl::make_unexpected(shard.error());
  Wanted wanted{.subaccount = subaccount->value_or(0),
                .shard = *shard,
                .ticker = call.target.value("ticker"),
                .event_ticker = call.target.value("event_ticker")};
  for (const auto& filter : call.target.values("count_filter")) {
    if (filter != "position" && filter != "total_traded") {
      return tl::make_unexpected(parameter_error("invalid count_filter: " + filter));
    }
    (filter == "position" ? wanted.with_position : wanted.with_traded) = true;
  }
  return wanted;
}

Answer listing(World& world, const Call& call, std::string_view operation, bool archived) {
  const auto limit = limit_parameter(call, operation);
  if (!limit) return limit.error();
  auto wanted = wanted_rows(call, operation);
  if (!wanted) return wanted.error();
  wanted->archived = archived;

  const Portfolio& portfolio = shown_portfolio(world, call, world.kalshi.lags.positions);
  const auto after = cursor_place(call);
  auto rows = Node::list();
  std::map<std::string, EventTotals> events;
  std::set<std::string> shown_events;
  std::string cursor;
  std::string last;
  for (auto at = portfolio.rows.lower_bound({.subaccount = wanted->subaccount});
       at != portfolio.rows.end() && at->first.subaccount == wanted->subaccount; ++at) {
    const auto& [key, row] = *at;
    if (!wanted->takes(key, row)) continue;
    add(events[row.event_ticker], row);  // an event's totals are whole on every page
    if (!cursor.empty() || (!after.empty() && place_of(key) <= after)) continue;
    if (std::ssize(rows.items()) == *limit) {
      cursor = cursor_text(last);
      continue;
    }
    rows.push(row_node(key, row));
    shown_events.insert(row.event_ticker);
    last = place_of(key);
  }
  auto event_rows = Node::list();
  for (const auto& ticker : shown_events) event_rows.push(event_node(ticker, events[ticker]));
  return {.body = Node::object({{"cursor", Node::text(cursor)},
                                {"event_positions", std::move(event_rows)},
                                {"market_positions", std::move(rows)}}),
          .rows = "market_positions",
          .cursor = "cursor",
          .first_cursor = "again"};
}

}  // namespace

Answer positions(World& world, const Call& call) {
  return listing(world, call, "GetPositions", false);
}

// Settled events only, whole events at a time.
Answer historical_positions(World& world, const Call& call) {
  return listing(world, call, "GetHistoricalPositions", true);
}

}  // namespace holdfast::sim::kalshi
