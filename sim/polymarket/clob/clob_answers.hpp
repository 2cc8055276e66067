#pragma once
#include "sim/routes.hpp"

// One handler per endpoint of the order book service; sim/polymarket/venue.cpp says which path
// leads where.
namespace holdfast::sim::polymarket {

Answer clob_ok(World& world, const Call& call);
Answer clob_time(World& world, const Call& call);
Answer clob_version(World& world, const Call& call);
Answer clob_book(World& world, const Call& call);
Answer clob_books(World& world, const Call& call);
Answer clob_plural_get(World& world, const Call& call);
Answer clob_price(World& world, const Call& call);
Answer clob_midpoint(World& world, const Call& call);
Answer clob_spread(World& world, const Call& call);
Answer clob_last_trade(World& world, const Call& call);
Answer clob_tick_size(World& world, const Call& call);
Answer clob_neg_risk(World& world, const Call& call);
Answer clob_fee_rate(World& world, const Call& call);
Answer clob_market_by_token(World& world, const Call& call);
Answer clob_market_info(World& world, const Call& call);
Answer clob_market(World& world, const Call& call);
Answer clob_builder_fees(World& world, const Call& call);

Answer clob_create_key(World& world, const Call& call);
Answer clob_derive_key(World& world, const Call& call);
Answer clob_list_keys(World& world, const Call& call);
Answer clob_delete_key(World& world, const Call& call);
Answer clob_closed_only(World& world, const Call& call);

Answer clob_post_order(World& world, const Call& call);
Answer clob_post_orders(World& world, const Call& call);
Answer clob_cancel_order(World& world, const Call& call);
Answer clob_cancel_orders(World& world, const Call& call);
Answer clob_cancel_all(World& world, const Call& call);
Answer clob_cancel_market(World& world, const Call& call);

Answer clob_open_orders(World& world, const Call& call);
Answer clob_order(World& world, const Call& call);
Answer clob_trades(World& world, const Call& call);
Answer clob_balance(World& world, const Call& call);
Answer clob_update_balance(World& world, const Call& call);
Answer clob_heartbeat(World& world, const Call& call);
Answer clob_old_heartbeat(World& world, const Call& call);

}  // namespace holdfast::sim::polymarket
