#include <boost/json/value.hpp>

#include "sim/control/actions.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/contracts.hpp"
#include "sim/polymarket/ctf_ids.hpp"
#include "sim/polymarket/data_answers.hpp"

namespace holdfast::sim::control {
namespace {

namespace pm = holdfast::sim::polymarket;

Node done(std::string_view verb) { return Node::object({{"did", Node::text(verb)}}); }

std::string wallet_of(Fields& fields, std::string_view name) {
  const auto text = fields.text(name);
  auto address = pm::address_of(text);
  if (address.empty()) fields.refuse(std::string{name} + " is not an address: " + text);
  return address;
}

Result<Node> answer(std::string_view verb, const Result<std::string>& hash) {
  if (!hash) return tl::make_unexpected(hash.error());
  return done(verb).set("transaction_hash", Node::text(*hash));
}

Result<Node> trade(World& world, bool sells, Fields& fields, UtcTime at) {
  const pm::HandTrade order{.wallet = wallet_of(fields, "wallet"),
                            .token_id = fields.text("token_id"),
                            .size = fields.quantity("size"),
                            .price = fields.price("price"),
                            .sells = sells};
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return answer(sells ? "sell" : "buy", world.polymarket.trade(order, at, world.random));
}

Result<Node> sets(World& world, bool splits, Fields& fields, UtcTime at) {
  const auto wallet = wallet_of(fields, "wallet");
  const auto condition = fields.text("condition_id");
  const auto size = fields.quantity("size");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  auto& venue = world.polymarket;
  return splits ? answer("split", venue.split(wallet, condition, size, at, world.random))
                : answer("merge", venue.merge(wallet, condition, size, at, world.random));
}

Result<Node> convert(World& world, Fields& fields, UtcTime at) {
  const auto wallet = wallet_of(fields, "wallet");
  const auto conditions = fields.texts("condition_ids");
  const auto size = fields.quantity("size");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return answer("convert", world.polymarket.convert(wallet, conditions, size, at, world.random));
}

Result<Node> transfer(World& world, Fields& fields, UtcTime at) {
  const auto from = wallet_of(fields, "from");
  const auto to = wallet_of(fields, "to");
  const auto token = fields.text("token_id");
  const auto size = fields.quantity("size");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return answer("transfer", world.polymarket.transfer(from, to, token, size, at, world.random));
}

Result<Node> redeem(World& world, Fields& fields, UtcTime at) {
  const auto wallet = wallet_of(fields, "wallet");
  const auto condition = fields.text("condition_id");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return answer("redeem", world.polymarket.redeem(wallet, condition, at, world.random));
}

Result<Node> resolve(World& world, Fields& fields, UtcTime at) {
  const auto condition = fields.text("condition_id");
  const auto payout = fields.price("first_payout");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  if (const auto ok = world.polymarket.resolve(condition, payout, at); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return done("resolve");
}

Result<Node> deposit(World& world, Fields& fields, UtcTime at) {
  const auto wallet = wallet_of(fields, "wallet");
  const auto amount = fields.money("amount");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return answer("deposit", world.polymarket.deposit(wallet, amount, at, world.random));
}

Result<Node> add_wallet(World& world, Fields& fields, UtcTime at) {
  const auto owner = wallet_of(fields, "owner");
  const auto kind = fields.text("kind", "safe");
  auto address = pm::address_of(fields.text("wallet", ""));
  if (address.empty()) address = kind == "safe" ? pm::safe_wallet_of(owner) : owner;
  polygon::Account account{.owner = owner};
  if (kind == "safe") {
    account.kind = polygon::WalletKind::safe;
  } else if (kind == "proxy") {
    account.kind = polygon::WalletKind::proxy;
  } else if (kind == "deposit") {
    account.kind = polygon::WalletKind::deposit;
  } else if (kind != "eoa") {
    fields.refuse("kind is eoa, proxy, safe or deposit");
  }
  const auto name = fields.text("name", "holdfast-demo");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  world.polymarket.chain.accounts.insert_or_assign(address, account);
  world.polymarket.profiles.insert_or_assign(address, pm::Profile{name, "Quiet-Harbour"});
  world.polymarket.approve(address, at);
  return done("add_wallet").set("wallet", Node::text(address));
}

// isApprovedForAll of the exchanges, as a wallet sets it: of one token's, or of all.
Result<Node> approve_sales(World& world, Fields& fields, UtcTime at) {
  const auto wallet = wallet_of(fields, "wallet");
  const auto token = fields.text("token_id", "");
  const bool approved = fields.flag("approved", true);
  if (!token.empty() && world.polymarket.market_of(token) == nullptr) {
    fields.refuse("no such token: " + token);
  }
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  world.polymarket.approve_sales(wallet, token, approved, at);
  return done("approve_sales");
}

Result<Node> add_market(World& world, Fields& fields, UtcTime at) {
  pm::MarketPlan plan{.slug = fields.text("slug"),
                      .question = fields.text("question", "A question of the simulated market"),
                      .event_slug = fields.text("event_slug", ""),
                      .neg_risk = fields.flag("neg_risk", false),
                      .price = fields.maybe_price("price").value_or(Price::from_units(500'000'000)),
                      .fee_rate = fields.maybe_price("fee_rate").value_or(Price{}),
                      .created_at = at,
                      .end_at = fields.time("end_date", at + std::chrono::days{30})};
  if (const auto names = fields.texts("outcomes"); names.size() == 2) {
    plan.outcomes = {names[0], names[1]};
  }
  plan.version = fields.text("version", "v1");
  const auto tick = fields.maybe_price("tick").value_or(Price::from_units(10'000'000));
  const auto archived = fields.flag("archived", false);
  const bool fee_in_shares = fields.flag("fee_in_shares", false);
  const auto seconds_delay = fields.number("seconds_delay", 0);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto condition = world.polymarket.add_market(plan, world.random);
  auto& market = world.polymarket.markets.at(condition);
  market.archived = archived;
  market.tick = tick;
  market.fee_in_shares = fee_in_shares;
  market.seconds_delay = seconds_delay;
  return done("add_market")
      .set("condition_id", Node::text(condition))
      .set("token_ids", Node::list({Node::text(market.outcomes[0].token_id),
                                    Node::text(market.outcomes[1].token_id)}));
}

Result<Node> set_market(World& world, Fields& fields) {
  const auto condition = fields.text("condition_id");
  const auto price = fields.maybe_price("price");
  const auto archived = fields.maybe_text("archived");
  const auto closed = fields.maybe_text("closed");
  const auto version = fields.maybe_text("version");
  const auto found = world.polymarket.markets.find(condition);
  if (found == world.polymarket.markets.end()) fields.refuse("no such condition: " + condition);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  if (price) found->second.move_to(*price);
  if (archived) found->second.archived = *archived == "true";
  if (closed) found->second.closed = *closed == "true";
  if (version) found->second.version = *version;
  return done("set_market");
}

// A level of the anonymous book of a token; size 0 takes it away. The other outcome's mirrors it.
Result<Node> quote(World& world, Fields& fields, UtcTime at) {
  const auto token = fields.text("token_id");
  const auto side = fields.text("side");
  const auto price = fields.price("price");
  const auto size = fields.quantity("size").units() / 1'000;
  if (side != "bid" && side != "ask") fields.refuse("side is bid or ask");
  const auto* market = world.polymarket.market_of(token);
  if (market == nullptr) fields.refuse("no such token: " + token);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  auto& book = world.polymarket.clob.books[market->condition_id];
  const bool first = market->outcomes[0].token_id == token;
  auto& levels = (side == "bid") == first ? book.bids : book.asks;
  const auto level = first ? price : Price::from_units(1'000'000'000 - price.units());
  if (size == 0) {
    levels.erase(level);
  } else {
    levels.insert_or_assign(level, size);
  }
  book.changed = at;
  if (auto* observer = world.polymarket.clob.observer) {
    observer->polymarket_book_changed(market->condition_id, at);
  }
  return done("quote");
}

// Somebody outside buys or sells a token up to a price; members' orders fill as makers.
Result<Node> take(World& world, Fields& fields, UtcTime at) {
  const auto side = fields.text("side");
  const pm::HandTrade trade{.wallet = {},
                            .token_id = fields.text("token_id"),
                            .size = fields.quantity("size"),
                            .price = fields.price("price"),
                            .sells = side == "sell"};
  if (side != "buy" && side != "sell") fields.refuse("side is buy or sell");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto filled = pm::take(world.polymarket, trade, at, world.random);
  return done("take").set("filled", Node::text(decimal_text(filled, 6)));
}

void set_clob(pm::Clob& clob, Fields& fields) {
  static const std::map<std::string, pm::ClobMode> modes{{"normal", pm::ClobMode::normal},
                                                         {"restarting", pm::ClobMode::restarting},
                                                         {"post_only", pm::ClobMode::post_only},
                                                         {"cancel_only", pm::ClobMode::cancel_only},
                                                         {"disabled", pm::ClobMode::disabled}};
  if (const auto word = fields.maybe_text("clob_mode")) {
    const auto mode = modes.find(*word);
    if (mode == modes.end()) {
      fields.refuse("clob_mode is normal, restarting, post_only, cancel_only or disabled");
    } else {
      clob.mode = mode->second;
    }
  }
  clob.failing_trades = fields.number("failing_trades", clob.failing_trades);
  clob.amounts_in_base_units = fields.flag("amounts_in_base_units", clob.amounts_in_base_units);
  clob.market_sells_have_minimum =
      fields.flag("market_sells_have_minimum", clob.market_sells_have_minimum);
  clob.heartbeat_error_in_error =
      fields.flag("heartbeat_error_in_error", clob.heartbeat_error_in_error);
  clob.timestamp_window_s = fields.number("timestamp_window_s", clob.timestamp_window_s);
}

Result<Node> add_api_key(World& world, Fields& fields) {
  const auto key = fields.text("api_key");
  const pm::ApiCreds made{.key = key,
                          .secret = fields.text("secret"),
                          .passphrase = fields.text("passphrase"),
                          .address = fields.text("wallet")};
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  world.polymarket.clob.keys.insert_or_assign(key, made);
  return done("add_api_key");
}

Result<Node> set_service(World& world, Fields& fields) {
  auto& venue = world.polymarket;
  venue.cdn = fields.flag("cdn", venue.cdn);
  venue.rate_limits = fields.flag("rate_limits", venue.rate_limits);
  venue.activity_has_floor = fields.flag("activity_has_floor", venue.activity_has_floor);
  venue.honours_zero_filter = fields.flag("honours_zero_filter", venue.honours_zero_filter);
  venue.v1_retired = fields.flag("v1_retired", venue.v1_retired);
  venue.old_price_changes = fields.flag("old_price_changes", venue.old_price_changes);
  venue.books_per_connection = static_cast<std::size_t>(
      fields.number("books_per_connection", static_cast<std::int64_t>(venue.books_per_connection)));
  venue.finality_blocks = static_cast<polygon::Height>(
      fields.number("finality_blocks", static_cast<std::int64_t>(venue.finality_blocks)));
  set_clob(venue.clob, fields);
  if (const auto ms = fields.number("settlement_ms", -1); ms >= 0) {
    venue.lags.settlement = std::chrono::milliseconds{ms};
  }
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return done("set_service");
}

Result<Node> reorganise(World& world, Fields& fields, UtcTime at) {
  const auto depth = fields.number("depth", 1);
  if (depth < 1 || depth > 256) fields.refuse("depth is within 1..256 blocks");
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  world.polymarket.chain.reorganise(polygon::Chain::height_at(at),
                                    static_cast<polygon::Height>(depth));
  return done("reorganise");
}

}  // namespace

std::optional<Result<Node>> act_polymarket(World& world, const std::string& verb, Fields& fields,
                                           UtcTime at) {
  if (verb == "buy") return trade(world, false, fields, at);
  if (verb == "sell") return trade(world, true, fields, at);
  if (verb == "split") return sets(world, true, fields, at);
  if (verb == "merge") return sets(world, false, fields, at);
  if (verb == "convert") return convert(world, fields, at);
  if (verb == "transfer") return transfer(world, fields, at);
  if (verb == "redeem") return redeem(world, fields, at);
  if (verb == "resolve") return resolve(world, fields, at);
  if (verb == "deposit") return deposit(world, fields, at);
  if (verb == "add_wallet") return add_wallet(world, fields, at);
  if (verb == "approve_sales") return approve_sales(world, fields, at);
  if (verb == "add_market") return add_market(world, fields, at);
  if (verb == "set_market") return set_market(world, fields);
  if (verb == "add_api_key") return add_api_key(world, fields);
  if (verb == "set_service") return set_service(world, fields);
  if (verb == "quote") return quote(world, fields, at);
  if (verb == "take") return take(world, fields, at);
  if (verb == "reorganise") return reorganise(world, fields, at);
  return std::nullopt;
}

}  // namespace holdfast::sim::control
