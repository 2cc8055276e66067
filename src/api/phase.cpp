#include "api/phase.hpp"

namespace holdfast::api {
namespace {

bool pays_by_itself(VenueName venue) {
  return venue == VenueName::kalshi || venue == VenueName::pacifica;
}

bool pays_nothing(const Instrument& about, const Holding* holding) {
  return (holding != nullptr && holding->lost) || (about.payout && about.payout->is_zero());
}

// Of a market that has its result the last price is what one pays, where the venue says no more.
bool pays_a_part(const Instrument& about) {
  const auto pays = about.payout ? about.payout : about.price;
  return pays && Price{} < *pays && *pays < Price::from_units(1'000'000'000);
}

}  // namespace

std::string_view phase_of(const Position& position, const Instrument& about,
                          const PhaseGrounds& grounds) {
  if (position.state == PositionState::closed) {
    return grounds.ended_by == Cause::redemption ? "redeemed" : "closed";
  }
  switch (about.state) {
    case MarketState::closed:
      return "awaiting_result";
    case MarketState::resolved:
      if (pays_by_itself(position.key.venue)) return "settling";
      if (pays_nothing(about, grounds.holding)) return "lost";
      return pays_a_part(about) ? "void_or_scalar" : "redeemable";
    case MarketState::unknown:
    case MarketState::open:
    case MarketState::paused:
      break;
  }
  return grounds.unsettled ? "settling" : "open";
}

}  // namespace holdfast::api
