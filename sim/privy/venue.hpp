#pragma once
#include <span>

#include "sim/routes.hpp"

namespace holdfast::sim::privy {

// Below /privy: a server wallet, its RPC, and what became of a transaction.
std::span<const Route> routes();

// POST /v1/wallets/{id}/rpc
Answer wallet_rpc(World& world, const Call& call);

inline constexpr std::string_view mainnet = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";

}  // namespace holdfast::sim::privy
