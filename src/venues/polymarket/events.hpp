#pragma once
#include <map>
#include <string>
#include <vector>

#include "ports/token_logs.hpp"
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
//   CONVERSION  NO of some outcomes against YES of all others of an event. The row names neither;
//   the
//           transaction's own movements do, and are a transfer of each asked token.
//   any     activity on the key. A row that names only a condition counts for each asked token of
//           that condition, and for asked tokens whose condition nobody knows: it can only delay a
//           close.
// `flows` are the movements that the chain logged, as far as they are known:
//   a purchase that brought less than the row's size: the rest was a fee, worth its price.
//   what the wallet itself sent, in a transaction no row names: a transfer without a price.
// `conditions` maps token ids to conditions and `payouts` to what one share pays, as far as known.
Result<VenueEvents> events_of(const std::vector<Activity>& rows, const EventQuery& query,
                              const AccountId& account,
                              std::map<std::string, std::string> conditions,
                              std::map<std::string, Price> payouts = {},
                              std::vector<TokenFlow> flows = {});

}  // namespace holdfast::polymarket
