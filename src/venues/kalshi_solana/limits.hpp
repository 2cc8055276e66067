#pragma once
#include <cstddef>
#include <cstdint>

#include "domain/fixed.hpp"

namespace holdfast::kalshi_solana::limits {

inline constexpr std::size_t filter_mints = 200;   // of POST /filter_outcome_mints
inline constexpr std::size_t batch_mints = 100;    // of POST /markets/batch, tickers counted too
inline constexpr std::uint32_t trades_page = 250;  // of GET /onchain-trades
// DFlow names no rates; this is what its keyless hosts take without complaint.
inline constexpr std::uint32_t requests_per_s = 5;
// An order may be unknown to order-status until it is indexed, in seconds.
inline constexpr std::uint32_t indexing_s = 120;
// A mint that is no outcome token is asked about again after so long, in seconds: it may have been
// too new for the index.
inline constexpr std::uint32_t strangers_s = 600;

// The least that is sold, and its step: one contract. Of a fraction no sale is known to have
// worked.
inline constexpr Quantity order_step = Quantity::from_units(1'000'000'000);

inline constexpr std::uint32_t token_decimals = 6;

}  // namespace holdfast::kalshi_solana::limits
