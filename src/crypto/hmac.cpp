#include "crypto/hmac.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "crypto/base64.hpp"

namespace holdfast::crypto {

Result<std::string> hmac_base64url(std::string_view key, std::string_view message) {
  std::string standard{key};
  std::ranges::replace(standard, '-', '+');
  std::ranges::replace(standard, '_', '/');
  const auto bytes = from_base64(standard);
  if (!bytes) return fail(Fault::unauthorised, "the secret of the API key is no base64url");
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> code{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), bytes->data(), static_cast<int>(bytes->size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), code.data(), &size);
  std::string text = to_base64(code);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

}  // namespace holdfast::crypto
