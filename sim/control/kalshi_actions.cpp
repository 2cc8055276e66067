#include <boost/json/value.hpp>

#include "sim/control/actions.hpp"
#include "sim/kalshi/trading.hpp"

namespace holdfast::sim::control {
namespace {

constexpr std::int64_t one = 1'000'000'000;

std::uint16_t small_number(Fields& fields, std::string_view name, std::int64_t most) {
  const auto value = fields.number(name, 0);
  if (value < 0 || value > most) fields.refuse(std::string{name} + " is out of range");
  return static_cast<std::uint16_t>(std::clamp<std::int64_t>(value, 0, most));
}

Node done(std::string_view verb) { return Node::object({{"did", Node::text(verb)}}); }

// Price is that of the side traded, as a person reads it on the ticket.
Result<Node> trade(World& world, bool sells, Fields& fields, UtcTime at) {
  const auto side = fields.text("side", "yes");
  if (side != "yes" && side != "no") fields.refuse("side is yes or no");
  const auto count = fields.quantity("count");
  const auto price = fields.price("price");
  const bool adds_yes = (side == "yes") != sells;
  const kalshi::HandTrade order{
      .account = fields.text("account", "main"),
      .ticker = fields.text("ticker"),
      .subaccount = small_number(fields, "subaccount", 63),
      .change = Quantity::from_units(adds_yes ? count.units() : -count.units()),
      .yes_price = Price::from_units(side == "yes" ? price.units() : one - price.units()),
      .fee = fields.maybe_money("fee"),
      .is_taker = fields.flag("taker", true),
      .sells = sells};
  if (count.is_negative()) fields.refuse("count is above zero");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto fill = world.kalshi.trade(order, at, world.random);
  if (!fill) return tl::make_unexpected(fill.error());
  return done(sells ? "sell" : "buy").set("fill_id", Node::text(*fill));
}

Result<Node> settle(World& world, Fields& fields, UtcTime at) {
  const auto ticker = fields.text("ticker");
  const auto result = fields.text("result");
  const auto value = fields.maybe_price("value");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  if (const auto ok = world.kalshi.settle(ticker, result, value, at); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return done("settle");
}

Result<Node> deposit(World& world, Fields& fields, UtcTime at) {
  const auto account = fields.text("account", "main");
  const kalshi::CashMove move{.subaccount = small_number(fields, "subaccount", 63),
                              .shard = small_number(fields, "shard", 1000),
                              .change = fields.money("amount")};
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  if (const auto ok = world.kalshi.move_cash(account, move, at); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return done("deposit");
}

// Cash between subaccounts or shards of one member.
Result<Node> transfer(World& world, Fields& fields, UtcTime at) {
  const auto account = fields.text("account", "main");
  const auto amount = fields.money("amount");
  const kalshi::CashMove out{.subaccount = small_number(fields, "from_subaccount", 63),
                             .shard = small_number(fields, "from_shard", 1000),
                             .change = Money::from_units(-amount.units())};
  const kalshi::CashMove in{.subaccount = small_number(fields, "to_subaccount", 63),
                            .shard = small_number(fields, "to_shard", 1000),
                            .change = amount};
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  for (const auto& move : {out, in}) {
    if (const auto ok = world.kalshi.move_cash(account, move, at); !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
  return done("transfer");
}

// Contracts between subaccounts of one member: nobody knows whether the venue can (uncertain.md).
Result<Node> move_position(World& world, Fields& fields, UtcTime at) {
  const auto account = fields.text("account", "main");
  const kalshi::PositionMove move{.ticker = fields.text("ticker"),
                                  .from = small_number(fields, "from_subaccount", 63),
                                  .to = small_number(fields, "to_subaccount", 63),
                                  .shard = small_number(fields, "shard", 1000),
                                  .count = fields.quantity("count")};
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  if (const auto ok = world.kalshi.move_position(account, move, at); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return done("move_position");
}

Result<Node> add_account(World& world, Fields& fields) {
  kalshi::Member member{.user_id = fields.text("user_id", world.random.uuid()),
                        .tier = fields.text("tier", "advanced")};
  const auto name = fields.text("account");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  world.kalshi.members.insert_or_assign(name, std::move(member));
  return done("add_account");
}

Result<Node> add_key(World& world, Fields& fields) {
  kalshi::ApiKey key{.id = fields.text("key_id", world.random.uuid()),
                     .account = fields.text("account", "main"),
                     .name = fields.text("name", "test"),
                     .public_pem = fields.text("public_pem")};
  if (const auto scopes = fields.texts("scopes"); !scopes.empty()) {
    key.scopes = {scopes.begin(), scopes.end()};
  }
  if (const auto pinned = fields.number("subaccount", -1); pinned >= 0) {
    key.subaccount = static_cast<std::uint16_t>(pinned);
  }
  if (!world.kalshi.members.contains(key.account)) fields.refuse("no such account: " + key.account);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  auto answer = done("add_key").set("key_id", Node::text(key.id));
  world.kalshi.keys.insert_or_assign(key.id, std::move(key));
  return answer;
}

Result<Node> revoke_key(World& world, Fields& fields) {
  const auto id = fields.text("key_id");
  if (world.kalshi.keys.erase(id) == 0) fields.refuse("no such key: " + id);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return done("revoke_key");
}

Result<Node> add_market(World& world, Fields& fields, UtcTime at) {
  kalshi::Market market{.ticker = fields.text("ticker"),
                        .event_ticker = fields.text("event_ticker"),
                        .title = fields.text("title", "A question of the simulated exchange"),
                        .yes_sub_title = fields.text("yes_sub_title", "Yes"),
                        .shard = small_number(fields, "shard", 1000),
                        .status = fields.text("status", "active"),
                        .created_at = at,
                        .open_at = at,
                        .close_at = fields.time("close_time", at + std::chrono::days{30}),
                        .updated_at = at,
                        .last_price = fields.maybe_price("price").value_or(Price{}),
                        .step = fields.maybe_price("step").value_or(Price::from_units(one / 100))};
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto ticker = market.ticker;
  world.kalshi.markets.insert_or_assign(ticker, std::move(market));
  return done("add_market");
}

// A price level of the book: side yes or no, price of that side, size (0 takes it away).
Result<Node> quote(World& world, Fields& fields, UtcTime at) {
  const auto ticker = fields.text("ticker");
  const auto side = fields.text("side");
  const auto price = fields.price("price");
  const auto size = fields.quantity("count");
  const auto market = world.kalshi.markets.find(ticker);
  if (market == world.kalshi.markets.end()) fields.refuse("no such market: " + ticker);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  auto& levels = side == "yes" ? market->second.book.yes : market->second.book.no;
  if (size.is_zero()) {
    levels.erase(price);
  } else {
    levels.insert_or_assign(price, size);
  }
  world.kalshi.book_changed(ticker, at);
  return done("quote");
}

// Somebody outside trades against the book up to a price of YES: bid buys YES, ask sells it.
Result<Node> take(World& world, Fields& fields, UtcTime at) {
  const kalshi::OrderPlan plan{.ticker = fields.text("ticker"),
                               .bids = fields.text("side") == "bid",
                               .count = fields.quantity("count"),
                               .price = fields.price("price")};
  if (const auto side = fields.text("side"); side != "bid" && side != "ask") {
    fields.refuse("side is bid or ask");
  }
  if (!world.kalshi.markets.contains(plan.ticker)) fields.refuse("no such market: " + plan.ticker);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto filled = kalshi::take(world.kalshi, plan, at, world.random);
  return done("take").set("filled", Node::text(filled.text()));
}

Result<Node> set_market(World& world, Fields& fields, UtcTime at) {
  const auto ticker = fields.text("ticker");
  const auto status = fields.maybe_text("status");
  const auto price = fields.maybe_price("price");
  const auto market = world.kalshi.markets.find(ticker);
  if (market == world.kalshi.markets.end()) fields.refuse("no such market: " + ticker);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  if (status) market->second.status = *status;
  if (price) market->second.last_price = *price;
  market->second.updated_at = at;
  return done("set_market");
}

Result<Node> set_exchange(World& world, Fields& fields, UtcTime at) {
  auto& exchange = world.kalshi;
  exchange.rate_limits = fields.flag("rate_limits", exchange.rate_limits);
  exchange.exchange_active = fields.flag("exchange_active", exchange.exchange_active);
  exchange.trading_active = fields.flag("trading_active", exchange.trading_active);
  exchange.legacy_orders = fields.flag("legacy_orders", exchange.legacy_orders);
  exchange.reduce_only_refuses_excess =
      fields.flag("reduce_only_refuses_excess", exchange.reduce_only_refuses_excess);
  exchange.cancel_all_catches_later =
      fields.flag("cancel_all_catches_later", exchange.cancel_all_catches_later);
  exchange.min_ts_is_exclusive = fields.flag("min_ts_is_exclusive", exchange.min_ts_is_exclusive);
  exchange.portfolio_value_counts_orders =
      fields.flag("portfolio_value_counts_orders", exchange.portfolio_value_counts_orders);
  exchange.orders_default_to_primary =
      fields.flag("orders_default_to_primary", exchange.orders_default_to_primary);
  if (!exchange.trading_active) kalshi::pause_orders(exchange, at);
  if (fields.maybe_text("trades_cutoff")) exchange.trades_cutoff = fields.time("trades_cutoff", at);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return done("set_exchange");
}

// A perpetual, or its mark and the shares of a position's value that must be kept.
Result<Node> add_perp(World& world, Fields& fields) {
  const auto ticker = fields.text("ticker");
  const kalshi::Perp perp{.mark = fields.price("mark"),
                          .initial_margin = fields.price("initial_margin"),
                          .maintenance_margin = fields.price("maintenance_margin")};
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  world.kalshi.margin.perps.insert_or_assign(ticker, perp);
  return done("add_perp");
}

// A member's funds on margin, and what it holds there when a ticker is named.
Result<Node> join_margin(World& world, Fields& fields) {
  const auto account = fields.text("account", "main");
  const auto subaccount = small_number(fields, "subaccount", 63);
  const auto funds = fields.money("funds");
  const auto ticker = fields.maybe_text("ticker");
  kalshi::PerpPosition held;
  if (ticker) {
    held = {.count = fields.quantity("count"),
            .entry = fields.price("entry"),
            .fees = fields.maybe_money("fees").value_or(Money{})};
    if (!world.kalshi.margin.perps.contains(*ticker)) fields.refuse("no such perp: " + *ticker);
  }
  if (!world.kalshi.members.contains(account)) fields.refuse("no such account: " + account);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  auto& joined = world.kalshi.margin.accounts[account];
  joined.funds.insert_or_assign(subaccount, funds);
  if (ticker) joined.positions.insert_or_assign({subaccount, *ticker}, held);
  return done("join_margin");
}

}  // namespace

std::optional<Result<Node>> act_kalshi(World& world, const std::string& verb, Fields& fields,
                                       UtcTime at) {
  if (verb == "buy") return trade(world, false, fields, at);
  if (verb == "sell") return trade(world, true, fields, at);
  if (verb == "settle") return settle(world, fields, at);
  if (verb == "deposit") return deposit(world, fields, at);
  if (verb == "transfer") return transfer(world, fields, at);
  if (verb == "move_position") return move_position(world, fields, at);
  if (verb == "add_account") return add_account(world, fields);
  if (verb == "add_key") return add_key(world, fields);
  if (verb == "revoke_key") return revoke_key(world, fields);
  if (verb == "add_market") return add_market(world, fields, at);
  if (verb == "set_market") return set_market(world, fields, at);
  if (verb == "quote") return quote(world, fields, at);
  if (verb == "take") return take(world, fields, at);
  if (verb == "set_exchange") return set_exchange(world, fields, at);
  if (verb == "add_perp") return add_perp(world, fields);
  if (verb == "join_margin") return join_margin(world, fields);
  return std::nullopt;
}

}  // namespace holdfast::sim::control
