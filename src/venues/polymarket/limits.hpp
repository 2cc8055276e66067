#pragma once
#include <cstdint>

#include "domain/fixed.hpp"

namespace holdfast::polymarket::limits {

// Cloudflare windows per address, in requests per 10 s; what is beyond them is delayed first and
// refused (429) later.
inline constexpr std::uint32_t data_per_10_s = 800;
inline constexpr std::uint32_t gamma_markets_per_10_s = 300;
// Measured clean: 20 a second on /v2/positions, 40 on /v2/activity.
inline constexpr std::uint32_t positions_per_s = 20;

inline constexpr std::uint32_t page_rows_max = 1'000;  // Data API v2
inline constexpr std::uint32_t v1_page_rows = 500;
inline constexpr std::uint32_t v1_offset_max = 10'000;
// What the Data API's edge cache may be behind, in seconds (cache-control of positions, activity).
inline constexpr std::uint32_t positions_cache_s = 5;
inline constexpr std::uint32_t activity_cache_s = 15;
// Condition ids in one question about positions.
inline constexpr std::uint32_t conditions_per_request = 20;
// Token ids in one Gamma question: an id has up to 78 digits.
inline constexpr std::uint32_t tokens_per_request = 20;

// Of an order, in shares. Whether an immediate sale may be smaller is not known: it is taken not to
// be.
inline constexpr Quantity order_minimum = Quantity::from_units(5'000'000'000);
inline constexpr Quantity order_step = Quantity::from_units(10'000'000);

// The text PING that the streams want, in seconds.
inline constexpr std::uint32_t stream_ping_s = 10;
// Tokens of one connection to the books: beyond about 500 the venue sends no snapshot (observed,
// not documented).
inline constexpr std::uint32_t tokens_per_connection = 450;
// Connections of one account, each with so many tokens; opened as they are needed.
inline constexpr std::uint32_t book_connections = 20;
// How long a book that says nothing is believed, in seconds; it is asked about at half of that.
inline constexpr std::uint32_t book_lease_s = 60;

}  // namespace holdfast::polymarket::limits
