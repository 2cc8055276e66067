#include "sim/kalshi/trading.hpp"

#include <algorithm>

#include "sim/amount_text.hpp"
#include "sim/kalshi/errors.hpp"

namespace holdfast::sim::kalshi {
namespace {

constexpr std::int64_t one = 1'000'000'000;

Quantity signed_size(const OrderPlan& plan, Quantity size) {
  return Quantity::from_units(plan.bids ? size.units() : -size.units());
}

Quantity less(Quantity a, Quantity b) { return Quantity::from_units(a.units() - b.units()); }

tl::unexpected<Answer> refusal(int status, std::string_view code, std::string_view message,
                               std::string_view details = "") {
  return tl::make_unexpected(wrapped_error(status, code, message, details));
}

bool on_grid(const Market& market, Price price) {
  return price >= market.step && price.units() <= one - market.step.units() &&
         price.units() % market.step.units() == 0;
}

Money cost_of(Quantity size, Price side_price) {
  const auto units =
      divide_rounded(Int128{size.units()} * side_price.units(), one, Rounding::half_even);
  return Money::from_units(static_cast<std::int64_t>(units));
}

// One side's part of a fill.
Trade leg(const Market& market, const Order& order, Quantity size, Price price, bool takes,
          const std::string& fill_id) {
  const bool bids = !order.change.is_negative();
  const auto change = Quantity::from_units(bids ? size.units() : -size.units());
  return {.ticker = market.ticker,
          .event_ticker = market.event_ticker,
          .subaccount = order.subaccount,
          .shard = market.shard,
          .change = change,
          .yes_price = price,
          .fee = takes ? taker_fee(change, price) : Money{},
          .is_taker = takes,
          .sells = order.sells,
          .fill_id = fill_id,
          .order_id = order.id,
          .client_order_id = order.client_order_id};
}

void forget_if_done(Exchange& exchange, const std::string& account, const std::string& order_id) {
  const auto& order = exchange.timeline.truth().of(account).orders.at(order_id);
  if (order.status == "resting") return;
  std::erase(exchange.resting[order.ticker], std::pair{account, order_id});
}

// The other side of a fill: a member's order, or the anonymous level.
void fill_offer(Exchange& exchange, Market& market, const Offer& offer, bool taker_bids,
                Quantity size, UtcTime at, const std::string& fill_id) {
  if (!offer.account.empty()) {
    const Order order = exchange.timeline.truth().of(offer.account).orders.at(offer.order_id);
    exchange.record({.at = at,
                     .account = offer.account,
                     .what = leg(market, order, size, offer.price, false, fill_id)});
    forget_if_done(exchange, offer.account, offer.order_id);
    return;
  }
  auto& levels = taker_bids ? market.book.no : market.book.yes;
  const auto price = taker_bids ? Price::from_units(one - offer.price.units()) : offer.price;
  auto& level = levels.at(price);
  level = less(level, size);
  if (level.is_zero()) levels.erase(price);
}

void note_trade(Market& market, Price price, Quantity size, UtcTime at) {
  market.last_price = price;
  market.volume = Quantity::from_units(market.volume.units() + size.units());
  market.updated_at = at;
}

struct Taker {
  const OrderPlan& plan;
  std::string order_id;  // empty: somebody outside, whose own fills nobody here keeps
  Quantity left;
  Placed placed;
  bool crossed_itself{};
};

// Trades until nothing is left, no offer is within the limit, or the order meets its own owner's.
void match(Exchange& exchange, Market& market, Taker& taker, UtcTime at, Random& random) {
  const bool bids = taker.plan.bids;
  for (const auto& offer : offers(exchange, market, bids, taker.plan.price)) {
    if (taker.left.is_zero()) return;
    if (!offer.account.empty() && offer.account == taker.plan.account) {
      if (taker.plan.self_trade_prevention != "maker") {
        taker.crossed_itself = true;
        return;
      }
      exchange.record({.at = at, .account = offer.account, .what = OrderCanceled{offer.order_id}});
      forget_if_done(exchange, offer.account, offer.order_id);
      continue;
    }
    const auto size = std::min(taker.left, offer.size);
    const auto fill_id = random.uuid();
    fill_offer(exchange, market, offer, bids, size, at, fill_id);
    if (!taker.order_id.empty()) {
      const Order& own = exchange.timeline.truth().of(taker.plan.account).orders.at(taker.order_id);
      auto trade = leg(market, own, size, offer.price, true, fill_id);
      taker.placed.fees = Money::from_units(taker.placed.fees.units() + trade.fee.units());
      exchange.record({.at = at, .account = taker.plan.account, .what = std::move(trade)});
    }
    taker.placed.cost += Int128{size.units()} * offer.price.units();
    taker.placed.filled = Quantity::from_units(taker.placed.filled.units() + size.units());
    taker.left = less(taker.left, size);
    note_trade(market, offer.price, size, at);
  }
}

std::optional<Answer> check_market(const Exchange& exchange, const Market& market,
                                   const OrderPlan& plan, UtcTime at) {
  if (!exchange.exchange_active || !exchange.trading_active) {
    return wrapped_error(503, "exchange_unavailable", "exchange unavailable");
  }
  if (market.status != "active" || market.close_at <= at) {
    return wrapped_error(400, "invalid_order", "invalid order", "market is not active");
  }
  if (!on_grid(market, plan.price)) return wrapped_error(400, "invalid_price", "invalid price");
  const bool waits = plan.time_in_force == TimeInForce::good_till_canceled;
  if (plan.reduce_only && waits) {
    return wrapped_error(400, "invalid_order", "invalid order",
                         "reduce_only can only be used with IoC or FoK orders");
  }
  if (plan.post_only && !waits) {
    return wrapped_error(400, "invalid_order", "invalid order",
                         "post_only can only be used with good_till_canceled orders");
  }
  if (plan.expires && (!waits || *plan.expires <= at)) {
    return wrapped_error(400, "invalid_order", "invalid order", "invalid expiration_time");
  }
  return std::nullopt;
}

std::optional<Answer> check_book(const Exchange& exchange, const Market& market,
                                 const OrderPlan& plan, Quantity count) {
  const auto against = offers(exchange, market, plan.bids, plan.price);
  if (plan.post_only && !against.empty()) {
    return wrapped_error(400, "invalid_order", "invalid order", "post only cross");
  }
  if (plan.time_in_force != TimeInForce::fill_or_kill) return std::nullopt;
  std::int64_t there = 0;
  for (const auto& offer : against) {
    const bool own = !offer.account.empty() && offer.account == plan.account;
    if (own && plan.self_trade_prevention != "maker") break;
    if (!own) there += offer.size.units();
  }
  if (there >= count.units()) return std::nullopt;
  return wrapped_error(400, "fill_or_kill_insufficient_resting_volume",
                       "fill or kill insufficient resting volume");
}

// The cash that is not set aside must pay for what the order opens, at its limit, and its fee.
std::optional<Answer> check_cash(const Exchange& exchange, const OrderPlan& plan,
                                 std::uint16_t shard, Quantity opens, Money kept_already) {
  const auto& portfolio = exchange.timeline.truth().of(plan.account);
  const auto found = portfolio.cash.find({plan.subaccount, shard});
  const auto cash = found == portfolio.cash.end() ? 0 : found->second.units();
  const auto free =
      cash - reserved(portfolio, plan.subaccount, shard).units() + kept_already.units();
  const auto price = side_price(plan.bids, plan.price);
  auto needed = cost_of(opens, price).units();
  if (!plan.post_only) needed += taker_fee(opens, plan.price).units();
  if (opens.is_zero() || needed <= free) return std::nullopt;
  return wrapped_error(400, "insufficient_balance", "insufficient balance");
}

Order new_order(const OrderPlan& plan, const Market& market, Quantity count, Quantity opens,
                UtcTime at, Random& random) {
  return {.id = random.uuid(),
          .client_order_id = plan.client_order_id,
          .ticker = plan.ticker,
          .subaccount = plan.subaccount,
          .shard = market.shard,
          .change = signed_size(plan, count),
          .initial = count,
          .opens = opens,
          .yes_price = plan.price,
          .sells = !plan.bids,
          .cancel_on_pause = plan.cancel_on_pause,
          .status = "resting",
          .self_trade_prevention = plan.self_trade_prevention,
          .expires = plan.expires,
          .created = at,
          .updated = at};
}

// After the matching: what is left rests, unless the order may not.
void settle_rest(Exchange& exchange, Taker& taker, bool may_rest, UtcTime at) {
  if (taker.left.is_zero()) return;
  if (may_rest && !taker.crossed_itself) {
    exchange.resting[taker.plan.ticker].emplace_back(taker.plan.account, taker.order_id);
    taker.placed.remaining = taker.left;
    return;
  }
  exchange.record({.at = at, .account = taker.plan.account, .what = OrderCanceled{taker.order_id}});
}

}  // namespace

Parameter<Placed> place(Exchange& exchange, const OrderPlan& plan, UtcTime at, Random& random) {
  const auto found = exchange.markets.find(plan.ticker);
  if (found == exchange.markets.end()) {
    return refusal(404, "market_not_found", "market not found");
  }
  Market& market = found->second;
  Member& member = exchange.members[plan.account];
  if (!plan.client_order_id.empty() && member.used_client_ids.contains(plan.client_order_id)) {
    return refusal(409, "order_already_exists", "order already exists");
  }
  if (auto wrong = check_market(exchange, market, plan, at)) return tl::make_unexpected(*wrong);
  const auto closes = closable(exchange, plan, market.shard, "");
  auto count = plan.count;
  if (plan.reduce_only && count > closes) {
    if (exchange.reduce_only_refuses_excess) {
      return refusal(400, "invalid_order", "invalid order", "reduce_only exceeds the position");
    }
    count = closes;
  }
  if (!count.is_zero()) {
    if (auto wrong = check_book(exchange, market, plan, count)) return tl::make_unexpected(*wrong);
  }
  const auto opens = less(count, std::min(count, closes));
  if (auto wrong = check_cash(exchange, plan, market.shard, opens, {})) {
    return tl::make_unexpected(*wrong);
  }
  if (!plan.client_order_id.empty()) member.used_client_ids.insert(plan.client_order_id);
  member.subaccounts.insert(plan.subaccount);
  auto order = new_order(plan, market, count, opens, at, random);
  Taker taker{.plan = plan, .order_id = order.id, .left = count, .placed = {}};
  taker.placed.order_id = order.id;
  taker.placed.client_order_id = plan.client_order_id;
  if (count.is_zero()) order.status = "canceled";
  exchange.record({.at = at, .account = plan.account, .what = OrderOpened{std::move(order)}});
  match(exchange, market, taker, at, random);
  settle_rest(exchange, taker, plan.time_in_force == TimeInForce::good_till_canceled, at);
  exchange.book_changed(plan.ticker, at);
  return taker.placed;
}

const Order* resting_order(const Exchange& exchange, const OrderPlace& place) {
  const auto& orders = exchange.timeline.truth().of(place.account).orders;
  const auto found = orders.find(place.order_id);
  if (found == orders.end()) return nullptr;
  const Order& order = found->second;
  const bool here = order.subaccount == place.subaccount && order.shard == place.shard;
  return here && order.status == "resting" ? &order : nullptr;
}

Quantity cancel(Exchange& exchange, const OrderPlace& place, UtcTime at) {
  const auto* order = resting_order(exchange, place);
  if (order == nullptr) return {};
  const auto taken = order->remaining();
  const auto ticker = order->ticker;
  exchange.record({.at = at, .account = place.account, .what = OrderCanceled{place.order_id}});
  forget_if_done(exchange, place.account, place.order_id);
  exchange.book_changed(ticker, at);
  return taken;
}

Parameter<Placed> amend(Exchange& exchange, const OrderPlace& where, const Amendment& change,
                        UtcTime at, Random& random) {
  const Order before = *resting_order(exchange, where);
  Market& market = exchange.markets.at(before.ticker);
  Member& member = exchange.members[where.account];
  const OrderPlan plan{.account = where.account,
                       .ticker = before.ticker,
                       .client_order_id = change.client_order_id,
                       .subaccount = before.subaccount,
                       .bids = !before.change.is_negative(),
                       .count = change.count,
                       .price = change.price,
                       .self_trade_prevention = before.self_trade_prevention};
  if (auto wrong = check_market(exchange, market, plan, at)) return tl::make_unexpected(*wrong);
  const auto filled = Quantity::from_units(static_cast<std::int64_t>(magnitude(before.filled)));
  if (change.count <= filled) {
    return refusal(400, "invalid_order", "invalid order", "count is not above the filled count");
  }
  if (change.client_order_id != before.client_order_id &&
      !member.used_client_ids.insert(change.client_order_id).second) {
    return refusal(409, "order_already_exists", "order already exists");
  }
  const auto left = less(change.count, filled);
  const auto closes = closable(exchange, plan, market.shard, before.id);
  const auto opens = less(left, std::min(left, closes));
  const auto kept =
      cost_of(std::min(before.opens, before.remaining()), side_price(plan.bids, before.yes_price));
  if (auto wrong = check_cash(exchange, plan, market.shard, opens, kept)) {
    return tl::make_unexpected(*wrong);
  }
  exchange.record({.at = at,
                   .account = where.account,
                   .what = OrderAmended{.order_id = before.id,
                                        .client_order_id = change.client_order_id,
                                        .yes_price = change.price,
                                        .change = signed_size(plan, change.count),
                                        .initial = change.count,
                                        .opens = opens}});
  std::erase(exchange.resting[before.ticker], std::pair{where.account, before.id});
  Taker taker{.plan = plan, .order_id = before.id, .left = left, .placed = {}};
  taker.placed.order_id = before.id;
  taker.placed.client_order_id = change.client_order_id;
  match(exchange, market, taker, at, random);
  settle_rest(exchange, taker, true, at);
  exchange.book_changed(before.ticker, at);
  return taker.placed;
}

void decrease(Exchange& exchange, const OrderPlace& where, Quantity to, UtcTime at) {
  const Order before = *resting_order(exchange, where);
  if (to.is_zero()) {
    cancel(exchange, where, at);
    return;
  }
  const auto filled = static_cast<std::int64_t>(magnitude(before.filled));
  const auto size = filled + to.units();
  exchange.record({.at = at,
                   .account = where.account,
                   .what = OrderAmended{
                       .order_id = before.id,
                       .client_order_id = before.client_order_id,
                       .yes_price = before.yes_price,
                       .change = Quantity::from_units(before.change.is_negative() ? -size : size),
                       .initial = before.initial,
                       .opens = std::min(before.opens, to)}});
  exchange.book_changed(before.ticker, at);
}

Quantity take(Exchange& exchange, const OrderPlan& plan, UtcTime at, Random& random) {
  const auto found = exchange.markets.find(plan.ticker);
  if (found == exchange.markets.end()) return {};
  Taker taker{.plan = plan, .order_id = {}, .left = plan.count, .placed = {}};
  match(exchange, found->second, taker, at, random);
  exchange.book_changed(plan.ticker, at);
  return taker.placed.filled;
}

}  // namespace holdfast::sim::kalshi
