#include "crypto/sha256.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <span>

#include "crypto/hex.hpp"

namespace holdfast::crypto {
namespace {

// EVP_sha256() is looked up anew by each digest, which takes longer than hashing a ledger's row.
const EVP_MD* algorithm() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return fetched != nullptr ? fetched : EVP_sha256();
}

}  // namespace

Digest sha256(std::string_view bytes) {
  Digest digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, algorithm(), nullptr);
  return digest;
}

std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }

void PieceHash::Free::operator()(evp_md_ctx_st* state) const { EVP_MD_CTX_free(state); }

PieceHash::PieceHash() : state_{EVP_MD_CTX_new()} {
  EVP_DigestInit_ex(state_.get(), algorithm(), nullptr);
}

void PieceHash::add(std::string_view piece) {
  const std::string length = std::to_string(piece.size()) + ":";
  EVP_DigestUpdate(state_.get(), length.data(), length.size());
  EVP_DigestUpdate(state_.get(), piece.data(), piece.size());
}

std::string PieceHash::hex() const {
  const std::unique_ptr<evp_md_ctx_st, Free> copy{EVP_MD_CTX_new()};
  EVP_MD_CTX_copy_ex(copy.get(), state_.get());
  Digest digest{};
  unsigned int size = 0;
  EVP_DigestFinal_ex(copy.get(), digest.data(), &size);
  return to_hex(digest);
}

}  // namespace holdfast::crypto
