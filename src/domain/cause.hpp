#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace holdfast {

// Why a position changed, in one word. What a venue calls it stays in its parser.
enum class Cause : std::uint8_t {
  unknown,       // nobody said
  trade,         // an order of the owner, by hand or by program
  venue_stop,    // a stop-loss that rested at the venue
  venue_target,  // a take-profit that rested at the venue
  liquidation,   // the venue took it, by market order or backstop
  deleveraging,  // the venue took it from the winning side
  settlement,    // the market resolved and the venue paid out
  redemption,    // a resolved token was turned into collateral
  merge,         // a full set of outcomes was turned into collateral
  split,         // collateral was turned into a full set of outcomes
  conversion,    // NO of some outcomes was turned into YES of the others (neg-risk)
  transfer,      // moved to or from another wallet or account, without a price
  funding,       // a perpetual's periodic payment
};

inline constexpr std::array<std::string_view, 13> cause_names{
    "unknown",      "trade",      "venue_stop", "venue_target", "liquidation",
    "deleveraging", "settlement", "redemption", "merge",        "split",
    "conversion",   "transfer",   "funding"};

constexpr std::string_view name_of(Cause cause) {
  return cause_names.at(static_cast<std::size_t>(cause));
}

}  // namespace holdfast
