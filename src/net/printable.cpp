#include "net/printable.hpp"

#include <cstdint>
#include <optional>

namespace holdfast::net {
namespace {

struct Character {
  char32_t code{};
  std::size_t bytes{};
};

// The character at the front, or nothing when the bytes are not UTF-8 (overlong forms, surrogates
// and numbers beyond Unicode included).
std::optional<Character> first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(text[i]);
  };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return Character{.code = lead, .bytes = 1};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return std::nullopt;
  char32_t code = lead & (0x7fU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return std::nullopt;
    code = code << 6U | (byte(i) & 0x3fU);
  }
  const bool overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
  if (overlong || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return std::nullopt;
  return Character{.code = code, .bytes = bytes};
}

bool shows(char32_t code) {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return false;
  const bool turns = code == 0x061c || code == 0x200e || code == 0x200f ||
                     (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  const bool breaks = code == 0x2028 || code == 0x2029;
  return !turns && !breaks;
}

}  // namespace

std::string printable(std::string_view text, std::size_t most) {
  std::string out;
  while (!text.empty()) {
    const auto first = first_of(text);
    const bool kept = first && shows(first->code);
    const std::string_view written = kept ? text.substr(0, first->bytes) : std::string_view{" "};
    if (out.size() + written.size() > most) break;
    out += written;
    text.remove_prefix(first ? first->bytes : 1);
  }
  return out;
}

}  // namespace holdfast::net
