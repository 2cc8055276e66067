#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "domain/fixed.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"

namespace holdfast {

// What a venue says of selling, or buying back, what one key holds.
struct SaleLimits {
  // What is left of the owner's open orders in it, by direction.
  Quantity in_buys;
  Quantity in_sells;
  Quantity step;                         // sizes of orders are multiples of it; zero: any size
  Quantity minimum;                      // size of an order
  std::optional<Money> minimum_value{};  // of an order, at its price
  std::optional<bool> approved{};        // none: nothing to approve at this venue
  std::string unasked{};  // what of this nobody could say, and what to do; empty: nothing
  friend bool operator==(const SaleLimits&, const SaleLimits&) = default;
};

// What is left of an order, signed: below zero it sells; none: nothing that can be.
inline std::optional<Quantity> left_of(Quantity size, Quantity gone, bool buys) {
  const auto left = subtract(size, gone);
  if (!left || left->is_negative()) return std::nullopt;
  return buys ? *left : Quantity::from_units(-left->units());
}

// One more open order: what is left of it, signed; none: it does not say.
inline void add_order(SaleLimits& limits, std::optional<Quantity> left, std::string_view id) {
  if (left) {
    const auto sum =
        left->is_negative() ? subtract(limits.in_sells, *left) : add(limits.in_buys, *left);
    if (sum) (left->is_negative() ? limits.in_sells : limits.in_buys) = *sum;
    if (sum) return;
  }
  limits.unasked = "an open order does not say what is left of it, or on which side: ";
  limits.unasked += id;
}

// Those of an account's positions, as of the moment at which they were asked for.
struct AccountSaleLimits {
  UtcTime as_of;
  std::map<PositionKey, SaleLimits> keys;
  std::string unasked;  // why the account could not be asked; empty: it was
  friend bool operator==(const AccountSaleLimits&, const AccountSaleLimits&) = default;
};

}  // namespace holdfast
