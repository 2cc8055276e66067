#include <fmt/format.h>

#include "sim/amount_text.hpp"
#include "sim/polymarket/clob/trading.hpp"

// What the official clients round a price and a size to (their ROUNDING_CONFIG), read backwards: an
// order shows its two amounts only.
namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t one = 1'000'000'000;

// Decimals of the computed amount of a market order.
int amount_decimals(Price tick) {
  switch (tick.units()) {
    case 100'000'000:
      return 3;
    case 10'000'000:
      return 4;
    case 5'000'000:
    case 1'000'000:
      return 5;
    default:
      return 6;  // 0.0025 and 0.0001
  }
}

BaseUnits step_of(Price tick) {
  BaseUnits step = 1'000'000;
  for (int i = 0; i < amount_decimals(tick); ++i) step /= 10;
  return step;
}

}  // namespace

BaseUnits shares_bought(BaseUnits dollars, Price price, Price tick) {
  const Int128 step = step_of(tick);
  const Int128 steps = Int128{dollars} * one / (price.units() * step);
  return static_cast<BaseUnits>(steps * step);
}

std::optional<Price> price_on_tick(const SignedOrder& order, OrderType type, Price tick) {
  const Int128 shares = order.buys ? order.taker_amount : order.maker_amount;
  const Int128 cash = order.buys ? order.maker_amount : order.taker_amount;
  const auto nearest = divide_rounded(cash * one, shares * tick.units(), Rounding::half_even);
  const Int128 units = nearest * tick.units();
  if (units < tick.units() || units > one - tick.units()) return std::nullopt;
  const auto price = Price::from_units(static_cast<std::int64_t>(units));
  if (shares * units == cash * one) return price;
  if (rests(type) || !order.buys) return std::nullopt;
  // A client that guards its worst price rounds the shares of a market BUY up instead.
  const auto low = shares_bought(static_cast<BaseUnits>(cash), price, tick);
  return shares == low || shares == low + step_of(tick) ? std::optional{price} : std::nullopt;
}

std::string too_fine(const SignedOrder& order, Price tick) {
  const auto step = static_cast<std::uint64_t>(step_of(tick));
  if (order.maker_amount % 10'000 == 0 && order.taker_amount % step == 0) return "";
  return fmt::format(
      "invalid amounts, the {} orders maker amount supports a max accuracy of 2 decimals, taker "
      "amount a max of {} decimals",
      order.buys ? "market buy" : "sell", amount_decimals(tick));
}

}  // namespace holdfast::sim::polymarket
