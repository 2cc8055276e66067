#pragma once
#include <string>
#include <string_view>

#include "sim/node.hpp"
#include "sim/pacifica/exchange.hpp"

// The frames of /ws, with their short names (pages of December 2025; li as newer clients have it).
namespace holdfast::sim::pacifica {

// {"channel","data"}; `number` stands around the rows of account_positions only.
std::string frame_text(std::string_view channel, Node data);
std::string positions_frame(const Exchange& exchange, const Account& account);
Node trade_row(const std::string& address, const Trade& trade);
Node order_row(const std::string& address, const Order& order);
std::string book_frame(const Market& market, UtcTime at);
std::string best_frame(const Market& market, UtcTime at);

}  // namespace holdfast::sim::pacifica
