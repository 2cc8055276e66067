#include "sim/kalshi/venue.hpp"

#include <array>

#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/errors.hpp"

namespace holdfast::sim::kalshi {

std::span<const Route> routes() {
  static constexpr std::array table{
      Route{"GET", "/portfolio/positions", "positions", positions, Access::read},
      Route{"GET", "/historical/positions", "historical_positions", historical_positions,
            Access::read},
  };
  return table;
}

const Portfolio& shown_portfolio(World& world, const Call& call, Duration lag) {
  auto account = call.caller.account;
  if (const auto* other = call.fault(FaultKind::wrong_owner)) {
    account = other->param("owner");
    for (const auto& [name, member] : world.kalshi.members) {
      if (account.empty() && name != call.caller.account) account = name;
    }
  }
  return world.kalshi.timeline.as_of(call.endpoint, shown_moment(world, call, lag)).of(account);
}

}  // namespace holdfast::sim::kalshi
