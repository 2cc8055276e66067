#include "sim/pacifica/exchange.hpp"

#include <fmt/format.h>

#include "sim/amount_text.hpp"

namespace holdfast::sim::pacifica {
namespace {

constexpr Int128 one = 1'000'000'000;
constexpr std::int64_t fee_part = 2'500;  // 1 / 0.0004

Money fee_of(Quantity amount, Price price) {
  return Money::from_units(static_cast<std::int64_t>(
      divide_rounded(magnitude(amount) * price.units(), one * fee_part, Rounding::half_even)));
}

Quantity sized(Int128 units, bool is_buy) {
  const auto size = static_cast<std::int64_t>(units);
  return Quantity::from_units(is_buy ? size : -size);
}

// A stop waits for the worse price, a target for the better one.
bool is_hit(const Order& order, Price price) {
  if (!order.is_stop()) return order.is_buy ? price <= order.price : price >= order.price;
  const bool waits_above = order.is_buy != order.type.starts_with("take_profit");
  return waits_above ? price >= *order.stop_price : price <= *order.stop_price;
}

}  // namespace

void Exchange::record(const std::string& account, Happening what, UtcTime at) {
  timeline.record(
      {.at = at, .account = account, .order_nonce = order_nonce, .what = std::move(what)});
}

void Exchange::execute(Order& order, Quantity amount, Price price, bool is_isolated, bool is_maker,
                       const std::string& account, UtcTime at, const std::string& cause,
                       std::optional<Money> fee) {
  history_ids += 2;
  record(account,
         Execution{.history_id = history_ids,
                   .order_id = order.id,
                   .client_order_id = order.client_order_id,
                   .symbol = order.symbol,
                   .change = sized(magnitude(amount), order.is_buy),
                   .price = price,
                   .fee = fee.value_or(fee_of(amount, price)),
                   .is_maker = is_maker,
                   .isolated = is_isolated,
                   .cause = cause},
         at);
  order.filled = Quantity::from_units(order.filled.units() + amount.units());
  if (order.amount < order.filled) order.amount = order.filled;
  order.fill_cost = Money::from_units(
      static_cast<std::int64_t>(order.fill_cost.units() + magnitude(amount) * price.units() / one));
  order.status = order.filled == order.amount ? "filled" : "partially_filled";
  order.updated = at;
  ++order_nonce;
  record(account, OrderChange{order}, at);
  drop_stops(account, order.symbol, at);
}

// Stops and targets of a position go with it.
void Exchange::drop_stops(const std::string& account, const std::string& symbol, UtcTime at) {
  if (truth(account).positions.contains(symbol)) return;
  std::vector<Order> dropped;
  for (const auto& [id, order] : truth(account).orders) {
    if (order.symbol == symbol && order.is_open() && order.is_stop() && order.reduce_only) {
      dropped.push_back(order);
    }
  }
  for (Order& order : dropped) {
    order.status = "cancelled";
    order.cancelled = order.amount;
    order.updated = at;
    ++order_nonce;
    record(account, OrderChange{order}, at);
  }
}

Result<std::int64_t> Exchange::trade(const HandTrade& trade, UtcTime at) {
  const auto market = markets.find(trade.symbol);
  if (market == markets.end()) return fail(Fault::refused, "no such market: " + trade.symbol);
  if (!accounts.contains(trade.account)) {
    return fail(Fault::refused, "no such Pacifica account: " + trade.account);
  }
  if (trade.change.is_zero()) return fail(Fault::refused, "an amount of nothing");
  Order order{.id = ++order_nonce,
              .symbol = trade.symbol,
              .is_buy = !trade.change.is_negative(),
              .amount = sized(magnitude(trade.change), true),
              .type = trade.is_maker ? "limit" : "market",
              .created = at,
              .updated = at};
  order.price = trade.is_maker ? trade.price.value_or(market->second.mark) : Price{};
  const auto id = order.id;
  execute(order, order.amount, trade.price.value_or(market->second.mark), trade.isolated,
          trade.is_maker, trade.account, at, "normal", trade.fee);
  return id;
}

void Exchange::set_off(const std::string& account, Order order, Price price, UtcTime at) {
  const auto& positions = truth(account).positions;
  const auto held = positions.find(order.symbol);
  const bool against = held != positions.end() && held->second.amount.is_negative() == order.is_buy;
  if (order.reduce_only && !against) return drop_stops(account, order.symbol, at);
  Int128 open = Int128{order.amount.units()} - order.filled.units();
  if (order.reduce_only) {
    const Int128 all = magnitude(held->second.amount);
    open = order.amount.is_zero() ? all : std::min(open, all);
  }
  const bool limited = order.type.ends_with("limit");
  const bool is_isolated = held != positions.end() && held->second.isolated;
  execute(order, sized(open, true), limited && !order.price.is_zero() ? order.price : price,
          is_isolated, !order.is_stop(), account, at);
}

Offers shown_offers(const Market& market) {
  if (market.offers) return *market.offers;
  const Quantity size = Quantity::from_units(market.lot.units() * 1'000);
  const auto around = [&](std::int64_t ticks) {
    return Price::from_units(market.mark.units() + ticks * market.tick.units());
  };
  return {.bids = {{around(-1), size}, {around(-2), size}},
          .asks = {{around(1), size}, {around(2), size}}};
}

Result<void> Exchange::quote(const std::string& symbol, bool is_bid, Price price, Quantity size) {
  const auto market = markets.find(symbol);
  if (market == markets.end()) return fail(Fault::refused, "no such market: " + symbol);
  if (size.is_negative()) return fail(Fault::refused, "a size below zero");
  if (!market->second.offers) market->second.offers = Offers{};
  auto& side = is_bid ? market->second.offers->bids : market->second.offers->asks;
  if (size.is_zero()) {
    side.erase(price);
  } else {
    side.insert_or_assign(price, size);
  }
  market->second.offers_number = ++order_nonce;
  return {};
}

Result<void> Exchange::set_price(const std::string& symbol, Price price, UtcTime at) {
  const auto market = markets.find(symbol);
  if (market == markets.end()) return fail(Fault::refused, "no such market: " + symbol);
  market->second.mark = price;
  if (!market->second.offers) market->second.offers_number = ++order_nonce;
  std::vector<std::pair<std::string, Order>> hit;
  for (const auto& [name, account] : timeline.truth().accounts) {
    for (const auto& [id, order] : account.orders) {
      if (order.symbol == symbol && order.is_open() && is_hit(order, price)) {
        hit.emplace_back(name, order);
      }
    }
  }
  for (const auto& [name, order] : hit) {
    if (truth(name).orders.at(order.id).is_open()) set_off(name, order, price, at);
  }
  return {};
}

Result<void> Exchange::take(const std::string& account, const std::string& symbol,
                            const std::string& cause, std::optional<Price> price, UtcTime at) {
  const auto& positions = truth(account).positions;
  const auto held = positions.find(symbol);
  if (held == positions.end()) return fail(Fault::refused, "no such position: " + symbol);
  const Quantity amount = held->second.amount;
  Order order{.id = ++order_nonce,
              .symbol = symbol,
              .is_buy = amount.is_negative(),
              .amount = sized(magnitude(amount), true),
              .type = "market",
              .reduce_only = true,
              .created = at,
              .updated = at};
  const bool is_isolated = held->second.isolated;
  execute(order, order.amount, price.value_or(markets.at(symbol).mark), is_isolated, false, account,
          at, cause);
  return {};
}

Result<void> Exchange::fund(const std::string& symbol, std::optional<Price> rate, UtcTime at) {
  const auto market = markets.find(symbol);
  if (market == markets.end()) return fail(Fault::refused, "no such market: " + symbol);
  const Price paid = rate.value_or(market->second.funding_rate);
  std::vector<std::pair<std::string, Quantity>> held;
  for (const auto& [name, account] : timeline.truth().accounts) {
    const auto position = account.positions.find(symbol);
    if (position != account.positions.end()) held.emplace_back(name, position->second.amount);
  }
  for (const auto& [name, amount] : held) {
    // Longs pay a rate above zero to shorts.
    const Int128 value = Int128{amount.units()} * market->second.mark.units() / one;
    const Int128 payout = divide_rounded(-value * paid.units(), one, Rounding::half_even);
    record(name,
           FundingPayment{.history_id = ++history_ids,
                          .symbol = symbol,
                          .amount = amount,
                          .payout = Money::from_units(static_cast<std::int64_t>(payout)),
                          .rate = paid,
                          .at = at},
           at);
  }
  return {};
}

Result<void> Exchange::deposit(const std::string& account, Money amount, UtcTime at) {
  accounts.insert(account);
  record(account, CashMove{amount}, at);
  return {};
}

}  // namespace holdfast::sim::pacifica
