#pragma once
#include <optional>
#include <string>

#include "domain/fixed.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"
#include "domain/venue_name.hpp"

namespace holdfast {

enum class MarketState : std::uint8_t { unknown, open, paused, closed, resolved };

// What a venue says about a thing that can be held. Display and join data only: no quantity rests
// on it, but with a `flaw` none can be believed. Empty strings mean that the venue did not say.
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
  std::string currency;  // what it is paid in; empty: what its venue always pays in
  bool negative_risk{};
  MarketState state{MarketState::unknown};
  std::optional<UtcTime> close_time;
  std::optional<Price> price;   // the venue's last word on its worth, for showing
  std::optional<Price> payout;  // per unit of this instrument once resolved; a decimal
  // Why nobody can know what of it is held: its market is of a kind that is not known here. Never
  // in the ledger, whose rows were all believed.
  std::string flaw{};
  friend bool operator==(const Instrument&, const Instrument&) = default;
};

// Nothing but the id is known.
inline bool is_bare(const Instrument& instrument) {
  return instrument.title.empty() && !instrument.price;
}

// Its market's own record has more to say: what it is, or whether it is still traded.
inline bool is_open_question(const Instrument& instrument) {
  return is_bare(instrument) || instrument.state == MarketState::unknown;
}

// Puts what its market's own record says beside what a listing says of it: all of it where the
// listing names nothing, else only what it left open.
inline void complete(Instrument& about, const Instrument& known) {
  if (is_bare(about)) {
    about = known;
  } else if (about.state == MarketState::unknown) {
    about.state = known.state;
    about.payout = known.payout;
    if (!about.close_time) about.close_time = known.close_time;
  } else if (about.state == known.state && !about.payout) {
    about.payout = known.payout;
  }
}

}  // namespace holdfast
