#pragma once
#include <string>

#include "sim/node.hpp"
#include "sim/polymarket/clob/clob.hpp"

// Orders and trades as their owner sees them, by REST and on the stream.
namespace holdfast::sim::polymarket {

Node order_node(const ClobOrder& order);
// As a maker the top members are still the taker's; one's own part is in maker_orders.
Node trade_node(const ClobTrade& trade, const std::string& api_key);

}  // namespace holdfast::sim::polymarket
