#pragma once
#include <functional>

#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/session.hpp"

namespace holdfast::kalshi {

// Tells each resting order of one subaccount, to the venue's end marker.
Async<void> each_resting_order(Session& session, std::uint16_t subaccount, RawTape& tape,
                               std::function<void(const RestingOrder&)> tell);

}  // namespace holdfast::kalshi
