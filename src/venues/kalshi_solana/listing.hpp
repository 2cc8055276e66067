#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/holding.hpp"
#include "ports/token_chain.hpp"
#include "venues/kalshi_solana/parse.hpp"

namespace holdfast::kalshi_solana {

// The mints that may be outcome tokens: of the Token-2022 program, with something in them.
std::set<std::string> mints_of(const TokenListing& listing);

// One holding for each outcome mint: several accounts of one mint are summed. Mints that are no
// outcome tokens are left out, whatever their amount.
std::vector<Holding> holdings_of(const TokenListing& listing,
                                 const std::map<std::string, Outcome>& outcomes,
                                 const AccountId& account);

// Free USDC. CASH is another currency and not added.
std::optional<Money> cash_of(const TokenListing& listing);

// Smallest units of a mint with six decimals; Fault::malformed when they do not fit.
Result<Quantity> contracts_of(Int128 atoms);

}  // namespace holdfast::kalshi_solana
