#pragma once
#include <cstdint>
#include <span>

#include "crypto/sha256.hpp"

namespace holdfast::crypto {

// Keccak-256 as Ethereum uses it: the padding from before FIPS 202, so not SHA3-256.
Digest keccak256(std::span<const std::uint8_t> bytes);
Digest keccak256(std::string_view bytes);

}  // namespace holdfast::crypto
