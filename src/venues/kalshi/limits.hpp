#pragma once
#include <cstdint>

#include "domain/fixed.hpp"

namespace holdfast::kalshi::limits {

// Token buckets of the Basic tier (GET /account/limits names the account's own): a read costs 10
// tokens unless GET /account/endpoint_costs says otherwise, so 20 reads a second.
inline constexpr std::uint32_t read_tokens_per_s = 200;
inline constexpr std::uint32_t read_bucket = 200;
inline constexpr std::uint32_t write_tokens_per_s = 100;
inline constexpr std::uint32_t write_bucket = 100;
inline constexpr std::uint32_t request_cost = 10;

// Rows a page may carry; one more is a 400.
inline constexpr std::uint32_t page_rows_max = 1'000;
// Tickers asked about in one /markets request, which keeps its URL below 4 KiB.
inline constexpr std::uint32_t tickers_per_request = 50;
// Of the signature's time stamp, in seconds: 5 is accepted either way, 30 behind is refused.
inline constexpr std::uint32_t clock_skew_s = 5;
// How far ahead of our clock a watermark can be before nobody should believe it, in seconds.
inline constexpr std::uint32_t watermark_ahead_s = 60;

// The least that an order may be of, and its step: a hundredth of a contract.
inline constexpr Quantity order_step = Quantity::from_units(10'000'000);

// How long a book that says nothing is believed, in seconds; it is asked about at half of that. A
// dropped subscription is silent too, so this bounds how long one goes unnoticed.
inline constexpr std::uint32_t book_lease_s = 20;
// How far the ticker channel and the books may run apart: a word of the ticker that a book did not
// show so long before it and does not show so long after it means missing frames. (The page of the
// margined exchange says that tickers are told once a second; that of the events says nothing.)
inline constexpr std::uint32_t ticker_lag_ms = 2'000;

}  // namespace holdfast::kalshi::limits
