#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/u256.hpp"

namespace holdfast::sim {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

Bytes bytes_of(std::string_view text);
std::string hex_text(ByteView bytes);  // 0x and two digits a byte
// Exactly whole bytes, with or without 0x.
std::optional<Bytes> bytes_from_hex(std::string_view text);
std::string base64_text(ByteView bytes);     // standard alphabet with padding
std::string base64url_text(ByteView bytes);  // url alphabet, no padding
// Standard alphabet with full padding and nothing else; url alphabet, padding optional.
std::optional<Bytes> bytes_from_base64(std::string_view text);
std::optional<Bytes> bytes_from_base64url(std::string_view text);

U256::Bytes keccak256(ByteView bytes);
U256::Bytes sha256(ByteView bytes);

}  // namespace holdfast::sim
