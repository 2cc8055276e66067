#pragma once
#include <optional>
#include <string>

#include "sim/pacifica/exchange.hpp"

namespace holdfast::sim::pacifica {

// What the positions would gain or lose at the marks, in billionths of a dollar.
Int128 unrealised(const Exchange& exchange, const Account& account);
// What they were opened with at ten times the margin, in billionths of a dollar.
Int128 margin_used(const Account& account);
// Margin of one position: that of an isolated one, zero of one that the whole account backs.
Money margin_of(const Position& held);

// The mark at which the venue takes the position; below zero where the account could pay for any
// fall. None: no market, or a number too large to be shown.
std::optional<Price> liquidation_price(const Exchange& exchange, const Account& account,
                                       const std::string& symbol);

}  // namespace holdfast::sim::pacifica
