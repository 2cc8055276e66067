#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/fill.hpp"
#include "domain/instrument.hpp"
#include "domain/raw_answer.hpp"
#include "domain/settlement.hpp"
#include "domain/snapshot.hpp"
#include "ports/async.hpp"

namespace holdfast {

// For each key the moment from which its events are wanted.
using EventQuery = std::map<PositionKey, UtcTime>;

// What happened to the asked keys since then, read to the venue's end marker.
struct VenueEvents {
  std::vector<Fill> fills;
  std::vector<Settlement> settlements;
  std::map<PositionKey, UtcTime> newest_activity;  // of any kind, per key that has some
  std::set<PositionKey> unsettled;  // own orders or trades on the key are open or settling
};

// One line of `holdfast doctor` and `accounts identify`.
struct IdentityCheck {
  std::string name;
  bool passed{};
  std::string text;
  std::string fix;  // empty when passed
};

// One account at one venue, reading side. Every answer is appended to the tape, accepted or
// not. A fetch returns a whole answer or a fault: there is no empty on error.
class Venue {
 public:
  virtual ~Venue() = default;
  [[nodiscard]] virtual const AccountId& account() const = 0;
  [[nodiscard]] virtual VenueName name() const = 0;
  virtual Async<Snapshot> fetch_snapshot(RawTape& tape) = 0;
  virtual Async<VenueEvents> fetch_events(EventQuery query, RawTape& tape) = 0;
  virtual Async<std::vector<Instrument>> fetch_instruments(std::vector<InstrumentId> ids,
                                                           RawTape& tape) = 0;
  virtual Async<std::vector<IdentityCheck>> identify(RawTape& tape) = 0;
};

}  // namespace holdfast
