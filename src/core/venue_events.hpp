#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/fill.hpp"
#include "domain/funding.hpp"
#include "domain/redemption.hpp"
#include "domain/settlement.hpp"
#include "domain/transfer.hpp"

namespace holdfast {

// What happened to the asked keys, read to the venue's end marker.
struct VenueEvents {
  std::vector<Fill> fills;
  std::vector<Settlement> settlements;
  std::vector<Redemption> redemptions;
  std::vector<Transfer> transfers;
  std::vector<Funding> funding;
  std::map<PositionKey, UtcTime> newest_activity;  // of any kind, per key that has some
  std::set<PositionKey> unsettled;                 // own trades on the key are settling
  std::set<PositionKey> open_orders;               // own orders on the key may still fill
  std::map<std::string, Quantity> order_sizes;     // by order id, where the venue tells
  // What one unit pays of keys whose market is resolved for good, in the words of the market's own
  // record.
  std::map<PositionKey, Price> payouts;
  // Keys of which a row tells something that cannot be read, and what.
  std::map<PositionKey, std::string> flawed;
  std::vector<std::string> lines;  // for the log: what a person who looks for a mistake needs
};

}  // namespace holdfast
