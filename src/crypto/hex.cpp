#include "crypto/hex.hpp"

#include <sodium.h>

namespace holdfast::crypto {

std::string to_hex(std::span<const std::uint8_t> bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

Result<std::vector<std::uint8_t>> from_hex(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
  std::vector<std::uint8_t> bytes(text.size() / 2 + 1);  // never empty: sodium wants a place
  std::size_t size = 0;
  const char* end = nullptr;
  const int refused =
      sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, &end);
  if (refused != 0 || text.size() % 2 != 0 || end != text.data() + text.size()) {
    return fail(Fault::malformed, "not a hex text of whole bytes");
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace holdfast::crypto
