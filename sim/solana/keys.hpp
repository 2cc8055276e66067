#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sim/base58.hpp"
#include "sim/encoding.hpp"

namespace holdfast::sim::solana {

inline constexpr std::string_view token_program = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
inline constexpr std::string_view token_2022_program =
    "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb";
inline constexpr std::string_view mainnet_genesis = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";
inline constexpr std::string_view usdc_mint = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
inline constexpr std::string_view cash_mint = "CASHx9KJUStyftLFWGvEVf59SGeG9sh5FfcnZMVPCASH";

using sim::base58_text;
std::optional<Bytes> bytes_from_base58(std::string_view text);
// 32 bytes in base58: an address, a mint, a blockhash.
bool is_address(std::string_view text);

// An address that nobody has a key for, always the same for one name.
std::string address_named(std::string_view name);
// A signature's 64 bytes in base58, always the same for one name.
std::string signature_named(std::string_view name);

// A wallet whose key is made from a name. TEST ONLY.
struct Keypair {
  Bytes secret;  // 64 bytes, as wallets export it
  std::string address;
};
Keypair keypair_named(std::string_view name);

// Whether the 64-byte signature is the address's over the message.
bool verifies(ByteView signature, ByteView message, std::string_view address);

// The associated token account.
std::string token_account_of(std::string_view owner, std::string_view program,
                             std::string_view mint);

}  // namespace holdfast::sim::solana
