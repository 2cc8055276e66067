#pragma once
#include "sim/world.hpp"

namespace holdfast::sim::pacifica {

// Handlers of GET paths.
Answer positions(World& world, const Call& call);
Answer account(World& world, const Call& call);
Answer settings(World& world, const Call& call);
Answer orders(World& world, const Call& call);
Answer order_history(World& world, const Call& call);
Answer order_history_by_id(World& world, const Call& call);
Answer trade_history(World& world, const Call& call);
Answer funding_history(World& world, const Call& call);
Answer info(World& world, const Call& call);
Answer prices(World& world, const Call& call);
Answer book(World& world, const Call& call);

// Handlers of POST paths; the guard has verified who asks.
Answer create_market(World& world, const Call& call);
Answer create(World& world, const Call& call);
Answer stop_create(World& world, const Call& call);
Answer tpsl(World& world, const Call& call);
Answer cancel(World& world, const Call& call);
Answer cancel_all(World& world, const Call& call);
Answer leverage(World& world, const Call& call);
Answer margin(World& world, const Call& call);
Answer agent_bind(World& world, const Call& call);
// Verifies each of its actions itself.
Answer batch(World& world, const Call& call);

// Rows that REST and stream share: of all marks, and the two sides of a book.
Price mid_of(const Market& market);
Node price_rows(const Exchange& exchange, UtcTime at);
Node level_rows(const Offers& offers);

// The asked account as a view shows it after its lag; none when the query names none.
const Account* shown_account(World& world, const Call& call, Duration lag);

}  // namespace holdfast::sim::pacifica
