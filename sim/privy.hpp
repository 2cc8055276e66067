#pragma once
#include <span>

#include "sim/routes.hpp"

namespace holdfast::sim::privy {

// Privy's server wallets: POST /v1/wallets/{id}/rpc, below /privy.
std::span<const Route> routes();

}  // namespace holdfast::sim::privy
