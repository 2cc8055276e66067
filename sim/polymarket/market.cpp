#include "sim/polymarket/market.hpp"

#include <algorithm>

namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t one = 1'000'000'000;
constexpr std::int64_t low = 40'000'000;
constexpr std::int64_t high = 960'000'000;
constexpr auto fine_tick = Price::from_units(1'000'000);

}  // namespace

void Market::move_to(Price first) {
  outcomes[0].price = first;
  outcomes[1].price = Price::from_units(one - first.units());
  if (first.units() < low || first.units() > high) tick = std::min(tick, fine_tick);
}

}  // namespace holdfast::sim::polymarket
