#pragma once
#include "sim/routes.hpp"
#include "sim/world.hpp"

// One handler per endpoint; sim/kalshi/venue.cpp says which path leads where.
namespace holdfast::sim::kalshi {

Answer positions(World& world, const Call& call);
Answer historical_positions(World& world, const Call& call);
Answer fills(World& world, const Call& call);
Answer historical_fills(World& world, const Call& call);
Answer public_trades(World& world, const Call& call);
Answer historical_cutoff(World& world, const Call& call);
Answer settlements(World& world, const Call& call);
Answer balance(World& world, const Call& call);
Answer subaccount_balances(World& world, const Call& call);
Answer subaccount_netting(World& world, const Call& call);
Answer orders(World& world, const Call& call);
Answer order(World& world, const Call& call);
Answer exchange_status(World& world, const Call& call);
Answer user_data_timestamp(World& world, const Call& call);
Answer account_limits(World& world, const Call& call);
Answer endpoint_costs(World& world, const Call& call);
Answer api_keys(World& world, const Call& call);
Answer fee_changes(World& world, const Call& call);
Answer markets(World& world, const Call& call);
Answer market(World& world, const Call& call);
Answer orderbook(World& world, const Call& call);
Answer orderbooks(World& world, const Call& call);
Answer event(World& world, const Call& call);
Answer create_order(World& world, const Call& call);
Answer create_orders(World& world, const Call& call);
Answer cancel_order(World& world, const Call& call);
Answer cancel_orders(World& world, const Call& call);
Answer cancel_all_orders(World& world, const Call& call);
Answer amend_order(World& world, const Call& call);
Answer decrease_order(World& world, const Call& call);
Answer queue_position(World& world, const Call& call);
Answer queue_positions(World& world, const Call& call);
Answer create_legacy_order(World& world, const Call& call);
Answer cancel_legacy_order(World& world, const Call& call);
Answer legacy_order_write(World& world, const Call& call);
Answer margin_balance(World& world, const Call& call);
Answer margin_positions(World& world, const Call& call);
Answer margin_funding(World& world, const Call& call);
Answer create_margin_order(World& world, const Call& call);
Answer create_margin_subaccount(World& world, const Call& call);

// One of the caller's orders as it is, before any view's delay.
Node true_order(const World& world, const Call& call, const std::string& id);

// The caller's portfolio as this endpoint shows it: its own lag, staleness, wrong owner.
const Portfolio& shown_portfolio(World& world, const Call& call, Duration lag);

}  // namespace holdfast::sim::kalshi
