#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace holdfast::crypto {

// RFC 4648 standard alphabet with padding.
std::string to_base64(std::span<const std::uint8_t> bytes);
// Strict: padding required, no white space, no stray bits. Never echoes the text.
Result<std::vector<std::uint8_t>> from_base64(std::string_view text);

}  // namespace holdfast::crypto
