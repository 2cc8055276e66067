#include <algorithm>

#include "sim/amount_text.hpp"
#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/direction.hpp"
#include "sim/kalshi/errors.hpp"
#include "sim/kalshi/feed.hpp"
#include "sim/kalshi/trading.hpp"

// GET /portfolio/orders and /portfolio/orders/{id} (openapi 3.31, recorded June 2026).
namespace holdfast::sim::kalshi {
namespace {

Quantity size_of(Quantity quantity) {
  return Quantity::from_units(static_cast<std::int64_t>(magnitude(quantity)));
}

Node order_node(const Order& order, const std::string& user_id) {
  auto row = Node::object({
      {"client_order_id", Node::text(order.client_order_id)},
      {"created_time", Node::text(rfc3339_text(order.created))},
      {"exchange_index", Node::number(order.shard)},
      {"fill_count_fp", Node::text(places_text(size_of(order.filled), 2))},
      {"initial_count_fp", Node::text(places_text(order.initial, 2))},
      {"last_update_time", Node::text(rfc3339_text(order.updated))},
      {"maker_fees_dollars", Node::text(places_text(order.maker_fees, 6))},
      {"maker_fill_cost_dollars", Node::text(places_text(order.maker_cost, 6))},
      {"no_price_dollars", Node::text(places_text(side_price(false, order.yes_price), 4))},
      {"order_id", Node::text(order.id)},
      {"remaining_count_fp", Node::text(places_text(order.remaining(), 2))},
      {"self_trade_prevention_type", Node::text(order.self_trade_prevention)},
      {"status", Node::text(order.status)},
      {"subaccount_number", Node::number(order.subaccount)},
      {"taker_fees_dollars", Node::text(places_text(order.taker_fees, 6))},
      {"taker_fill_cost_dollars", Node::text(places_text(order.taker_cost, 6))},
      {"ticker", Node::text(order.ticker)},
      {"type", Node::text("limit")},
      {"user_id", Node::text(user_id)},
      {"yes_price_dollars", Node::text(places_text(order.yes_price, 4))},
  });
  if (order.expires) row.set("expiration_time", Node::text(rfc3339_text(*order.expires)));
  if (order.cancel_on_pause) row.set("cancel_order_on_pause", Node::boolean(true));
  add_direction(row, order.change, order.sells);
  row.sort_keys();
  return row;
}

std::string event_of(const World& world, const std::string& ticker) {
  const auto market = world.kalshi.markets.find(ticker);
  return market == world.kalshi.markets.end() ? "" : market->second.event_ticker;
}

}  // namespace

Answer orders(World& world, const Call& call) {
  auto filter = feed_filter(world, call, "GetOrders");
  if (!filter) return filter.error();
  if (!filter->subaccount && world.kalshi.orders_default_to_primary) filter->subaccount = 0;
  const auto status = call.target.value("status");
  if (!status.empty() && status != "resting" && status != "canceled" && status != "executed") {
    return parameter_error("invalid status: " + status);
  }
  const auto events = call.target.values("event_ticker");
  if (events.size() > 10) return parameter_error("at most 10 event tickers");
  const auto& user_id = world.kalshi.members[call.caller.account].user_id;
  const Portfolio& portfolio = shown_portfolio(world, call, world.kalshi.lags.orders);
  std::vector<const Order*> by_age;
  by_age.reserve(portfolio.orders.size());
  for (const auto& [id, order] : portfolio.orders) by_age.push_back(&order);
  std::ranges::sort(by_age, [](const Order* a, const Order* b) {
    return std::tie(a->created, a->id) < std::tie(b->created, b->id);
  });
  return feed_page(by_age, *filter, "orders", [&](const Order* order) -> std::optional<Node> {
    if (!filter->takes(order->subaccount, order->shard, order->ticker, order->created) ||
        (!status.empty() && order->status != status) ||
        (!events.empty() &&
         std::ranges::find(events, event_of(world, order->ticker)) == events.end())) {
      return std::nullopt;
    }
    return order_node(*order, user_id);
  });
}

Answer order(World& world, const Call& call) {
  const Portfolio& portfolio = shown_portfolio(world, call, world.kalshi.lags.orders);
  const auto found = portfolio.orders.find(call.captures.at(0));
  if (found == portfolio.orders.end()) return not_found();
  const auto& user_id = world.kalshi.members[call.caller.account].user_id;
  return {.body = Node::object({{"order", order_node(found->second, user_id)}})};
}

Answer queue_position(World& world, const Call& call) {
  const auto& orders = world.kalshi.timeline.truth().of(call.caller.account).orders;
  const auto found = orders.find(call.captures.at(0));
  if (found == orders.end() || found->second.status != "resting") return not_found();
  const auto before = queue_before(world.kalshi, found->second);
  return {.body = Node::object({{"queue_position_fp", Node::text(places_text(before, 2))}})};
}

Answer queue_positions(World& world, const Call& call) {
  const auto subaccount = subaccount_parameter(call, "GetQueuePositions");
  if (!subaccount) return subaccount.error();
  const auto tickers = call.target.values("market_tickers");
  const auto event = call.target.value("event_ticker");
  auto rows = Node::list();
  for (const auto& [id, order] : world.kalshi.timeline.truth().of(call.caller.account).orders) {
    if (order.status != "resting" || order.subaccount != subaccount->value_or(0)) continue;
    const bool named = tickers.empty() || std::ranges::find(tickers, order.ticker) != tickers.end();
    if (!named || (!event.empty() && event_of(world, order.ticker) != event)) continue;
    const auto before = queue_before(world.kalshi, order);
    rows.push(Node::object({{"market_ticker", Node::text(order.ticker)},
                            {"order_id", Node::text(id)},
                            {"queue_position_fp", Node::text(places_text(before, 2))}}));
  }
  return {.body = Node::object({{"queue_positions", std::move(rows)}}), .rows = "queue_positions"};
}

Node true_order(const World& world, const Call& call, const std::string& id) {
  const auto& member = call.caller.account;
  return order_node(world.kalshi.timeline.truth().of(member).orders.at(id),
                    world.kalshi.members.at(member).user_id);
}

}  // namespace holdfast::sim::kalshi
