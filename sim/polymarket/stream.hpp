#pragma once
#include <memory>

#include "sim/stream/session.hpp"

namespace holdfast::sim::polymarket {

// /ws/market: books of the tokens asked for, open to everybody.
std::unique_ptr<StreamSession> open_market_stream();
// /ws/user: orders and trades of the wallet whose L2 key the first message shows.
std::unique_ptr<StreamSession> open_user_stream(World& world);

}  // namespace holdfast::sim::polymarket
