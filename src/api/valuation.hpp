#pragma once
#include <optional>
#include <string_view>

#include "domain/holding.hpp"
#include "domain/position.hpp"

namespace holdfast::api {

// yes, no, long, short, flat or unknown. An outcome token is yes of itself unless it is called No.
std::string_view side_of(const PositionKey& key, const std::optional<Quantity>& quantity,
                         const Instrument& about);

// What so much of it is worth at the instrument's last price; none when a part is unknown. A
// Kalshi short is no contracts, worth 1 - price each; a short perpetual has no worth of its own.
std::optional<Money> worth_of(VenueName venue, Quantity quantity, std::optional<Price> price);
// The venue's own figure where it gives one, else what it pays once redeemed, else at the last
// price.
std::optional<Money> worth_of(const Holding& holding);

// What it is paid in: what the venue says of the instrument (empty: nothing), else what it always
// pays in. They are worth about the same and are not the same.
std::string_view currency_of(VenueName venue, std::string_view said);

// Cost per unit, for showing.
std::optional<Price> average_of(std::optional<Money> cost, Quantity quantity);

// What the quantity cost: from our fills where the ledger holds exactly as much, else in the
// venue's words.
std::optional<Money> cost_of(const Holding& holding, const Position* position);

// What its closings have brought; none while all that was closed is unpriced: that is not zero.
std::optional<Money> realized_of(const Position& position);

// Worth less cost; for a perpetual quantity times the way the price went.
std::optional<Money> unrealised_of(const Position& position, std::optional<Price> price);

// Of the cost, in percent, to nine decimals.
std::optional<Money> percent_of(std::optional<Money> pnl, std::optional<Money> cost);

// At most nine decimals; none when it does not fit.
template <class Amount>
std::optional<Amount> value_or_none(const Result<Amount>& result) {
  return result ? std::optional<Amount>{*result} : std::nullopt;
}

std::optional<Quantity> size_of(const std::optional<Quantity>& quantity);  // without its sign

}  // namespace holdfast::api
