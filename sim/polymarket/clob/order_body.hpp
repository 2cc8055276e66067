#pragma once
#include <boost/json/value.hpp>
#include <tl/expected.hpp>
#include <vector>

#include "sim/polymarket/clob/order.hpp"

namespace holdfast::sim::polymarket {

// The body of POST /order; or the refusal's text. Strict: members nobody knows are refused, and an
// order of the dead version 1 (it names nonce and feeRateBps) is a version mismatch. `taker`, which
// ccxt sends, may only be the zero address.
tl::expected<OrderPost, std::string> read_order(const boost::json::value& body);

}  // namespace holdfast::sim::polymarket
