#include "sim/pacifica/margin.hpp"

#include <limits>

namespace holdfast::sim::pacifica {
namespace {

constexpr Int128 one = 1'000'000'000;

// Moves the point of six decimals, as the venue shows prices.
constexpr Int128 shown_step = 1'000;

}  // namespace

Int128 unrealised(const Exchange& exchange, const Account& account) {
  Int128 sum = 0;
  for (const auto& [symbol, held] : account.positions) {
    const auto market = exchange.markets.find(symbol);
    if (market == exchange.markets.end()) continue;
    const Int128 value = magnitude(held.amount) * market->second.mark.units() / one;
    sum += held.amount.is_negative() ? held.cost.units() - value : value - held.cost.units();
  }
  return sum;
}

Int128 margin_used(const Account& account) {
  Int128 sum = 0;
  for (const auto& [symbol, held] : account.positions) sum += held.cost.units() / 10;
  return sum;
}

Money margin_of(const Position& held) {
  return held.isolated ? Money::from_units(held.cost.units() / 10) : Money{};
}

// (price - side x margin / size) / (1 - side / (2 x max_leverage)): from the entry with its own
// margin when isolated, from the mark with the account's equity when not.
std::optional<Price> liquidation_price(const Exchange& exchange, const Account& account,
                                       const std::string& symbol) {
  const auto position = account.positions.find(symbol);
  const auto market = exchange.markets.find(symbol);
  if (position == account.positions.end() || market == exchange.markets.end()) return std::nullopt;
  const Position& held = position->second;
  const Int128 size = magnitude(held.amount);
  if (size == 0) return std::nullopt;
  const int side = held.amount.is_negative() ? -1 : 1;
  const Int128 backing = held.isolated ? Int128{margin_of(held).units()}
                                       : account.balance.units() + unrealised(exchange, account);
  const Int128 from = held.isolated ? held.entry_price().units() : market->second.mark.units();
  const Int128 twice = 2 * market->second.max_leverage;
  const Int128 at = (from - side * (backing * one / size)) * twice / (twice - side);
  const Int128 shown = at / shown_step * shown_step;
  constexpr Int128 most = std::numeric_limits<std::int64_t>::max();
  if (shown > most || shown < -most) return std::nullopt;
  return Price::from_units(static_cast<std::int64_t>(shown));
}

}  // namespace holdfast::sim::pacifica
