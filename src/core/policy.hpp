#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

#include "domain/fixed.hpp"
#include "domain/time.hpp"
#include "domain/venue_name.hpp"

namespace holdfast {

// How often and how long an unexplained difference must be seen before it is booked.
struct Patience {
  std::uint32_t sightings_min{2};
  Duration age_min{std::chrono::seconds{30}};
};

// More closes in one pass than this, and a person is asked about all that no witness vouches for.
struct BrakeLimits {
  std::uint32_t closes_max{3};
  std::uint32_t share_max_permille{300};  // of the account's open positions
  std::optional<Money> cost_max;          // known cost of what would end
};

// What must say zero besides the listing before a position may end.
enum class WitnessNeed : std::uint8_t {
  events,  // Kalshi: fills and settlements that sum to zero
  chain,   // Polymarket, Kalshi on Solana: the token balance at a final block or slot
  count,   // Pacifica: the venue's own count of positions, or trades that sum to zero
};

constexpr WitnessNeed witness_need(VenueName venue) {
  switch (venue) {
    case VenueName::polymarket:
    case VenueName::kalshi_solana:
      return WitnessNeed::chain;
    case VenueName::pacifica:
      return WitnessNeed::count;
    case VenueName::kalshi:
      break;
  }
  return WitnessNeed::events;
}

struct SyncPolicy {
  WitnessNeed witness{WitnessNeed::events};
  Patience patience;
  BrakeLimits brake;
  Duration confirmation_lasts{std::chrono::minutes{10}};
};

}  // namespace holdfast
