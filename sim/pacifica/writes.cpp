#include "sim/pacifica/answers.hpp"
#include "sim/pacifica/errors.hpp"
#include "sim/pacifica/order_body.hpp"

// POST paths: orders, stops, targets, cancels, settings, agents (documents of December 2025, and
// what ccxt 4.5.84 sends).
namespace holdfast::sim::pacifica {
namespace {

Answer refused(const World& world, const Refused& why) {
  return refusal(world.pacifica.service, why);
}

Answer accepted(std::int64_t order_id) {
  return success(Node::object({{"order_id", Node::number(order_id)}}));
}

// A stop or target of a position: {stop_price, limit_price?, amount?, client_order_id?}.
struct Trigger {
  std::string kind;  // take_profit, stop_loss
  Price stop_price;
  std::optional<Price> limit_price;
  Quantity amount;
  std::string client_order_id;
};

std::optional<Trigger> trigger_of(OrderBody& body, const std::string& kind) {
  auto part = body.part(kind);
  if (!part) return std::nullopt;
  Trigger trigger{.kind = kind,
                  .stop_price = part->price("stop_price"),
                  .limit_price = part->maybe_price("limit_price"),
                  .client_order_id = part->text("client_order_id", "")};
  if (const auto amount = part->text("amount", ""); !amount.empty()) {
    trigger.amount = part->amount("amount");
  }
  part->text("trigger_price_type", "");
  if (const auto wrong = part->refused()) body.refuse(wrong->error);
  return trigger;
}

Tried<std::int64_t> place_trigger(World& world, const Call& call, const OrderPlan& like,
                                  const Trigger& trigger) {
  OrderPlan plan{.account = call.caller.account,
                 .symbol = like.symbol,
                 .is_buy = like.is_buy,
                 .amount = trigger.amount,
                 .price = trigger.limit_price,
                 .reduce_only = true,
                 .client_order_id = trigger.client_order_id,
                 .stop_price = trigger.stop_price,
                 .type = trigger.kind + (trigger.limit_price ? "_limit" : "_market"),
                 .parent = like.parent};
  return world.pacifica.place(plan, call.true_now);
}

Answer place(World& world, const Call& call, OrderBody& body, const OrderPlan& plan) {
  const auto profit = trigger_of(body, "take_profit");
  const auto loss = trigger_of(body, "stop_loss");
  body.text("builder_code", "");
  if (const auto wrong = body.refused()) return refused(world, *wrong);
  const auto order = world.pacifica.place(plan, call.true_now);
  if (!order) return refused(world, order.error());
  OrderPlan against{.symbol = plan.symbol, .is_buy = !plan.is_buy, .parent = *order};
  for (const auto& trigger : {profit, loss}) {
    if (!trigger || !world.pacifica.truth(plan.account).positions.contains(plan.symbol)) continue;
    const auto placed = place_trigger(world, call, against, *trigger);
    if (!placed) return refused(world, placed.error());
  }
  return accepted(*order);
}

OrderPlan plan_of(const Call& call, OrderBody& body) {
  return {.account = call.caller.account,
          .symbol = body.text("symbol"),
          .is_buy = body.is_buy(),
          .amount = body.amount("amount"),
          .reduce_only = body.flag("reduce_only", false),
          .client_order_id = body.text("client_order_id", "")};
}

}  // namespace

Answer create_market(World& world, const Call& call) {
  OrderBody body{call.request.body};
  OrderPlan plan = plan_of(call, body);
  body.price("slippage_percent");
  return place(world, call, body, plan);
}

Answer create(World& world, const Call& call) {
  OrderBody body{call.request.body};
  OrderPlan plan = plan_of(call, body);
  plan.price = body.price("price");
  plan.tif = body.text("tif", "GTC");
  if (plan.tif != "GTC" && plan.tif != "IOC" && plan.tif != "ALO" && plan.tif != "TOB") {
    body.refuse("unknown variant for `tif`, expected GTC, IOC, ALO or TOB");
  }
  return place(world, call, body, plan);
}

Answer stop_create(World& world, const Call& call) {
  OrderBody body{call.request.body};
  OrderPlan plan{.account = call.caller.account,
                 .symbol = body.text("symbol"),
                 .is_buy = body.is_buy(),
                 .reduce_only = body.flag("reduce_only", false)};
  auto stop = body.part("stop_order");
  if (!stop) body.refuse("missing field `stop_order`");
  if (stop) {
    plan.stop_price = stop->price("stop_price");
    plan.price = stop->maybe_price("limit_price");
    if (!stop->text("amount", "").empty()) plan.amount = stop->amount("amount");
    plan.client_order_id = stop->text("client_order_id", "");
    stop->text("trigger_price_type", "");
    if (const auto wrong = stop->refused()) body.refuse(wrong->error);
  }
  plan.type = plan.price ? "stop_limit" : "stop_market";
  body.text("builder_code", "");
  if (const auto wrong = body.refused()) return refused(world, *wrong);
  const auto order = world.pacifica.place(plan, call.true_now);
  return order ? accepted(*order) : refused(world, order.error());
}

Answer tpsl(World& world, const Call& call) {
  OrderBody body{call.request.body};
  OrderPlan like{.symbol = body.text("symbol"), .is_buy = body.is_buy()};
  const auto profit = trigger_of(body, "take_profit");
  const auto loss = trigger_of(body, "stop_loss");
  body.text("builder_code", "");
  if (const auto wrong = body.refused()) return refused(world, *wrong);
  const auto& positions = world.pacifica.truth(call.caller.account).positions;
  if (!positions.contains(like.symbol)) {
    return refused(world, {.status = 400, .code = 400, .error = "Position not found"});
  }
  for (const auto& trigger : {profit, loss}) {
    if (!trigger) continue;
    const auto placed = place_trigger(world, call, like, *trigger);
    if (!placed) return refused(world, placed.error());
  }
  return success(Node{});
}

Answer cancel(World& world, const Call& call) {
  OrderBody body{call.request.body};
  body.text("symbol");
  const auto id = body.whole("order_id", 0);
  const auto client_id = body.text("client_order_id", "");
  if ((id == 0) == client_id.empty()) body.refuse("order_id or client_order_id, one of them");
  if (const auto wrong = body.refused()) return refused(world, *wrong);
  const auto known = world.pacifica.open_order(call.caller.account, id, client_id);
  const auto done = world.pacifica.cancel(call.caller.account, known.value_or(0), call.true_now);
  return done ? success(Node{}) : refused(world, done.error());
}

Answer cancel_all(World& world, const Call& call) {
  OrderBody body{call.request.body};
  const bool all = body.flag("all_symbols", false);
  const bool spares = body.flag("exclude_reduce_only", false);
  const auto symbol = body.text("symbol", "");
  if (!all && symbol.empty()) body.refuse("missing field `symbol`");
  if (const auto wrong = body.refused()) return refused(world, *wrong);
  std::vector<std::int64_t> ids;
  for (const auto& [id, order] : world.pacifica.truth(call.caller.account).orders) {
    const bool meant = (all || order.symbol == symbol) && !(spares && order.reduce_only);
    if (order.is_open() && meant) ids.push_back(id);
  }
  for (const auto id : ids) {
    const auto done = world.pacifica.cancel(call.caller.account, id, call.true_now);
    if (!done) return refused(world, done.error());
  }
  return success(Node::object({{"cancelled_count", Node::number(std::ssize(ids))}}));
}

Answer leverage(World& world, const Call& call) {
  OrderBody body{call.request.body};
  const auto symbol = body.text("symbol");
  const auto level = body.whole("leverage", 0);
  if (const auto wrong = body.refused()) return refused(world, *wrong);
  auto& exchange = world.pacifica;
  const auto market = exchange.markets.find(symbol);
  auto& known = exchange.leverage[call.caller.account];
  const bool held = exchange.truth(call.caller.account).positions.contains(symbol);
  const auto most = market == exchange.markets.end() ? 0 : market->second.max_leverage;
  const auto now = known.contains(symbol) ? known[symbol] : most;
  if (level < 1 || level > most || (held && level < now)) {
    return refused(world, {.code = 11, .error = "Invalid leverage for " + symbol});
  }
  known[symbol] = level;
  return success(Node{});
}

Answer margin(World& world, const Call& call) {
  OrderBody body{call.request.body};
  const auto symbol = body.text("symbol");
  const bool isolated = body.flag("is_isolated", false);
  if (const auto wrong = body.refused()) return refused(world, *wrong);
  auto& exchange = world.pacifica;
  if (exchange.truth(call.caller.account).positions.contains(symbol)) {
    return refused(world, {.code = 12, .error = "Cannot update margin mode with open position"});
  }
  auto& symbols = exchange.isolated[call.caller.account];
  if (isolated) {
    symbols.insert(symbol);
  } else {
    symbols.erase(symbol);
  }
  return success(Node{});
}

Answer agent_bind(World& world, const Call& call) {
  OrderBody body{call.request.body};
  const auto agent = body.text("agent_wallet");
  if (const auto wrong = body.refused()) return refused(world, *wrong);
  auto& agents = world.pacifica.agents[call.caller.account];
  constexpr std::size_t most = 20;
  if (agents.size() >= most) {
    return refused(world, {.status = 400, .code = 400, .error = "Too many agent wallets"});
  }
  agents.insert(agent);
  return success(Node{});
}

}  // namespace holdfast::sim::pacifica
