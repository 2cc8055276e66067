#pragma once
#include <string>
#include <string_view>

#include "domain/u256.hpp"

namespace holdfast::sim::polymarket {

// Gnosis ConditionalTokens ids, as the contract computes them (CTHelpers.sol). Addresses and words
// are hex; the parent collection is always zero here.
U256 condition_id(std::string_view oracle, const U256& question_id, std::uint64_t outcome_slots);
U256 collection_id(const U256& condition_id, std::uint64_t index_set);
U256 position_id(std::string_view collateral, const U256& collection_id);

// The Safe that Polymarket's factory deploys for an owner (CREATE2), in lower case.
std::string safe_wallet_of(std::string_view owner);

}  // namespace holdfast::sim::polymarket
