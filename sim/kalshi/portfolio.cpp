#include "sim/kalshi/portfolio.hpp"

#include <algorithm>

#include "sim/amount_text.hpp"

namespace holdfast::sim::kalshi {
namespace {

constexpr std::int64_t one = 1'000'000'000;
constexpr std::int64_t micro = 1'000;  // 0.000001 in units: amounts are kept to six decimals

std::int64_t size_of(Quantity quantity) {
  return quantity.is_negative() ? -quantity.units() : quantity.units();
}

Money to_micro(Int128 units, Rounding rounding) {
  return Money::from_units(static_cast<std::int64_t>(divide_rounded(units, micro, rounding)) *
                           micro);
}

Money times(std::int64_t count_units, Price price) {
  const auto units = divide_rounded(Int128{count_units} * price.units(), one, Rounding::half_even);
  return to_micro(units, Rounding::half_even);
}

template <class Amount>
void grow(Amount& amount, std::int64_t units) {
  amount = Amount::from_units(amount.units() + units);
}

// Books a trade on a row; returns what it does to the cash, fees apart.
Money book(Row& row, const Trade& trade, UtcTime at) {
  const bool long_yes = !row.position.is_negative();
  const bool opens =
      row.position.is_zero() || trade.change.is_negative() == row.position.is_negative();
  const auto change = size_of(trade.change);
  const auto closing = opens ? 0 : std::min(change, size_of(row.position));
  Money cash;
  if (closing > 0) {
    const auto released = to_micro(divide_rounded(Int128{row.exposure.units()} * closing,
                                                  size_of(row.position), Rounding::half_even),
                                   Rounding::half_even);
    const auto proceeds = times(closing, side_price(long_yes, trade.yes_price));
    grow(row.exposure, -released.units());
    grow(row.realized, proceeds.units() - released.units());
    grow(cash, proceeds.units());
  }
  if (const auto opening = change - closing; opening > 0) {
    const auto cost = times(opening, side_price(!trade.change.is_negative(), trade.yes_price));
    grow(row.exposure, cost.units());
    grow(row.traded, cost.units());
    grow(cash, -cost.units());
  }
  grow(row.position, trade.change.units());
  grow(row.traded_count, change);
  grow(row.fees, trade.fee.units());
  row.updated = at;
  return cash;
}

// A trade that a person made elsewhere belongs to an order of its own, filled at once.
Order order_by_hand(const Trade& trade, UtcTime at) {
  return {.id = trade.order_id,
          .client_order_id = trade.client_order_id,
          .ticker = trade.ticker,
          .subaccount = trade.subaccount,
          .shard = trade.shard,
          .change = trade.change,
          .initial = Quantity::from_units(size_of(trade.change)),
          .yes_price = trade.yes_price,
          .sells = trade.sells,
          .created = at};
}

void apply_to(Portfolio& member, const Trade& trade, UtcTime at) {
  Row& row = member.rows[{trade.subaccount, trade.ticker, trade.shard}];
  row.event_ticker = trade.event_ticker;
  const Money cash = book(row, trade, at);
  grow(member.cash[{trade.subaccount, trade.shard}], cash.units() - trade.fee.units());
  member.cash_updated = at;
  member.fills.push_back({trade, at});

  Order& order = member.orders[trade.order_id];
  if (order.id.empty()) order = order_by_hand(trade, at);
  grow(order.filled, trade.change.units());
  const bool bids = !trade.change.is_negative();
  const auto cost = times(size_of(trade.change), side_price(bids, trade.yes_price)).units();
  grow(trade.is_taker ? order.taker_cost : order.maker_cost, cost);
  grow(trade.is_taker ? order.taker_fees : order.maker_fees, trade.fee.units());
  if (order.status == "resting" && order.filled == order.change) order.status = "executed";
  order.updated = at;
}

void apply_to(Portfolio& member, const OrderOpened& opened, UtcTime) {
  member.orders.insert_or_assign(opened.order.id, opened.order);
}

void apply_to(Portfolio& member, const OrderAmended& amended, UtcTime at) {
  Order& order = member.orders[amended.order_id];
  order.client_order_id = amended.client_order_id;
  order.yes_price = amended.yes_price;
  order.change = amended.change;
  order.initial = amended.initial;
  order.opens = amended.opens;
  order.updated = at;
}

void apply_to(Portfolio& member, const OrderCanceled& canceled, UtcTime at) {
  Order& order = member.orders[canceled.order_id];
  order.status = "canceled";
  order.updated = at;
}

void apply_to(Portfolio& member, const Payout& payout, UtcTime at) {
  for (auto& [key, row] : member.rows) {
    if (key.ticker != payout.ticker || row.position.is_zero()) continue;
    const bool is_yes = !row.position.is_negative();
    const auto revenue = times(size_of(row.position), side_price(is_yes, payout.value));
    member.settlements.push_back({.key = key,
                                  .payout = payout,
                                  .held = row.position,
                                  .cost = row.exposure,
                                  .revenue = revenue,
                                  .fees = row.fees,
                                  .at = at});
    grow(member.cash[{key.subaccount, key.shard}], revenue.units());
    member.cash_updated = at;
    grow(row.realized, revenue.units() - row.exposure.units());
    row.position = {};
    row.exposure = {};
    row.updated = at;
  }
}

void apply_to(Portfolio& member, const CashMove& move, UtcTime at) {
  grow(member.cash[{move.subaccount, move.shard}], move.change.units());
  member.cash_updated = at;
}

void apply_to(Portfolio& member, const PositionMove& move, UtcTime at) {
  Row& from = member.rows[{move.from, move.ticker, move.shard}];
  Row& to = member.rows[{move.to, move.ticker, move.shard}];
  const auto cost = to_micro(divide_rounded(Int128{from.exposure.units()} * move.count.units(),
                                            size_of(from.position), Rounding::half_even),
                             Rounding::half_even);
  const auto change = from.position.is_negative() ? -move.count.units() : move.count.units();
  to.event_ticker = from.event_ticker;
  grow(from.position, -change);
  grow(from.exposure, -cost.units());
  grow(to.position, change);
  grow(to.exposure, cost.units());
  from.updated = to.updated = at;
  member.cash.try_emplace({move.to, move.shard});  // the venue lists a subaccount by its money
}

void apply_to(Portfolio& member, const Archive& archive, UtcTime) {
  for (auto& [key, row] : member.rows) {
    if (row.event_ticker == archive.event_ticker) row.archived = true;
  }
}

}  // namespace

Price side_price(bool is_yes, Price yes_price) {
  return is_yes ? yes_price : Price::from_units(one - yes_price.units());
}

Quantity Order::remaining() const {
  if (status != "resting") return {};
  return Quantity::from_units(size_of(change) - size_of(filled));
}

Money reserved(const Portfolio& portfolio, std::uint16_t subaccount, std::uint16_t shard) {
  Money total;
  for (const auto& [id, order] : portfolio.orders) {
    if (order.subaccount != subaccount || order.shard != shard) continue;
    const auto opening = std::min(order.opens, order.remaining());
    const bool bids = !order.change.is_negative();
    grow(total, times(opening.units(), side_price(bids, order.yes_price)).units());
  }
  return total;
}

Money taker_fee(Quantity count, Price price) {
  // 0.07 x count x p x (1 - p) in units of 1e-27, brought up to 1e-4.
  const Int128 per_contract = Int128{price.units()} * (one - price.units()) / one;
  const Int128 units =
      divide_rounded(7 * Int128{size_of(count)} * per_contract, Int128{100} * one, Rounding::up);
  return Money::from_units(static_cast<std::int64_t>(divide_rounded(units, 100'000, Rounding::up)) *
                           100'000);
}

void Portfolios::apply(const PortfolioEvent& event) {
  std::visit(
      [&](const auto& what) {
        if (!event.account.empty()) {
          apply_to(members[event.account], what, event.at);
          return;
        }
        for (auto& [name, member] : members) apply_to(member, what, event.at);
      },
      event.what);
}

const Portfolio& Portfolios::of(const std::string& account) const {
  static const Portfolio nothing;
  const auto found = members.find(account);
  return found == members.end() ? nothing : found->second;
}

}  // namespace holdfast::sim::kalshi
