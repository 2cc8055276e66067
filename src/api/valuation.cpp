#include "api/valuation.hpp"

#include "core/claims.hpp"

namespace holdfast::api {

std::string_view side_of(const PositionKey& key, const std::optional<Quantity>& quantity,
                         const Instrument& about) {
  if (!quantity) return "unknown";
  if (quantity->is_zero()) return "flat";
  switch (key.venue) {
    case VenueName::kalshi:
      return quantity->is_negative() ? "no" : "yes";
    case VenueName::pacifica:
      return quantity->is_negative() ? "short" : "long";
    case VenueName::kalshi_solana:
    case VenueName::polymarket:
      break;
  }
  return about.outcome == "No" || about.outcome == "NO" || about.outcome == "no" ? "no" : "yes";
}

std::optional<Quantity> size_of(const std::optional<Quantity>& quantity) {
  if (!quantity) return std::nullopt;
  return value_or_none(Quantity::from_wide(magnitude(*quantity)));
}

std::optional<Money> worth_of(VenueName venue, Quantity quantity, std::optional<Price> price) {
  const auto size = size_of(quantity);
  if (!price || !size) return std::nullopt;
  if (quantity.is_negative() && short_side_of(venue) == ShortSide::complement) {
    const auto other = subtract(Price::from_units(1'000'000'000), *price);
    return other ? value_or_none(multiply(*other, *size, Rounding::half_even)) : std::nullopt;
  }
  return value_or_none(multiply(*price, quantity, Rounding::half_even));
}

std::optional<Money> worth_of(const Holding& holding) {
  if (!holding.quantity) return std::nullopt;
  if (holding.figures.value.value) return holding.figures.value.value;
  if (holding.lost) return Money{};
  if (const auto pays = payout_of(holding, *holding.quantity)) return pays;
  return worth_of(holding.key.venue, *holding.quantity, holding.about.price);
}

std::string_view currency_of(VenueName venue, std::string_view said) {
  if (!said.empty()) return said;
  switch (venue) {
    case VenueName::kalshi:
      return "USD";
    case VenueName::polymarket:
      return "pUSD";
    case VenueName::pacifica:
      return "USDC";
    case VenueName::kalshi_solana:
      break;
  }
  return "unknown";
}

std::optional<Price> average_of(std::optional<Money> cost, Quantity quantity) {
  const auto size = size_of(quantity);
  if (!cost || !size || size->is_zero()) return std::nullopt;
  const auto whole = Money::from_wide(magnitude(*cost));
  return whole ? value_or_none(divide(*whole, *size, Rounding::half_even)) : std::nullopt;
}

std::optional<Money> cost_of(const Holding& holding, const Position* position) {
  if (position && position->cost && holding.quantity == position->quantity) return position->cost;
  return holding.figures.cost.value;
}

// Of a part that is priced and brought exactly nothing the whole is unknown just as well.
std::optional<Money> realized_of(const Position& position) {
  const bool nothing_known = position.realized_pnl.is_zero() && !position.unpriced.is_zero();
  return nothing_known ? std::nullopt : std::optional{position.realized_pnl};
}

std::optional<Money> unrealised_of(const Position& position, std::optional<Price> price) {
  const auto worth = worth_of(position.key.venue, position.quantity, price);
  if (!worth || !position.cost) return std::nullopt;
  const bool owed =
      position.quantity.is_negative() && short_side_of(position.key.venue) == ShortSide::linear;
  if (owed) return value_or_none(add(*position.cost, *worth));
  return value_or_none(subtract(*worth, *position.cost));
}

std::optional<Money> percent_of(std::optional<Money> pnl, std::optional<Money> cost) {
  if (!pnl || !cost || cost->is_zero()) return std::nullopt;
  const auto hundredfold = Money::from_wide(Int128{pnl->units()} * 100);
  if (!hundredfold) return std::nullopt;
  const auto percent =
      divide(*hundredfold, Quantity::from_units(cost->units()), Rounding::half_even);
  return percent ? std::optional{Money::from_units(percent->units())} : std::nullopt;
}

}  // namespace holdfast::api
