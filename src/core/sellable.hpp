#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/holding.hpp"
#include "domain/position.hpp"
#include "domain/sale_limits.hpp"
#include "domain/unsettled_trade.hpp"
#include "domain/verdict.hpp"

namespace holdfast {

// Why a part of what is held cannot be sold at this moment.
enum class Unsellable : std::uint8_t {
  market,         // nobody trades it now: paused, closed or resolved
  settling,       // sold already in a match that is not final, or not seen by the last listing
  open_orders,    // an open order of the owner's sells it
  below_minimum,  // the venue takes no order of so little, or of a size between its steps
  not_approved,   // the venue's contract may not move the owner's tokens
};
inline constexpr std::array<std::string_view, 5> unsellable_names{
    "market", "settling", "open_orders", "below_minimum", "not_approved"};
constexpr std::string_view name_of(Unsellable reason) {
  return unsellable_names.at(static_cast<std::size_t>(reason));
}

struct UnsellablePart {
  Unsellable reason{};
  Quantity quantity;  // above zero
  std::string text;
  friend bool operator==(const UnsellablePart&, const UnsellablePart&) = default;
};

// A number of its own beside what is held: `now` and the parts sum to the size of the position.
struct Sellable {
  std::optional<Quantity> now;  // without a sign; none: nobody knows
  std::string reason;           // why nobody knows; empty otherwise
  std::vector<UnsellablePart> parts;
  friend bool operator==(const Sellable&, const Sellable&) = default;
};

// What it is judged by. What is null was not told, and makes the number unknown: it is never
// guessed from what is held.
struct SaleGrounds {
  const Position& position;
  Instrument about;
  Verdict verdict{Verdict::unknown};  // on this key
  const Holding* listed{};            // by the last snapshot; null: it does not list the key
  std::span<const UnsettledTrade> unsettled;  // of the account
  const AccountSaleLimits* limits{};
};
Sellable sellable_of(const SaleGrounds& grounds);

// "sellable now 95 of 100: 5 in open orders", for a person.
std::string sellable_text(const Sellable& sellable, Quantity held);

}  // namespace holdfast
