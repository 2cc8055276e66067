#include <boost/json/value.hpp>

#include "sim/base58.hpp"
#include "sim/control/actions.hpp"

namespace holdfast::sim::control {
namespace {

Node done(std::string_view verb) { return Node::object({{"did", Node::text(verb)}}); }

// Most worlds have one account: who names none means it.
std::string account_of(const World& world, Fields& fields) {
  const auto& known = world.pacifica.accounts;
  auto address = fields.text("account", known.size() == 1 ? *known.begin() : "");
  if (!known.contains(address)) fields.refuse("no such Pacifica account: " + address);
  return address;
}

Result<Node> trade(World& world, bool sells, Fields& fields, UtcTime at) {
  const auto amount = fields.quantity("amount");
  if (amount.is_negative()) fields.refuse("amount is above zero");
  const pacifica::HandTrade order{
      .account = account_of(world, fields),
      .symbol = fields.text("symbol"),
      .change = Quantity::from_units(sells ? -amount.units() : amount.units()),
      .price = fields.maybe_price("price"),
      .fee = fields.maybe_money("fee"),
      .isolated = fields.flag("isolated", false),
      .is_maker = fields.flag("maker", false)};
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto id = world.pacifica.trade(order, at);
  if (!id) return tl::make_unexpected(id.error());
  return done(sells ? "sell" : "buy").set("order_id", Node::number(*id));
}

// A stop or target that rests at the venue against an open position.
Result<Node> protect(World& world, const std::string& verb, Fields& fields, UtcTime at) {
  const auto account = account_of(world, fields);
  const auto symbol = fields.text("symbol");
  const auto limit = fields.maybe_price("limit_price");
  pacifica::OrderPlan plan{.account = account,
                           .symbol = symbol,
                           .price = limit,
                           .reduce_only = true,
                           .stop_price = fields.price("stop_price"),
                           .type = verb + (limit ? "_limit" : "_market")};
  if (fields.maybe_text("amount")) plan.amount = fields.quantity("amount");
  const auto& positions = world.pacifica.truth(account).positions;
  const auto held = positions.find(symbol);
  if (held == positions.end()) fields.refuse("no such position: " + symbol);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  plan.is_buy = held->second.amount.is_negative();
  const auto id = world.pacifica.place(plan, at);
  if (!id) return fail(Fault::refused, id.error().error);
  return done(verb).set("order_id", Node::number(*id));
}

Result<Node> set_price(World& world, Fields& fields, UtcTime at) {
  const auto symbol = fields.text("symbol");
  const auto price = fields.price("price");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto moved = world.pacifica.set_price(symbol, price, at);
  if (!moved) return tl::make_unexpected(moved.error());
  return done("set_price");
}

Result<Node> quote(World& world, Fields& fields) {
  const auto symbol = fields.text("symbol");
  const auto side = fields.text("side");
  if (side != "bid" && side != "ask") fields.refuse("side is bid or ask");
  const auto price = fields.price("price");
  const auto size = fields.quantity("size");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto quoted = world.pacifica.quote(symbol, side == "bid", price, size);
  if (!quoted) return tl::make_unexpected(quoted.error());
  return done("quote");
}

Result<Node> liquidate(World& world, Fields& fields, UtcTime at) {
  const auto account = account_of(world, fields);
  const auto symbol = fields.text("symbol");
  const auto cause = fields.text("cause", "market_liquidation");
  const auto price = fields.maybe_price("price");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto taken = world.pacifica.take(account, symbol, cause, price, at);
  if (!taken) return tl::make_unexpected(taken.error());
  return done("liquidate");
}

Result<Node> fund(World& world, Fields& fields, UtcTime at) {
  const auto symbol = fields.text("symbol");
  const auto rate = fields.maybe_price("rate");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto paid = world.pacifica.fund(symbol, rate, at);
  if (!paid) return tl::make_unexpected(paid.error());
  return done("fund");
}

Result<Node> deposit(World& world, Fields& fields, UtcTime at) {
  const auto account = account_of(world, fields);
  const auto amount = fields.money("amount");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto moved = world.pacifica.deposit(account, amount, at);
  if (!moved) return tl::make_unexpected(moved.error());
  return done("deposit");
}

Result<Node> add_account(World& world, Fields& fields, UtcTime at) {
  const auto account = fields.text("account");
  if (!bytes_from_base58(account, 32)) fields.refuse("account is not base58 of 32 bytes");
  const auto amount = fields.maybe_money("amount").value_or(Money{});
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto moved = world.pacifica.deposit(account, amount, at);
  if (!moved) return tl::make_unexpected(moved.error());
  return done("add_account");
}

Result<Node> bind_agent(World& world, bool binds, Fields& fields) {
  const auto account = account_of(world, fields);
  const auto agent = fields.text("agent_wallet");
  if (!bytes_from_base58(agent, 32)) fields.refuse("agent_wallet is not base58 of 32 bytes");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  if (binds) {
    world.pacifica.agents[account].insert(agent);
  } else {
    world.pacifica.agents[account].erase(agent);
  }
  return done(binds ? "bind_agent" : "revoke_agent");
}

Result<Node> add_market(World& world, Fields& fields, UtcTime at) {
  pacifica::Market market{.symbol = fields.text("symbol"),
                          .mark = fields.price("price"),
                          .isolated_only = fields.flag("isolated_only", false),
                          .is_spot = fields.flag("spot", false),
                          .created = at};
  market.max_leverage = fields.number("max_leverage", market.max_leverage);
  market.tick = fields.maybe_price("tick").value_or(market.tick);
  if (fields.maybe_text("lot")) market.lot = fields.quantity("lot");
  if (market.tick.units() <= 0 || market.lot.units() <= 0)
    fields.refuse("tick and lot are above 0");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto symbol = market.symbol;
  world.pacifica.markets.insert_or_assign(symbol, std::move(market));
  return done("add_market");
}

Result<Node> set_service(World& world, Fields& fields) {
  auto& service = world.pacifica.service;
  service.rate_limits = fields.flag("rate_limits", service.rate_limits);
  service.credits = fields.number("credits", service.credits);
  service.strict_content_headers =
      fields.flag("strict_content_headers", service.strict_content_headers);
  service.account_as_list = fields.flag("account_as_list", service.account_as_list);
  service.numbers_listings = fields.flag("numbers_listings", service.numbers_listings);
  service.wraps_errors = fields.flag("wraps_errors", service.wraps_errors);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return done("set_service");
}

}  // namespace

std::optional<Result<Node>> act_pacifica(World& world, const std::string& verb, Fields& fields,
                                         UtcTime at) {
  if (verb == "buy") return trade(world, false, fields, at);
  if (verb == "sell") return trade(world, true, fields, at);
  if (verb == "stop_loss" || verb == "take_profit") return protect(world, verb, fields, at);
  if (verb == "set_price") return set_price(world, fields, at);
  if (verb == "quote") return quote(world, fields);
  if (verb == "liquidate") return liquidate(world, fields, at);
  if (verb == "fund") return fund(world, fields, at);
  if (verb == "deposit") return deposit(world, fields, at);
  if (verb == "add_account") return add_account(world, fields, at);
  if (verb == "bind_agent") return bind_agent(world, true, fields);
  if (verb == "revoke_agent") return bind_agent(world, false, fields);
  if (verb == "add_market") return add_market(world, fields, at);
  if (verb == "set_service") return set_service(world, fields);
  return std::nullopt;
}

}  // namespace holdfast::sim::control
