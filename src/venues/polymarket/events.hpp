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
//           A row that names only the condition is a redemption of each asked token of it whose
//           payout is known: CTF redeems all that is held.
//   MERGE, SPLIT  of a condition: a transfer of each asked token of it. A full set is worth one
//           dollar; half of it is put to either side, which sums to par.
//   any     activity on the key. A row that names only a condition counts for each asked token of
//           that condition, and for asked tokens whose condition nobody knows: it can only delay a
//           close.
// `conditions` maps token ids to conditions and `payouts` to what one share pays, as far as known.
Result<VenueEvents> events_of(const std::vector<Activity>& rows, const EventQuery& query,
                              const AccountId& account,
                              std::map<std::string, std::string> conditions,
                              std::map<std::string, Price> payouts = {});

}  // namespace holdfast::polymarket
