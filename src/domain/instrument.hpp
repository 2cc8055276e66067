#pragma once
#include <optional>
#include <string>

#include "domain/fixed.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"
#include "domain/venue_name.hpp"

namespace holdfast {

enum class MarketState : std::uint8_t { unknown, open, paused, closed, resolved };

// What a venue says about a thing that can be held. Display and join data only; no quantity
// rests on it. Empty strings mean that the venue did not say.
struct Instrument {
  InstrumentId id;
  VenueName venue{};
  std::string title;
  std::string outcome;       // "Yes", "No", "Up"; on Kalshi empty: the sign tells
  std::string condition_id;  // Polymarket
  std::string slug;          // Polymarket
  std::string event;         // Kalshi event ticker, Polymarket event slug
  std::string opposite;      // Polymarket: the other outcome's token id
  std::string opposite_outcome;
  std::string end_date;  // as the venue writes it
  bool negative_risk{};
  MarketState state{MarketState::unknown};
  std::optional<UtcTime> close_time;
  std::optional<Price> price;   // the venue's last word on its worth, for showing
  std::optional<Price> payout;  // per unit of this instrument once resolved; a decimal
  friend bool operator==(const Instrument&, const Instrument&) = default;
};

// Nothing but the id is known.
inline bool is_bare(const Instrument& instrument) {
  return instrument.title.empty() && !instrument.price;
}

}  // namespace holdfast
