#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace holdfast::crypto {

// Bitcoin's alphabet, as Solana and Pacifica write keys and signatures.
std::string to_base58(std::span<const std::uint8_t> bytes);
// At most 128 letters: no key or signature has more. Never echoes the text.
Result<std::vector<std::uint8_t>> from_base58(std::string_view text);
// The same for what nobody may see: right into the memory that hides it, all of it and no more.
Result<void> fill_from_base58(std::string_view text, std::span<std::uint8_t> bytes);

}  // namespace holdfast::crypto
