#pragma once
#include <map>
#include <string>
#include <vector>

#include "ports/venue.hpp"
#include "venues/polymarket/parse.hpp"

namespace holdfast::polymarket {

// What a complete stretch of the activity feed says about the asked keys.
//   TRADE   a fill: BUY adds, SELL takes away. The feed gives no id: it is the hash of what the row
//           says and its ordinal among equal rows.
//   REDEEM  a settlement, where the row names token and size and the payout divides exactly.
//   any     activity on the key. A row that names only a condition (split, merge, conversion)
//           counts for each asked token of that condition, and for asked tokens whose condition
//           nobody knows: it can only delay a close.
// `conditions` maps token ids to conditions, as far as they are known.
Result<VenueEvents> events_of(std::vector<Activity> rows, const EventQuery& query,
                              const AccountId& account,
                              std::map<std::string, std::string> conditions);

}  // namespace holdfast::polymarket
