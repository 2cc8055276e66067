#include "sim/base58.hpp"

#include <algorithm>

namespace holdfast::sim {
namespace {

constexpr std::string_view letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// Divides the big-endian number by `divisor` in place; the rest.
unsigned divide(Bytes& number, unsigned base, unsigned divisor) {
  unsigned rest = 0;
  for (auto& digit : number) {
    const unsigned value = rest * base + digit;
    digit = static_cast<std::uint8_t>(value / divisor);
    rest = value % divisor;
  }
  return rest;
}

bool is_zero(const Bytes& number) {
  return std::ranges::all_of(number, [](std::uint8_t digit) { return digit == 0; });
}

}  // namespace

std::string base58_text(ByteView bytes) {
  Bytes number{bytes.begin(), bytes.end()};
  std::string text;
  while (!is_zero(number)) text += letters[divide(number, 256, 58)];
  for (const auto byte : bytes) {
    if (byte != 0) break;
    text += letters.front();
  }
  std::ranges::reverse(text);
  return text;
}

std::optional<Bytes> bytes_from_base58(std::string_view text, std::size_t size) {
  if (text.size() > 2 * size) return std::nullopt;
  Bytes number;
  for (const char letter : text) {
    const auto digit = letters.find(letter);
    if (digit == std::string_view::npos) return std::nullopt;
    number.push_back(static_cast<std::uint8_t>(digit));
  }
  Bytes bytes(size);
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
    *byte = static_cast<std::uint8_t>(divide(number, 58, 256));
  }
  // Only one spelling is right, leading ones included.
  if (!is_zero(number) || base58_text(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace holdfast::sim
