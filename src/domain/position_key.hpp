#pragma once
#include <compare>
#include <cstdint>
#include <string>

#include "domain/ids.hpp"
#include "domain/venue_name.hpp"

namespace holdfast {

enum class MarginMode : std::uint8_t { none, cross, isolated };

// What makes a position one position. The venue tells custody apart too: the same market held
// through Kalshi REST and through Solana tokens is two keys. Side is data, not part of the key.
struct PositionKey {
  AccountId account;
  VenueName venue{};
  std::uint16_t subaccount{};  // Kalshi 0..63, elsewhere 0
  std::uint16_t shard{};       // Kalshi exchange_index, elsewhere 0
  InstrumentId instrument;
  MarginMode margin{MarginMode::none};

  // One canonical text, used in ids and in the ledger: kalshi/main#2.3:KXFED-26DEC-T4
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const PositionKey&, const PositionKey&) = default;
};

}  // namespace holdfast
