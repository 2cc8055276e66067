#include "sim/amount_text.hpp"
#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/auth.hpp"
#include "sim/kalshi/errors.hpp"
#include "sim/kalshi/json_body.hpp"
#include "sim/kalshi/trading.hpp"

// Orders V2: POST, DELETE, amend and decrease below /portfolio/events/orders (openapi 3.31,
// recorded June 2026). The answers' counts carry no _fp and their prices no _dollars.
namespace holdfast::sim::kalshi {
namespace {

constexpr std::int64_t create_cost = 10;
constexpr std::int64_t cancel_cost = 2;

Node stamp(const Call& call) { return Node::number(unix_ms(call.true_now)); }

// Averages are of four decimals; the fee's is per contract.
void add_averages(Node& node, const Placed& placed) {
  if (placed.filled.is_zero()) return;
  const Int128 ten_thousandths = Int128{placed.filled.units()} * 100'000;
  const auto price = divide_rounded(placed.cost, ten_thousandths, Rounding::half_even);
  const auto fee = divide_rounded(Int128{placed.fees.units()} * 1'000'000'000, ten_thousandths,
                                  Rounding::half_even);
  node.set("average_fee_paid", Node::text(places_text(fee, 4, 4)))
      .set("average_fill_price", Node::text(places_text(price, 4, 4)));
}

Node placed_node(const Placed& placed, const Call& call) {
  auto node = Node::object({{"fill_count", Node::text(places_text(placed.filled, 2))},
                            {"order_id", Node::text(placed.order_id)},
                            {"remaining_count", Node::text(places_text(placed.remaining, 2))},
                            {"ts_ms", stamp(call)}});
  if (!placed.client_order_id.empty()) {
    node.set("client_order_id", Node::text(placed.client_order_id));
  }
  add_averages(node, placed);
  node.sort_keys();
  return node;
}

Answer malformed(std::string_view details) {
  return flat_error(400, "bad_request", "bad request", details);
}

Answer nowhere() { return wrapped_error(404, "market_not_found", "market not found"); }

// The subaccount of a body or query; a pinned key has only its own.
Parameter<std::uint16_t> own_subaccount(const Call& call, std::optional<std::int64_t> asked) {
  const auto pinned = call.caller.pinned_subaccount;
  if (asked && (*asked < 0 || *asked > 63)) {
    return tl::make_unexpected(malformed("subaccount is within 0..63"));
  }
  if (pinned && asked && *asked != *pinned) {
    return tl::make_unexpected(
        wrapped_error(403, "subaccount_restricted", "api key is restricted to another subaccount"));
  }
  return static_cast<std::uint16_t>(asked.value_or(pinned.value_or(0)));
}

Parameter<TimeInForce> time_in_force_of(const std::string& word) {
  if (word == "good_till_canceled") return TimeInForce::good_till_canceled;
  if (word == "immediate_or_cancel") return TimeInForce::immediate_or_cancel;
  if (word == "fill_or_kill") return TimeInForce::fill_or_kill;
  return tl::make_unexpected(malformed("invalid time_in_force: " + word));
}

Parameter<bool> bids_of(const std::string& side) {
  if (side == "bid") return true;
  if (side == "ask") return false;
  return tl::make_unexpected(malformed("invalid side: " + side));
}

struct Wanted {
  OrderPlan plan;
  std::uint16_t shard{};
};

// exchange_index left out or -1: the market's own shard. Another one does not know the market.
Parameter<std::uint16_t> shard_for(const World& world, const std::string& ticker,
                                   std::optional<std::int64_t> index) {
  const auto market = world.kalshi.markets.find(ticker);
  if (market == world.kalshi.markets.end()) return tl::make_unexpected(nowhere());
  if (index && *index != -1 && *index != market->second.shard) {
    return tl::make_unexpected(nowhere());
  }
  return market->second.shard;
}

Parameter<Wanted> read_order(const World& world, const Call& call, JsonBody& body) {
  OrderPlan plan{.account = call.caller.account,
                 .ticker = body.text("ticker"),
                 .client_order_id = body.text("client_order_id", ""),
                 .count = body.count("count"),
                 .price = body.price("price"),
                 .post_only = body.flag("post_only"),
                 .reduce_only = body.flag("reduce_only"),
                 .cancel_on_pause = body.flag("cancel_order_on_pause"),
                 .self_trade_prevention = body.text("self_trade_prevention_type")};
  const auto side = body.text("side");
  const auto tif = body.text("time_in_force");
  const auto expires = body.number("expiration_time");
  const auto subaccount = body.number("subaccount");
  const auto index = body.number("exchange_index");
  const auto group = body.text("order_group_id", "");
  if (auto wrong = body.problem()) return tl::make_unexpected(*wrong);
  const auto bids = bids_of(side);
  if (!bids) return tl::make_unexpected(bids.error());
  const auto in_force = time_in_force_of(tif);
  if (!in_force) return tl::make_unexpected(in_force.error());
  if (plan.self_trade_prevention != "taker_at_cross" && plan.self_trade_prevention != "maker") {
    return tl::make_unexpected(
        malformed("invalid self_trade_prevention_type: " + plan.self_trade_prevention));
  }
  if (!group.empty()) return tl::make_unexpected(not_found());  // the world has no order groups
  const auto own = own_subaccount(call, subaccount);
  if (!own) return tl::make_unexpected(own.error());
  const auto shard = shard_for(world, plan.ticker, index);
  if (!shard) return tl::make_unexpected(shard.error());
  plan.bids = *bids;
  plan.time_in_force = *in_force;
  plan.subaccount = *own;
  if (expires) {
    const auto at = from_unix_ms(*expires * 1000);
    if (!at) return tl::make_unexpected(malformed("invalid expiration_time"));
    plan.expires = *at;
  }
  return Wanted{std::move(plan), *shard};
}

// Where an order is looked for: the named shard, else the named market's, else shard 0 only.
Parameter<OrderPlace> order_place(const World& world, const Call& call, const std::string& id,
                                  std::optional<std::int64_t> subaccount,
                                  std::optional<std::int64_t> index, const std::string& ticker) {
  const auto own = own_subaccount(call, subaccount);
  if (!own) return tl::make_unexpected(own.error());
  std::uint16_t shard = 0;
  if (index && *index >= 0) {
    shard = static_cast<std::uint16_t>(*index);
  } else if (!ticker.empty()) {
    const auto market = world.kalshi.markets.find(ticker);
    if (market == world.kalshi.markets.end()) return tl::make_unexpected(not_found());
    shard = market->second.shard;
  }
  return OrderPlace{call.caller.account, id, *own, shard};
}

std::optional<std::int64_t> number_in_query(const Call& call, std::string_view name) {
  return whole_number(call.target.value(name));
}

Parameter<OrderPlace> place_in_query(const World& world, const Call& call) {
  return order_place(world, call, call.captures.at(0), number_in_query(call, "subaccount"),
                     number_in_query(call, "exchange_index"), call.target.value("market_ticker"));
}

// A cancel's answer; 404 of one and the same body for unknown, executed and canceled orders.
Parameter<Node> cancel_at(World& world, const Call& call, const OrderPlace& where) {
  const auto* order = resting_order(world.kalshi, where);
  if (order == nullptr) return tl::make_unexpected(not_found());
  const auto reduced = cancel(world.kalshi, where, call.true_now);
  // The recorded answer names no client order id although the order had one.
  return Node::object({{"order_id", Node::text(where.order_id)},
                       {"reduced_by", Node::text(places_text(reduced, 2))},
                       {"ts_ms", stamp(call)}});
}

Node error_row(const Answer& refusal, const std::string& order_id) {
  auto row = Node::object();
  const auto* wrapped = refusal.body.find("error");
  row.set("error", wrapped == nullptr ? refusal.body : *wrapped);
  if (!order_id.empty()) {
    row.set("order_id", Node::text(order_id)).set("reduced_by", Node::text("0.00"));
  }
  return row;
}

}  // namespace

Answer create_order(World& world, const Call& call) {
  auto body = JsonBody::read(call, "CreateOrderV2Request");
  if (!body) return body.error();
  const auto wanted = read_order(world, call, *body);
  if (!wanted) return wanted.error();
  const Spending spending{Budget::write, wanted->shard, create_cost};
  if (auto refusal = take_tokens(world.kalshi, call, spending)) return *refusal;
  const auto placed = place(world.kalshi, wanted->plan, call.true_now, world.random);
  if (!placed) return placed.error();
  return {.status = 201, .body = placed_node(*placed, call)};
}

Answer cancel_order(World& world, const Call& call) {
  const auto where = place_in_query(world, call);
  if (!where) return where.error();
  const Spending spending{Budget::write, where->shard, cancel_cost};
  if (auto refusal = take_tokens(world.kalshi, call, spending)) return *refusal;
  auto canceled = cancel_at(world, call, *where);
  if (!canceled) return canceled.error();
  return {.body = std::move(*canceled)};
}

// Everything of one subaccount, on all shards; orders of the following minute may go with it.
Answer cancel_all_orders(World& world, const Call& call) {
  const auto own = own_subaccount(call, number_in_query(call, "subaccount"));
  if (!own) return own.error();
  if (auto refusal = take_tokens(world.kalshi, call, {Budget::write, 0, create_cost})) {
    return *refusal;
  }
  auto& exchange = world.kalshi;
  const auto resting = exchange.resting;
  for (const auto& [ticker, orders] : resting) {
    for (const auto& [account, id] : orders) {
      if (account != call.caller.account) continue;
      const auto shard = exchange.markets.at(ticker).shard;
      cancel(exchange, {account, id, *own, shard}, call.true_now);
    }
  }
  if (exchange.cancel_all_catches_later) {
    exchange.members[call.caller.account].cancel_all_until[*own] =
        call.true_now + std::chrono::minutes{1};
  }
  return {.status = 204, .body = {}, .empty_body = true};
}

Answer amend_order(World& world, const Call& call) {
  auto body = JsonBody::read(call, "AmendOrderV2Request");
  if (!body) return body.error();
  const auto ticker = body->text("ticker");
  const auto side = body->text("side");
  Amendment change{.price = body->price("price"), .count = body->count("count")};
  const auto known_as = body->text("client_order_id", "");
  change.client_order_id = body->text("updated_client_order_id", "");
  const auto index = body->number("exchange_index");
  if (auto wrong = body->problem()) return *wrong;
  const auto bids = bids_of(side);
  if (!bids) return bids.error();
  const auto where = order_place(world, call, call.captures.at(0),
                                 number_in_query(call, "subaccount"), index, ticker);
  if (!where) return where.error();
  if (auto refusal = take_tokens(world.kalshi, call, {Budget::write, where->shard, create_cost})) {
    return *refusal;
  }
  const auto* order = resting_order(world.kalshi, *where);
  if (order == nullptr || (!known_as.empty() && known_as != order->client_order_id)) {
    return not_found();
  }
  if (order->ticker != ticker || order->change.is_negative() == *bids) {
    return wrapped_error(400, "invalid_order", "invalid order", "ticker or side differs");
  }
  if (change.client_order_id.empty()) change.client_order_id = order->client_order_id;
  const auto placed = amend(world.kalshi, *where, change, call.true_now, world.random);
  if (!placed) return placed.error();
  return {.body = placed_node(*placed, call)};
}

Answer decrease_order(World& world, const Call& call) {
  auto body = JsonBody::read(call, "DecreaseOrderV2Request");
  if (!body) return body.error();
  const bool by = body->has("reduce_by");
  if (by == body->has("reduce_to")) return malformed("exactly one of reduce_by and reduce_to");
  const auto written = body->text(by ? "reduce_by" : "reduce_to");
  const auto zero = !by && Quantity::parse(written).value_or(Quantity::from_units(1)).is_zero();
  const auto amount = zero ? Quantity{} : body->count(by ? "reduce_by" : "reduce_to");
  const auto index = body->number("exchange_index");
  const auto ticker = body->text("market_ticker", "");
  if (auto wrong = body->problem()) return *wrong;
  const auto where = order_place(world, call, call.captures.at(0),
                                 number_in_query(call, "subaccount"), index, ticker);
  if (!where) return where.error();
  if (auto refusal = take_tokens(world.kalshi, call, {Budget::write, where->shard, create_cost})) {
    return *refusal;
  }
  const auto* order = resting_order(world.kalshi, *where);
  if (order == nullptr) return not_found();
  const auto left = order->remaining();
  if (!by && amount > left) {
    return wrapped_error(400, "invalid_order", "invalid order", "reduce_to is above the remaining");
  }
  const auto taken = std::min(left, amount).units();
  const auto to = by ? Quantity::from_units(left.units() - taken) : amount;
  auto answer = Node::object();
  if (!order->client_order_id.empty()) {
    answer.set("client_order_id", Node::text(order->client_order_id));
  }
  decrease(world.kalshi, *where, to, call.true_now);
  answer.set("order_id", Node::text(where->order_id))
      .set("remaining_count", Node::text(places_text(to, 2)))
      .set("ts_ms", stamp(call));
  return {.body = std::move(answer)};
}

// Each order is taken or refused alone; the tokens of all are taken together or not at all.
Answer create_orders(World& world, const Call& call) {
  auto body = JsonBody::read(call, "BatchCreateOrdersV2Request");
  if (!body) return body.error();
  const auto objects = body->objects("orders");
  if (auto wrong = body->problem()) return *wrong;
  const Spending spending{Budget::write, 0, create_cost * std::ssize(objects)};
  if (auto refusal = take_tokens(world.kalshi, call, spending)) return *refusal;
  auto rows = Node::list();
  for (const auto& object : objects) {
    JsonBody one{object, "CreateOrderV2Request"};
    const auto wanted = read_order(world, call, one);
    if (!wanted) {
      rows.push(error_row(wanted.error(), ""));
      continue;
    }
    const auto placed = place(world.kalshi, wanted->plan, call.true_now, world.random);
    rows.push(placed ? placed_node(*placed, call) : error_row(placed.error(), ""));
  }
  return {.status = 201, .body = Node::object({{"orders", std::move(rows)}})};
}

Answer cancel_orders(World& world, const Call& call) {
  auto body = JsonBody::read(call, "BatchCancelOrdersV2Request");
  if (!body) return body.error();
  const auto objects = body->objects("orders");
  if (auto wrong = body->problem()) return *wrong;
  const Spending spending{Budget::write, 0, cancel_cost * std::ssize(objects)};
  if (auto refusal = take_tokens(world.kalshi, call, spending)) return *refusal;
  auto rows = Node::list();
  for (const auto& object : objects) {
    JsonBody one{object, "BatchCancelOrdersV2RequestOrder"};
    const auto id = one.text("order_id");
    const auto subaccount = one.number("subaccount");
    const auto index = one.number("exchange_index");
    const auto ticker = one.text("market_ticker", "");
    if (auto wrong = one.problem()) {
      rows.push(error_row(*wrong, id));
      continue;
    }
    const auto where = order_place(world, call, id, subaccount, index, ticker);
    auto canceled = where ? cancel_at(world, call, *where)
                          : Parameter<Node>{tl::make_unexpected(where.error())};
    rows.push(canceled ? std::move(*canceled) : error_row(canceled.error(), id));
  }
  return {.body = Node::object({{"orders", std::move(rows)}})};
}

}  // namespace holdfast::sim::kalshi
