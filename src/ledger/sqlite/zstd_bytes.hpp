#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::sqlite {

std::string compress(std::string_view bytes);
// None when the bytes are not a compressed text of exactly that size.
std::optional<std::string> decompress(std::string_view bytes, std::uint64_t size);

}  // namespace holdfast::sqlite
