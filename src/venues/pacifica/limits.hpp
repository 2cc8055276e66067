#pragma once
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
// Knowledge that no quantity rests on (why an order was made, funding) is looked for this far back.
inline constexpr std::uint32_t side_pages_max = 3;

// A listing is behind when something happened this much later than all that it shows...
inline constexpr std::uint32_t same_moment_ms = 2'000;
// ...and is believed again this long after the happening, lest it be doubted for ever.
inline constexpr std::uint32_t believed_after_s = 300;

// The cost of a question by its target, with or without the prefix.
constexpr std::uint32_t credits_of(std::string_view target) {
  target = target.substr(0, target.find('?'));
  const bool history = target.ends_with("/trades/history") || target.ends_with("/orders/history") ||
                       target.ends_with("/balance/history");
  return history ? history_cost : standard_cost;
}

}  // namespace holdfast::pacifica::limits
