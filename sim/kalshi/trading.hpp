#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/kalshi/exchange.hpp"
#include "sim/kalshi/parameters.hpp"

// The matching half of the exchange (orders V2, openapi 3.31). All prices are of YES, all sizes
// unsigned unless a comment says otherwise.
namespace holdfast::sim::kalshi {

enum class TimeInForce : std::uint8_t { good_till_canceled, immediate_or_cancel, fill_or_kill };

struct OrderPlan {
  std::string account;
  std::string ticker;
  std::string client_order_id;  // empty: none was given
  std::uint16_t subaccount{};
  bool bids{};  // bid buys YES, ask sells it
  Quantity count;
  Price price;
  TimeInForce time_in_force{};
  bool post_only{};
  bool reduce_only{};
  bool cancel_on_pause{};
  std::string self_trade_prevention;  // taker_at_cross, maker
  std::optional<UtcTime> expires;
};

struct Placed {
  std::string order_id;
  std::string client_order_id;
  Quantity filled;
  Quantity remaining;  // rests; nothing for an order that was canceled at once
  Int128 cost{};       // filled x price, in units of 10^-18
  Money fees;          // of the taker
};

// What an order coming in could trade with: a level of the anonymous book or a member's order.
struct Offer {
  Price price;
  Quantity size;
  std::string account;  // empty: the anonymous book
  std::string order_id;
  std::size_t rank{};  // the anonymous book first, then orders by age
};

// Best price first; at one price the anonymous level, then orders by age.
std::vector<Offer> offers(const Exchange& exchange, const Market& market, bool to_bids,
                          Price limit);

// The book as everybody sees it: the anonymous levels and the members' resting orders.
Book shown_book(const Exchange& exchange, const Market& market);
// What stands before an order at its price: the anonymous size and older orders.
Quantity queue_before(const Exchange& exchange, const Order& order);

// The size of a position of the other side that resting orders have not promised to close yet.
Quantity closable(const Exchange& exchange, const OrderPlan& plan, std::uint16_t shard,
                  const std::string& besides_order);

// Each refuses in the venue's own words.
Parameter<Placed> place(Exchange& exchange, const OrderPlan& plan, UtcTime at, Random& random);

// One order of a member in one place; null when it does not rest there.
struct OrderPlace {
  std::string account;
  std::string order_id;
  std::uint16_t subaccount{};
  std::uint16_t shard{};
};
const Order* resting_order(const Exchange& exchange, const OrderPlace& place);
// How much the cancel took away.
Quantity cancel(Exchange& exchange, const OrderPlace& place, UtcTime at);
struct Amendment {
  std::string client_order_id;  // the new one
  Price price;
  Quantity count;  // filled and resting together
};
// An amended order goes to the end of the queue and may trade at once.
Parameter<Placed> amend(Exchange& exchange, const OrderPlace& where, const Amendment& change,
                        UtcTime at, Random& random);
void decrease(Exchange& exchange, const OrderPlace& where, Quantity to, UtcTime at);

// Orders whose time is over, and those that a cancel-all of the last minute catches, leave the
// book.
void pass_time(Exchange& exchange, UtcTime now);

// A pause of trading: orders that asked for it are canceled.
void pause_orders(Exchange& exchange, UtcTime at);

// Somebody outside trades against the book up to a limit: members' resting orders fill as makers.
// Returns how much found a partner.
Quantity take(Exchange& exchange, const OrderPlan& plan, UtcTime at, Random& random);

}  // namespace holdfast::sim::kalshi
