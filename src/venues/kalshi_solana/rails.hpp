#pragma once
#include <string_view>

// What outcome tokens are paid in. Each rail has YES and NO mints of its own: they are not the same
// thing and never summed.
namespace holdfast::kalshi_solana::rails {

inline constexpr std::string_view usdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
inline constexpr std::string_view cash = "CASHx9KJUStyftLFWGvEVf59SGeG9sh5FfcnZMVPCASH";

// "USDC", "CASH", or empty for one nobody knows.
constexpr std::string_view name_of(std::string_view settlement_mint) {
  if (settlement_mint == usdc) return "USDC";
  return settlement_mint == cash ? "CASH" : "";
}

}  // namespace holdfast::kalshi_solana::rails
