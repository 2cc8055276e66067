#include "sim/polymarket/gamma.hpp"

#include <algorithm>

#include "sim/amount_text.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/world.hpp"

// Gamma's market records: lists inside strings, numbers as doubles, RFC 3339 times.
namespace holdfast::sim::polymarket {
namespace {

std::string price_text(Price price) { return price.text(); }

// ["a","b"] written into a string, as Gamma does.
Node list_in_string(const std::array<std::string, 2>& items) {
  return Node::text(Node::list({Node::text(items[0]), Node::text(items[1])}).json());
}

template <class Field>
std::array<std::string, 2> both(const Market& market, Field field) {
  return {field(market.outcomes[0]), field(market.outcomes[1])};
}

// The book's best of outcome 0; a tick beside the last price where there is no book.
std::pair<Price, Price> best_prices(const World& world, const Market& market) {
  const auto book = book_of(world.polymarket, market, market.outcomes[0].token_id);
  const auto last = market.outcomes[0].price.units();
  const auto tick = market.tick.units();
  const auto bid = book.bids.empty() ? Price::from_units(std::max<std::int64_t>(0, last - tick))
                                     : book.bids.rbegin()->first;
  const auto ask = book.asks.empty()
                       ? Price::from_units(std::min<std::int64_t>(1'000'000'000, last + tick))
                       : book.asks.begin()->first;
  return {bid, ask};
}

Node market_node(const World& world, const Market& market, UtcTime now) {
  const bool resolved = market.resolved_by(now);
  const bool closed = resolved || market.closed;
  const bool v2 = market.version == "v2";
  const auto ids = both(market, [](const Outcome& o) { return o.token_id; });
  const Price last = market.outcomes[0].price;
  const auto [bid, ask] = best_prices(world, market);
  auto row = Node::object({
      {"id", Node::text(market.gamma_id)},
      {"question", Node::text(market.question)},
      {"conditionId", Node::text(v2 ? market.condition_id.substr(0, 64) : market.condition_id)},
      {"slug", Node::text(market.slug)},
      {"endDate", Node::text(rfc3339_text(market.end_at))},
      {"startDate", Node::text(rfc3339_text(market.created_at))},
      {"icon", Node::text(market.icon)},
      {"image", Node::text(market.icon)},
      {"outcomes", list_in_string(both(market, [](const Outcome& o) { return o.name; }))},
      {"outcomePrices",
       list_in_string(both(market, [](const Outcome& o) { return price_text(o.price); }))},
      {"active", Node::boolean(true)},
      {"closed", Node::boolean(closed)},
      {"archived", Node::boolean(market.archived)},
      {"questionID", Node::text(market.question_id)},
      {"secondsDelay", Node::number(market.seconds_delay)},
      {"enableOrderBook", Node::boolean(!closed)},
      {"orderPriceMinTickSize", Node::raw(market.tick.text())},
      {"orderMinSize", Node::number(5)},
      {"endDateIso", Node::text(rfc3339_text(market.end_at).substr(0, 10))},
      {"acceptingOrders", Node::boolean(!closed && !market.paused)},
      {"negRisk", Node::boolean(market.neg_risk)},
      {"negRiskMarketID", Node::text(market.neg_risk ? market.question_id : "")},
      {"version", Node::text(market.version)},
      {"clobTokenIds", v2 ? Node{} : list_in_string(ids)},
      {"positionIds", v2 ? Node::list({Node::text(ids[0]), Node::text(ids[1])}) : Node::list()},
      {"bestBid", Node::raw(bid.text())},
      {"bestAsk", Node::raw(ask.text())},
      {"lastTradePrice", Node::raw(last.text())},
      {"makerBaseFee", Node::number(0)},
      {"takerBaseFee", Node::number(market.fee_rate.is_zero() ? 0 : 1000)},
      {"feesEnabled", Node::boolean(!market.fee_rate.is_zero())},
      {"umaResolutionStatus", Node::text(resolved ? "resolved"
                                         : closed ? "proposed"
                                                  : "")},
      {"umaResolutionStatuses", Node::text(resolved ? R"(["proposed","resolved"])"
                                           : closed ? R"(["proposed"])"
                                                    : "[]")},
      {"createdAt", Node::text(rfc3339_text(market.created_at))},
      {"updatedAt", Node::text(rfc3339_text(market.resolved_at.value_or(market.created_at)))},
      {"events", Node::list({Node::object({{"id", Node::text(market.event_id)},
                                           {"slug", Node::text(market.event_slug)},
                                           {"title", Node::text(market.question)}})})},
  });
  if (resolved) row.set("closedTime", Node::text(rfc3339_text(*market.resolved_at)));
  return row;
}

Answer gamma_error(std::string_view message) {
  return {.status = 422,
          .body = Node::object(
              {{"type", Node::text("validation error")}, {"error", Node::text(message)}})};
}

struct GammaQuery {
  std::vector<std::string> conditions;
  std::vector<std::string> tokens;
  std::vector<std::string> slugs;
  std::vector<std::string> ids;
  std::string closed;

  explicit GammaQuery(const Call& call)
      : conditions{call.target.values("condition_ids")},
        tokens{call.target.values("clob_token_ids")},
        slugs{call.target.values("slug")},
        ids{call.target.values("id")},
        closed{call.target.value("closed")} {}

  // Closed markets appear only when closed=true is asked for.
  [[nodiscard]] bool takes(const Market& market, UtcTime now) const {
    const auto in = [](const std::vector<std::string>& list, const std::string& value) {
      return list.empty() || std::ranges::find(list, value) != list.end();
    };
    if ((market.closed || market.resolved_by(now)) != (closed == "true")) return false;
    if (!tokens.empty() && std::ranges::none_of(market.outcomes, [&](const Outcome& o) {
          return std::ranges::find(tokens, o.token_id) != tokens.end();
        })) {
      return false;
    }
    const bool known =
        in(conditions, market.condition_id) ||
        (market.version == "v2" && in(conditions, market.condition_id.substr(0, 64)));
    return known && in(slugs, market.slug) && in(ids, market.gamma_id);
  }
};

}  // namespace

Answer gamma_markets(World& world, const Call& call) {
  const auto offset = whole_number(call.target.value("offset", "0")).value_or(0);
  if (offset > 2000) {
    return gamma_error("offset too large, use /markets/keyset for deeper pagination");
  }
  const auto limit = std::clamp<std::int64_t>(
      whole_number(call.target.value("limit", "100")).value_or(100), 0, 500);
  const GammaQuery query{call};
  auto skip = offset;
  auto rows = Node::list();
  for (const auto& [condition, market] : world.polymarket.markets) {
    if (!query.takes(market, call.true_now) || skip-- > 0) continue;
    if (std::ssize(rows.items()) == limit) break;
    rows.push(market_node(world, market, call.true_now));
  }
  return {.body = std::move(rows), .rows = "."};
}

Answer gamma_keyset(World& world, const Call& call) {
  if (call.target.find("offset") != nullptr) return gamma_error("offset is not supported");
  const auto limit = std::clamp<std::int64_t>(
      whole_number(call.target.value("limit", "100")).value_or(100), 1, 500);
  const GammaQuery query{call};
  auto rows = Node::list();
  Node next;
  std::string last;
  for (auto at = world.polymarket.markets.upper_bound(call.target.value("after_cursor"));
       at != world.polymarket.markets.end(); ++at) {
    if (!query.takes(at->second, call.true_now)) continue;
    if (std::ssize(rows.items()) == limit) {
      next = Node::text(last);
      break;
    }
    rows.push(market_node(world, at->second, call.true_now));
    last = at->first;
  }
  return {.body = Node::object({{"markets", std::move(rows)}, {"next_cursor", std::move(next)}}),
          .rows = "markets",
          .cursor = "next_cursor",
          .first_cursor = "0"};
}

Answer gamma_market(World& world, const Call& call) {
  const auto& wanted = call.captures.at(0);
  for (const auto& [condition, market] : world.polymarket.markets) {
    const bool found =
        call.endpoint == "market_by_slug" ? market.slug == wanted : market.gamma_id == wanted;
    if (found) return {.body = market_node(world, market, call.true_now)};
  }
  return {.status = 404,
          .body = Node::object(
              {{"type", Node::text("not found error")}, {"error", Node::text("id not found")}})};
}

}  // namespace holdfast::sim::polymarket
