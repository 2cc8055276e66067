#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "core/sellable.hpp"
#include "support/values.hpp"

namespace holdfast {
namespace {

// Round and crooked amounts, and the largest that can be.
Quantity some_amount() {
  const auto units = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 12),
                                     rc::gen::inRange<std::int64_t>(0, 200'000'000'000),
                                     rc::gen::element<std::int64_t>(INT64_MAX, INT64_MAX - 1));
  return Quantity::from_units(*rc::gen::inRange(0, 3) == 0 ? units - units % 10'000'000 : units);
}
Quantity some_change() {
  const Quantity amount = some_amount();
  return *rc::gen::arbitrary<bool>() ? amount : Quantity::from_units(-amount.units());
}

SaleLimits some_limits() {
  SaleLimits limits{.in_buys = some_amount(),
                    .in_sells = some_amount(),
                    .step = some_amount(),
                    .minimum = some_amount()};
  if (*rc::gen::arbitrary<bool>()) limits.minimum_value = Money::from_units(some_amount().units());
  if (*rc::gen::arbitrary<bool>()) limits.approved = *rc::gen::arbitrary<bool>();
  if (*rc::gen::inRange(0, 8) == 0) limits.unasked = "no";
  return limits;
}

// Whatever is said: nothing is made up and nothing is lost.
RC_GTEST_PROP(Sellable, AndItsPartsSumToWhatIsHeld, ()) {
  Position position;
  position.key = test::poly_key("77");
  position.quantity = some_change();
  Instrument about;
  about.state = *rc::gen::element(MarketState::unknown, MarketState::open, MarketState::open,
                                  MarketState::paused, MarketState::resolved);
  if (*rc::gen::inRange(0, 4) > 0) about.price = Price::from_units(some_amount().units());
  Holding listed;
  listed.key = position.key;
  if (*rc::gen::inRange(0, 4) > 0) listed.quantity = position.quantity;
  if (*rc::gen::inRange(0, 4) == 0) listed.quantity = some_change();
  std::vector<UnsettledTrade> unsettled;
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    unsettled.push_back({.id = "t", .key = position.key, .change = some_change()});
  }
  AccountSaleLimits asked;
  asked.keys[position.key] = some_limits();
  const Sellable judged =
      sellable_of({.position = position,
                   .about = about,
                   .verdict = *rc::gen::element(Verdict::agrees, Verdict::drift),
                   .listed = &listed,
                   .unsettled = unsettled,
                   .limits = &asked});
  RC_ASSERT(judged.now.has_value() == judged.reason.empty());
  if (!judged.now) {
    RC_ASSERT(judged.parts.empty());
    return;
  }
  RC_ASSERT(!judged.now->is_negative());
  Int128 sum = judged.now->units();
  for (const UnsellablePart& part : judged.parts) {
    RC_ASSERT(part.quantity.units() > 0);
    sum += part.quantity.units();
  }
  RC_ASSERT(sum == magnitude(position.quantity));
  // What is left is an order that the venue takes.
  const SaleLimits& limits = asked.keys[position.key];
  if (judged.now->is_zero()) return;
  RC_ASSERT(*judged.now >= limits.minimum);
  // RC_ASSERT takes its expression apart: an `||` in it would divide by zero all the same.
  if (!limits.step.is_zero()) RC_ASSERT(judged.now->units() % limits.step.units() == 0);
  RC_ASSERT(limits.approved != std::optional{false});
}

}  // namespace
}  // namespace holdfast
