#include "sim/amount_text.hpp"
#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/errors.hpp"
#include "sim/kalshi/json_body.hpp"
#include "sim/kalshi/trading.hpp"

// Version 1 of the orders, in yes and no, buy and sell and whole cents (recorded June 2026). They
// were switched off on 2026-06-25; a world can say that it is before that day.
namespace holdfast::sim::kalshi {
namespace {

constexpr std::int64_t cent = 10'000'000;
constexpr std::int64_t dollar = 1'000'000'000;

tl::unexpected<Answer> malformed(std::string_view details) {
  return tl::make_unexpected(flat_error(400, "bad_request", "bad request", details));
}

Parameter<OrderPlan> plan_of(const Call& call, JsonBody& body) {
  OrderPlan plan{.account = call.caller.account,
                 .ticker = body.text("ticker"),
                 .client_order_id = body.text("client_order_id", ""),
                 .subaccount = call.caller.pinned_subaccount.value_or(0),
                 .post_only = body.flag("post_only"),
                 .self_trade_prevention = "taker_at_cross"};
  const auto side = body.text("side");
  const auto action = body.text("action");
  const auto count = body.number("count").value_or(0);
  const auto yes = body.number("yes_price");
  const auto no = body.number("no_price");
  if (auto wrong = body.problem()) return tl::make_unexpected(*wrong);
  if (side != "yes" && side != "no") return malformed("invalid side: " + side);
  if (action != "buy" && action != "sell") return malformed("invalid action: " + action);
  if (yes.has_value() == no.has_value()) return malformed("exactly one of yes_price and no_price");
  const auto cents = yes.value_or(no.value_or(0));
  if (count < 1 || count > 1'000'000) return malformed("invalid count");
  if (cents < 1 || cents > 99) {
    return tl::make_unexpected(wrapped_error(400, "invalid_price", "invalid price"));
  }
  plan.bids = (side == "yes") == (action == "buy");
  plan.count = Quantity::from_units(count * dollar);
  plan.price = Price::from_units(yes ? cents * cent : dollar - cents * cent);
  return plan;
}

}  // namespace

Answer create_legacy_order(World& world, const Call& call) {
  if (!world.kalshi.legacy_orders) return legacy_order_write(world, call);
  auto body = JsonBody::read(call, "CreateOrderRequest");
  if (!body) return body.error();
  const auto plan = plan_of(call, *body);
  if (!plan) return plan.error();
  if (!world.kalshi.markets.contains(plan->ticker)) {
    return wrapped_error(404, "market_not_found", "market not found");
  }
  const auto placed = place(world.kalshi, *plan, call.true_now, world.random);
  if (!placed) return placed.error();
  return {.status = 201,
          .body = Node::object({{"order", true_order(world, call, placed->order_id)}})};
}

Answer cancel_legacy_order(World& world, const Call& call) {
  if (!world.kalshi.legacy_orders) return legacy_order_write(world, call);
  const auto& id = call.captures.at(0);
  const auto& orders = world.kalshi.timeline.truth().of(call.caller.account).orders;
  const auto found = orders.find(id);
  if (found == orders.end() || found->second.status != "resting") return not_found();
  const OrderPlace where{call.caller.account, id, found->second.subaccount, found->second.shard};
  const auto reduced = cancel(world.kalshi, where, call.true_now);
  return {.body = Node::object({{"order", true_order(world, call, id)},
                                {"reduced_by_fp", Node::text(places_text(reduced, 2))}})};
}

// Its other writes and all of them today.
Answer legacy_order_write(World&, const Call&) {
  return wrapped_error(410, "deprecated_v1_order_endpoint", "Please switch to the V2 endpoints",
                       "https://docs.kalshi.com/api-reference/orders/create-order-v2");
}

}  // namespace holdfast::sim::kalshi
