#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace holdfast::crypto {

// Lower case, no 0x.
std::string to_hex(std::span<const std::uint8_t> bytes);
// With or without 0x, either case, an even number of digits. Never echoes the text.
Result<std::vector<std::uint8_t>> from_hex(std::string_view text);

}  // namespace holdfast::crypto
