#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "sim/encoding.hpp"

namespace holdfast::sim {

// Bitcoin's alphabet. None for other letters and for texts of another number of bytes.
std::string base58_text(ByteView bytes);
std::optional<Bytes> bytes_from_base58(std::string_view text, std::size_t size);

}  // namespace holdfast::sim
