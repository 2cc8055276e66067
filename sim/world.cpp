#include "sim/world.hpp"

#include <algorithm>

#include "sim/kalshi/trading.hpp"
#include "sim/polymarket/clob/trading.hpp"

namespace holdfast::sim {

UtcTime shown_moment(const World& world, const Call& call, Duration lag) {
  auto moment = call.true_now - world.faults.lag_of(call.venue, call.endpoint, lag);
  if (const auto* stale = call.fault(FaultKind::stale)) {
    if (stale->param("frozen") == "true") {
      moment = std::min(moment, stale->since);
    } else {
      moment -= std::chrono::milliseconds{stale->number("age_ms", 60'000)};
    }
  }
  return moment;
}

void World::pass_time(UtcTime now) {
  kalshi::pass_time(kalshi, now);
  polymarket::pass_time(polymarket, now, random);
}

}  // namespace holdfast::sim
