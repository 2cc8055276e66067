#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace holdfast::pacifica::limits {

// Credits of an address without an API config key, over a rolling minute. The venue's newest page
// says 100, older ones 125.
inline constexpr std::uint32_t credits_per_minute = 100;
inline constexpr std::uint32_t standard_cost = 1;
// Histories cost 3 to 12 without a key; the most is assumed.
inline constexpr std::uint32_t history_cost = 12;

// Rows of a page of a history.
inline constexpr std::uint32_t page_rows = 100;
// So many symbols are asked about one by one; more are filtered from the whole history, because
// each question costs history_cost.
inline constexpr std::uint32_t single_symbols_max = 2;
// Why an order was made is looked for this far back: no figure rests on it.
inline constexpr std::uint32_t side_pages_max = 3;

// A listing is behind when something happened this much later than all that it shows...
inline constexpr std::uint32_t same_moment_ms = 2'000;
// ...and is believed again this long after the happening, lest it be doubted for ever.
inline constexpr std::uint32_t believed_after_s = 300;

// Subscriptions of one channel on one connection.
inline constexpr std::size_t symbols_per_connection = 20;
// Connections of one account, opened as they are needed; the venue allows an address 300.
inline constexpr std::size_t book_connections = 10;
// A connection that says nothing for 60 s is closed by the venue; ours is taken for dead at 13 s,
// and pongs keep it alive even where the server does not answer the protocol's own pings.
inline constexpr std::uint32_t stream_ping_s = 10;
// A book without a word, and a channel of the account.
inline constexpr std::uint32_t book_lease_s = 60;
// How far the channel `prices` and the books may run apart.
inline constexpr std::uint32_t prices_lag_ms = 3'000;
// A listing below the number of a trade that the stream told is not taken, but no longer than so:
// whether both count on one scale is the venue's word alone.
inline constexpr std::uint32_t listing_waits_s = 30;

// The cost of a question by its target, with or without the prefix.
constexpr std::uint32_t credits_of(std::string_view target) {
  target = target.substr(0, target.find('?'));
  const bool history = target.ends_with("/trades/history") || target.ends_with("/orders/history") ||
                       target.ends_with("/balance/history");
  return history ? history_cost : standard_cost;
}

}  // namespace holdfast::pacifica::limits
