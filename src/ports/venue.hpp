#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/venue_events.hpp"
#include "domain/instrument.hpp"
#include "domain/raw_answer.hpp"
#include "domain/sale_limits.hpp"
#include "domain/snapshot.hpp"
#include "domain/unsettled_trade.hpp"
#include "ports/async.hpp"

namespace holdfast {

// For each key the moment from which its events are wanted.
using EventQuery = std::map<PositionKey, UtcTime>;

// What a check that has not passed means: nothing may be read for the account, or a person should
// look.
enum class CheckWeight : std::uint8_t { proof, hint };

// One line of `holdfast doctor` and `accounts identify`.
struct IdentityCheck {
  std::string name;
  bool passed{};
  std::string text;
  std::string fix;               // empty when passed
  Fault fault{Fault::identity};  // what it is when it has not passed
  CheckWeight weight{CheckWeight::proof};
};

// One account at one venue, reading side. Every answer is appended to the tape, accepted or
// not. A fetch returns a whole answer or a fault: there is no empty on error.
class Venue {
 public:
  virtual ~Venue() = default;
  [[nodiscard]] virtual const AccountId& account() const = 0;
  [[nodiscard]] virtual VenueName name() const = 0;
  virtual Async<Snapshot> fetch_snapshot(RawTape& tape) = 0;
  // Asks about these keys by name. A row may move from page to page while a listing is read, so a
  // key that a listing of several pages does not show is asked about before it counts as zero. The
  // rows the venue has; a key without one is not held. Venues that list everything in one page
  // never meet the question.
  virtual Async<std::vector<Holding>> fetch_holdings(std::vector<PositionKey> /*keys*/,
                                                     RawTape& /*tape*/) {
    co_return fail(Fault::incomplete, "this venue cannot be asked about single keys");
  }
  virtual Async<VenueEvents> fetch_events(EventQuery query, RawTape& tape) = 0;
  // Own matches that may still be reversed, where a venue has such a state and can be asked for it.
  virtual Async<std::vector<UnsettledTrade>> fetch_unsettled(RawTape& /*tape*/) {
    co_return std::vector<UnsettledTrade>{};
  }
  // What limits a sale of these keys now. A key without an entry was not told. Nothing rests on it
  // but a number for people: no quantity and no verdict.
  virtual Async<std::map<PositionKey, SaleLimits>> fetch_sale_limits(
      std::vector<PositionKey> /*keys*/, RawTape& /*tape*/) {
    co_return fail(Fault::refused, "this venue cannot be asked what may be sold");
  }
  virtual Async<std::vector<Instrument>> fetch_instruments(std::vector<InstrumentId> ids,
                                                           RawTape& tape) = 0;
  virtual Async<std::vector<IdentityCheck>> identify(RawTape& tape) = 0;
};

}  // namespace holdfast
