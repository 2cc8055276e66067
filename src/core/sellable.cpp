#include "core/sellable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace holdfast {
namespace {

Sellable unknown(std::string reason) {
  return {.now = std::nullopt, .reason = std::move(reason), .parts = {}};
}

// What is still there to be sold, as parts are taken off it.
class Rest {
 public:
  explicit Rest(Int128 held) : units_{held} {}

  [[nodiscard]] Int128 units() const { return units_; }
  void take(Unsellable reason, Int128 wanted, std::string_view text) {
    const Int128 taken = std::clamp<Int128>(wanted, 0, units_);
    if (taken == 0) return;
    units_ -= taken;
    sellable_.parts.push_back({.reason = reason,
                               .quantity = Quantity::from_units(static_cast<std::int64_t>(taken)),
                               .text = std::string{text}});
  }
  void take_all(Unsellable reason, std::string_view text) { take(reason, units_, text); }

  Sellable done() && {
    sellable_.now = Quantity::from_units(static_cast<std::int64_t>(units_));
    return std::move(sellable_);
  }

 private:
  Int128 units_;
  Sellable sellable_;
};

// How much of it shrinks a position of that sign.
Int128 shrinking(Quantity change, Quantity position) {
  return change.is_negative() == position.is_negative() ? 0 : magnitude(change);
}

// Sales that are matched and not final: the tokens are there, and are somebody else's already.
// What comes in by other matches is not held yet and makes up for none of it.
Int128 leaving(const SaleGrounds& grounds) {
  Int128 sum = 0;
  for (const UnsettledTrade& trade : grounds.unsettled) {
    if (trade.key == grounds.position.key) {
      sum += shrinking(trade.change, grounds.position.quantity);
    }
  }
  return sum;
}

// Where the last listing shows less than the ledger holds, and nobody doubts the position, the
// difference is on its way: nothing that is not seen is sold.
Int128 unseen(const SaleGrounds& grounds) {
  const Quantity held = grounds.position.quantity;
  const Quantity shown = grounds.listed != nullptr && grounds.listed->quantity
                             ? *grounds.listed->quantity
                             : Quantity{};
  const Int128 seen = shown.is_negative() == held.is_negative() ? magnitude(shown) : 0;
  return std::max<Int128>(magnitude(held) - seen, 0);
}

std::string_view closed_text(const SaleGrounds& grounds) {
  switch (grounds.about.state) {
    case MarketState::paused:
      return "while its market is paused";
    case MarketState::closed:
      return "because its market is closed";
    case MarketState::resolved:
      return grounds.listed != nullptr && grounds.listed->redeemable
                 ? "because its market is resolved: it can be redeemed"
                 : "because its market is resolved";
    case MarketState::unknown:
    case MarketState::open:
      break;
  }
  return "";
}

// What the venue takes no order for: too little as a whole, or what is between its steps.
Int128 below_minimum(Int128 rest, const SaleLimits& limits, std::optional<Price> price) {
  constexpr Int128 one = 1'000'000'000;
  const Int128 whole = limits.step.units() > 0 ? rest - rest % limits.step.units() : rest;
  const bool too_cheap =
      limits.minimum_value && price && whole * price->units() < limits.minimum_value->units() * one;
  return too_cheap || whole < limits.minimum.units() ? rest : rest - whole;
}

std::string minimum_text(const SaleLimits& limits) {
  if (limits.minimum_value) {
    return fmt::format("below the venue's minimum order (of {} in value, in steps of {})",
                       limits.minimum_value->text(), limits.step.text());
  }
  return fmt::format("below the venue's minimum order (of {}, in steps of {})",
                     limits.minimum.text(), limits.step.text());
}

// Why nobody can say; empty: somebody can.
std::string doubt(const SaleGrounds& grounds, const SaleLimits* limits) {
  if (grounds.limits == nullptr) return "the venue has not been asked yet";
  if (limits == nullptr) {
    return grounds.limits->unasked.empty() ? "the venue has not been asked about it yet"
                                           : grounds.limits->unasked;
  }
  if (!limits->unasked.empty()) return limits->unasked;
  if (grounds.about.state == MarketState::unknown) {
    return "nobody has said whether its market is open";
  }
  if (limits->minimum_value && !grounds.about.price) {
    return "the venue's minimum order is an amount of money, and no price is known";
  }
  return "";
}

}  // namespace

Sellable sellable_of(const SaleGrounds& grounds) {
  if (grounds.verdict != Verdict::agrees) return unknown("the position itself is in doubt");
  const Int128 held = magnitude(grounds.position.quantity);
  if (held > std::numeric_limits<std::int64_t>::max()) return unknown("it is too large to count");
  Rest rest{held};
  // Whatever else is known of it: nobody trades it.
  if (const auto closed = closed_text(grounds); !closed.empty()) {
    rest.take_all(Unsellable::market, closed);
    return std::move(rest).done();
  }
  const SaleLimits* limits = nullptr;
  if (grounds.limits != nullptr) {
    const auto found = grounds.limits->keys.find(grounds.position.key);
    if (found != grounds.limits->keys.end()) limits = &found->second;
  }
  if (auto why = doubt(grounds, limits); !why.empty()) return unknown(std::move(why));
  rest.take(Unsellable::settling, leaving(grounds), "sold in matches that are not final");
  // What is not seen may be those very matches: it counts once.
  const Int128 still_unseen = unseen(grounds) - (held - rest.units());
  rest.take(Unsellable::settling, still_unseen, "not seen by the last listing");
  const bool sells = !grounds.position.quantity.is_negative();
  const Quantity ordered = sells ? limits->in_sells : limits->in_buys;
  rest.take(Unsellable::open_orders, ordered.units(), "in open orders");
  rest.take(Unsellable::below_minimum, below_minimum(rest.units(), *limits, grounds.about.price),
            minimum_text(*limits));
  if (limits->approved == std::optional{false}) {
    rest.take_all(Unsellable::not_approved,
                  "because the exchange is not approved to move the wallet's tokens");
  }
  return std::move(rest).done();
}

std::string sellable_text(const Sellable& sellable, Quantity held) {
  if (!sellable.now) return "sellable now: unknown, " + sellable.reason;
  const auto size = Quantity::from_wide(magnitude(held));
  std::string text =
      fmt::format("sellable now {} of {}", sellable.now->text(), size ? size->text() : held.text());
  std::string_view before = ": ";
  for (const UnsellablePart& part : sellable.parts) {
    text += fmt::format("{}{} {}", std::exchange(before, ", "), part.quantity.text(), part.text);
  }
  return text;
}

}  // namespace holdfast
