#include "crypto/keccak.hpp"

#include <cryptopp/keccak.h>

namespace holdfast::crypto {

Digest keccak256(std::span<const std::uint8_t> bytes) {
  CryptoPP::Keccak_256 hash;
  Digest digest{};
  hash.CalculateDigest(digest.data(), bytes.data(), bytes.size());
  return digest;
}

Digest keccak256(std::string_view bytes) {
  return keccak256(std::span{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

}  // namespace holdfast::crypto
