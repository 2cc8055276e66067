#include "sim/pacifica/book.hpp"

#include <algorithm>

#include "sim/amount_text.hpp"

namespace holdfast::sim::pacifica {
namespace {

constexpr Int128 one = 1'000'000'000;

Quantity size_of(Quantity amount) {
  return Quantity::from_units(static_cast<std::int64_t>(magnitude(amount)));
}

Money value_of(Quantity amount, Price price) {
  return Money::from_units(static_cast<std::int64_t>(
      divide_rounded(magnitude(amount) * price.units(), one, Rounding::half_even)));
}

Money part_of(Money whole, Quantity part, Quantity all) {
  const Int128 units = divide_rounded(Int128{whole.units()} * size_of(part).units(),
                                      size_of(all).units(), Rounding::half_even);
  return Money::from_units(static_cast<std::int64_t>(units));
}

Trade trade_of(const Execution& done, Quantity change, Money fee, UtcTime at) {
  return {.history_id = done.history_id,
          .order_id = done.order_id,
          .client_order_id = done.client_order_id,
          .symbol = done.symbol,
          .amount = size_of(change),
          .price = done.price,
          .entry_price = done.price,
          .fee = fee,
          .pnl = Money::from_units(-fee.units()),
          .is_maker = done.is_maker,
          .side = change.is_negative() ? "open_short" : "open_long",
          .cause = done.cause,
          .at = at};
}

void close(Account& account, const Execution& done, Quantity change, Money fee, UtcTime at) {
  Position& held = account.positions.at(done.symbol);
  const bool was_long = !held.amount.is_negative();
  Trade trade = trade_of(done, change, fee, at);
  trade.side = was_long ? "close_long" : "close_short";
  trade.entry_price = held.entry_price();
  const Money cost = part_of(held.cost, change, held.amount);
  const Money value = value_of(change, done.price);
  const auto gain = was_long ? value.units() - cost.units() : cost.units() - value.units();
  trade.pnl = Money::from_units(gain - fee.units());
  account.balance = Money::from_units(account.balance.units() + trade.pnl.units());
  held.amount = Quantity::from_units(held.amount.units() + change.units());
  held.cost = Money::from_units(held.cost.units() - cost.units());
  held.updated = at;
  if (held.amount.is_zero()) account.positions.erase(done.symbol);
  account.trades.push_back(std::move(trade));
}

void open(Account& account, const Execution& done, Quantity change, Money fee, UtcTime at) {
  Trade trade = trade_of(done, change, fee, at);
  const auto [entry, fresh] = account.positions.try_emplace(done.symbol);
  Position& held = entry->second;
  if (fresh) {
    held.created = at;
    held.isolated = done.isolated;
  }
  held.amount = Quantity::from_units(held.amount.units() + change.units());
  held.cost = Money::from_units(held.cost.units() + value_of(change, done.price).units());
  held.updated = at;
  trade.entry_price = held.entry_price();
  account.balance = Money::from_units(account.balance.units() - fee.units());
  account.trades.push_back(std::move(trade));
}

void execute(Account& account, Execution done, UtcTime at) {
  const auto held = account.positions.find(done.symbol);
  const bool against = held != account.positions.end() &&
                       held->second.amount.is_negative() != done.change.is_negative();
  if (!against) return open(account, done, done.change, done.fee, at);
  const auto held_size = magnitude(held->second.amount);
  if (magnitude(done.change) <= held_size) return close(account, done, done.change, done.fee, at);
  const Quantity ending = Quantity::from_units(-held->second.amount.units());
  const Quantity beginning = Quantity::from_units(done.change.units() - ending.units());
  const Money fee = part_of(done.fee, ending, done.change);
  close(account, done, ending, fee, at);
  ++done.history_id;
  open(account, done, beginning, Money::from_units(done.fee.units() - fee.units()), at);
}

void pay(Account& account, const FundingPayment& payment) {
  account.funding.push_back(payment);
  account.balance = Money::from_units(account.balance.units() + payment.payout.units());
  const auto held = account.positions.find(payment.symbol);
  if (held == account.positions.end()) return;
  held->second.funding = Money::from_units(held->second.funding.units() - payment.payout.units());
  held->second.updated = payment.at;
}

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

}  // namespace

Price Position::entry_price() const {
  if (amount.is_zero()) return {};
  // Six decimals: units of 10^-9, rounded to thousands of them.
  const Int128 micro =
      divide_rounded(Int128{cost.units()} * 1'000'000, magnitude(amount), Rounding::half_even);
  return Price::from_units(static_cast<std::int64_t>(micro * 1'000));
}

void Books::apply(const AccountEvent& event) {
  Account& account = accounts[event.account];
  account.updated = std::max(account.updated, event.at);
  account.last_order_id = std::max(account.last_order_id, event.order_nonce);
  std::visit(Overloaded{[&](const Execution& done) {
                          const auto known = account.trades.size();
                          execute(account, done, event.at);
                          for (auto i = known; i < account.trades.size(); ++i) {
                            account.trades[i].number = event.order_nonce;
                          }
                        },
                        [&](const OrderChange& change) {
                          Order order = change.order;
                          order.number = event.order_nonce;
                          account.orders.insert_or_assign(order.id, std::move(order));
                        },
                        [&](const FundingPayment& payment) { pay(account, payment); },
                        [&](const CashMove& move) {
                          account.balance =
                              Money::from_units(account.balance.units() + move.change.units());
                        }},
             event.what);
}

const Account& Books::of(const std::string& account) const {
  static const Account nobody;
  const auto found = accounts.find(account);
  return found == accounts.end() ? nobody : found->second;
}

}  // namespace holdfast::sim::pacifica
