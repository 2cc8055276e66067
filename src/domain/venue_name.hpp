#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace holdfast {

enum class VenueName : std::uint8_t { kalshi, kalshi_solana, polymarket, pacifica };

inline constexpr std::array<std::string_view, 4> venue_names{"kalshi", "kalshi_solana",
                                                             "polymarket", "pacifica"};

constexpr std::string_view name_of(VenueName venue) {
  return venue_names.at(static_cast<std::size_t>(venue));
}

constexpr std::optional<VenueName> venue_from(std::string_view name) {
  for (std::size_t i = 0; i < venue_names.size(); ++i) {
    if (venue_names.at(i) == name) return static_cast<VenueName>(i);
  }
  return std::nullopt;
}

// What one unit below zero costs to hold. On Kalshi REST a short of YES is a NO contract, paid
// at 1 - price; on a perpetual it is a debt worth the price itself.
enum class ShortSide : std::uint8_t { complement, linear };

constexpr ShortSide short_side_of(VenueName venue) {
  return venue == VenueName::kalshi ? ShortSide::complement : ShortSide::linear;
}

// What is traded pays between nothing and one at the end, so that no other price can be.
constexpr bool trades_outcomes(VenueName venue) { return venue != VenueName::pacifica; }

}  // namespace holdfast
