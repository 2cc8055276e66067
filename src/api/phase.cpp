#include "api/phase.hpp"

namespace holdfast::api {
namespace {

bool pays_by_itself(VenueName venue) {
  return venue == VenueName::kalshi || venue == VenueName::pacifica;
}

bool pays_nothing(const Instrument& about, const Holding* holding) {
  return (holding != nullptr && holding->lost) || (about.payout && about.payout->is_zero());
}

}  // namespace

std::string_view phase_of(const Position& position, const Instrument& about,
                          const Holding* holding) {
  if (position.state == PositionState::closed) return "closed";
  switch (about.state) {
    case MarketState::closed:
      return "awaiting_result";
    case MarketState::resolved:
      if (pays_by_itself(position.key.venue)) return "settling";
      return pays_nothing(about, holding) ? "lost" : "redeemable";
    case MarketState::unknown:
    case MarketState::open:
    case MarketState::paused:
      break;
  }
  return "open";
}

}  // namespace holdfast::api
