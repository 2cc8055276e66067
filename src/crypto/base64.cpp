#include "crypto/base64.hpp"

#include <sodium.h>

namespace holdfast::crypto {

std::string to_base64(std::span<const std::uint8_t> bytes) {
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // the terminating zero
  return text;
}

Result<std::vector<std::uint8_t>> from_base64(std::string_view text) {
  std::vector<std::uint8_t> bytes(text.size() / 4 * 3 + 3);  // never empty: sodium wants a place
  std::size_t size = 0;
  const char* end = nullptr;
  const int refused = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(),
                                        nullptr, &size, &end, sodium_base64_VARIANT_ORIGINAL);
  if (refused != 0 || end != text.data() + text.size()) {
    return fail(Fault::malformed, "not standard base64");
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace holdfast::crypto
