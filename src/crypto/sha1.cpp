#include "crypto/sha1.hpp"

#include <openssl/evp.h>

#include <array>

#include "crypto/hex.hpp"

namespace holdfast::crypto {

std::string sha1_hex(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return to_hex({digest.data(), size});
}

}  // namespace holdfast::crypto
