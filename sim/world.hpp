#pragma once
#include <cstdint>
#include <string_view>

#include "sim/call.hpp"
#include "sim/dflow/venue_world.hpp"
#include "sim/faults.hpp"
#include "sim/kalshi/exchange.hpp"
#include "sim/pacifica/exchange.hpp"
#include "sim/polymarket/venue_world.hpp"
#include "sim/privy/service.hpp"
#include "sim/random.hpp"

namespace holdfast::sim {

// The one truth behind every venue's answers, and the switches that bend them.
struct World {
  explicit World(std::uint64_t chosen_seed, UtcTime began)
      : seed{chosen_seed},
        genesis{began},
        random{chosen_seed},
        faults{chosen_seed + 1},
        polymarket{chosen_seed + 2},
        dflow{chosen_seed + 3} {}

  std::uint64_t seed;
  UtcTime genesis;
  Random random;
  Faults faults;
  kalshi::Exchange kalshi;
  polymarket::VenueWorld polymarket;
  dflow::VenueWorld dflow;
  pacifica::Exchange pacifica;
  privy::Service privy;

  // What is due by itself: orders whose time is over, matches that settle. Called before every
  // answer.
  void pass_time(UtcTime now);
};

// The moment whose truth an endpoint shows: now less the view's lag, older when a stale switch
// fired.
UtcTime shown_moment(const World& world, const Call& call, Duration lag);

}  // namespace holdfast::sim
