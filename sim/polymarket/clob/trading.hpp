#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "sim/polymarket/clob/typed_data.hpp"
#include "sim/polymarket/venue_world.hpp"

// The order book service: what it takes, matches, settles and takes away.
namespace holdfast::sim::polymarket {

// The exchange whose domain the market's orders are signed under.
ExchangeDomain exchange_of(const Market& market);

struct Refusal {
  int status{400};
  std::string text;
};

struct PostResult {
  std::string order_id;
  std::string status;  // live, matched, delayed
  BaseUnits making{};  // given, 0: nothing matched
  BaseUnits taking{};  // got
  std::vector<std::string> trade_ids;
};

// Verifies an order of that API key, checks it and trades it.
tl::expected<PostResult, Refusal> post_order(VenueWorld& venue, const ApiCreds& creds,
                                             const OrderPost& post, UtcTime now, Random& random);

// Takes a checked order in: it trades, and rests if it may, or is held first. `spend` as in
// Incoming.
PostResult take_in(VenueWorld& venue, ClobOrder fresh, BaseUnits spend, UtcTime now,
                   Random& random);

// The price of an order whose amounts the rounding rules could have made from a price on the tick;
// none for any other. `decimals` of a market order's two amounts are checked apart.
std::optional<Price> price_on_tick(const SignedOrder& order, OrderType type, Price tick);
// The shares of a market BUY of that many dollars: cut to the decimals that the tick allows.
BaseUnits shares_bought(BaseUnits dollars, Price price, Price tick);
// Why the two amounts of a FOK or FAK order are too fine; empty when they are not.
std::string too_fine(const SignedOrder& order, Price tick);

// Trades a fresh order against the book; what it found is in the venue's trades already.
struct Incoming {
  ClobOrder& order;
  BaseUnits spend{};  // of a FOK or FAK BUY: collateral; 0: the target is the order's size
};
PostResult match(VenueWorld& venue, Incoming incoming, UtcTime now, Random& random);
// How much of the target the book would give at once.
struct Depth {
  BaseUnits shares{};
  BaseUnits cash{};
};
Depth depth_for(const VenueWorld& venue, const ClobOrder& order, BaseUnits spend);
// Why a FOK or FAK order is killed by the book as it is; empty where it is not.
std::string kill_text(const VenueWorld& venue, const ClobOrder& order, BaseUnits spend);

// Takes a live order out of the book; false when it does not rest.
bool cancel_order(VenueWorld& venue, const std::string& id, UtcTime now,
                  const std::string& status = "CANCELED");

// Tells owners and the observer of a change that has happened.
void tell(Clob& clob, OrderWord word, const ClobOrder& order, UtcTime at);
void tell(Clob& clob, const ClobTrade& trade, UtcTime at);

// What the wallet may still promise of an asset, by the service's belief.
struct Funds {
  BaseUnits balance{};
  BaseUnits active{};   // live orders, collateral: those of the same market
  BaseUnits matched{};  // matches that are not settled
};
Funds funds_of(VenueWorld& venue, const std::string& wallet, const std::string& asset,
               const std::string& condition_id, UtcTime now);
// What a part of a match gives away: collateral with the fee, or shares.
BaseUnits given(const TradeLeg& leg);
// What the chain itself says at the end of that block.
BaseUnits balance_on_chain(const VenueWorld& venue, const std::string& wallet,
                           const std::string& asset, polygon::Height block);
// The chain's balance at the newest block, kept as the service's belief from now on.
BaseUnits refresh_balance(VenueWorld& venue, const std::string& wallet, const std::string& asset,
                          UtcTime now);

// Lets held orders trade, mines, confirms or fails what is due; ends orders whose time is over and
// those of silent heartbeats.
void pass_time(VenueWorld& venue, UtcTime now, Random& random);
// The first half of it: orders whose time of being held is over.
void release_held(VenueWorld& venue, UtcTime now, Random& random);

// Somebody outside trades up to a price: members' resting orders fill as makers.
BaseUnits take(VenueWorld& venue, const HandTrade& trade, UtcTime now, Random& random);

// shares x r x p x (1 - p), cut to five decimals.
BaseUnits fee_of(const Market& market, BaseUnits shares, Price price);
// A token's book: its own or the other outcome's mirrored. With the members' resting orders.
struct TokenBook {
  std::map<Price, BaseUnits> bids;
  std::map<Price, BaseUnits> asks;
};
TokenBook book_of(const VenueWorld& venue, const Market& market, const std::string& token_id);

}  // namespace holdfast::sim::polymarket
