#pragma once
#include <string_view>

namespace holdfast::solana {

// The genesis hash of mainnet-beta: what tells it from devnet and testnet.
inline constexpr std::string_view mainnet_genesis = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";

inline constexpr std::string_view token_program = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
inline constexpr std::string_view token_2022_program =
    "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb";

}  // namespace holdfast::solana
