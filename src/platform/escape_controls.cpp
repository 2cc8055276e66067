#include "platform/escape_controls.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

namespace holdfast::platform {
namespace {

// A code point of well-formed UTF-8 and the bytes it takes; zero bytes for a broken sequence.
struct Scalar {
  char32_t value{};
  std::size_t bytes{};
};

Scalar read_scalar(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {};
  char32_t value = lead & (0x7fU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {};
    value = value << 6U | (byte(i) & 0x3fU);
  }
  const bool overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
  const bool outside = value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff);
  return overlong || outside ? Scalar{} : Scalar{value, bytes};
}

// Controls, line and paragraph separators, and marks that reorder or hide what follows.
bool is_unsafe(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

}  // namespace

std::string escape_controls(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto scalar = read_scalar(text);
    const auto bytes = scalar.bytes == 0 ? 1 : scalar.bytes;
    if (scalar.bytes == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else if (scalar.value == U'\n') {
      out += "\\n";
    } else if (scalar.value == U'\r') {
      out += "\\r";
    } else if (scalar.value == U'\t') {
      out += "\\t";
    } else if (is_unsafe(scalar.value)) {
      out += scalar.value < 0x100
                 ? fmt::format("\\x{:02x}", static_cast<std::uint32_t>(scalar.value))
                 : fmt::format("\\u{:04x}", static_cast<std::uint32_t>(scalar.value));
    } else {
      out += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return out;
}

}  // namespace holdfast::platform
