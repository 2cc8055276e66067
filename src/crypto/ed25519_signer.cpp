#include "crypto/ed25519_signer.hpp"

#include <sodium.h>

#include <array>

#include "crypto/base58.hpp"
#include "crypto/solana_address.hpp"

namespace holdfast::crypto {
namespace {

constexpr std::size_t seed_size = crypto_sign_ed25519_SEEDBYTES;
constexpr std::size_t pair_size = crypto_sign_ed25519_SECRETKEYBYTES;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Result<std::unique_ptr<Ed25519Signer>> Ed25519Signer::from_base58_secret(std::string_view secret) {
  const auto refused = [](std::string_view why) {
    return fail(Fault::unauthorised, "the Solana private key cannot be used: " + std::string{why});
  };
  SecretBytes pair{pair_size};
  const bool whole = fill_from_base58(secret, pair.bytes()).has_value();
  if (!whole && !fill_from_base58(secret, pair.bytes().first(seed_size))) {
    return refused("it is not base58 of 64 bytes (or of a seed of 32)");
  }
  SecretBytes made{pair_size};
  std::array<std::uint8_t, crypto_sign_ed25519_PUBLICKEYBYTES> public_key{};
  crypto_sign_ed25519_seed_keypair(public_key.data(), made.bytes().data(), pair.bytes().data());
  if (whole && sodium_memcmp(made.bytes().data(), pair.bytes().data(), pair_size) != 0) {
    return refused("its public half does not belong to its private one");
  }
  return std::unique_ptr<Ed25519Signer>{new Ed25519Signer{std::move(made), to_base58(public_key)}};
}

Result<std::string> Ed25519Signer::sign(std::string_view text) {
  std::array<std::uint8_t, crypto_sign_ed25519_BYTES> signature{};
  if (crypto_sign_ed25519_detached(signature.data(), nullptr, bytes_of(text), text.size(),
                                   pair_.bytes().data()) != 0) {
    return fail(Fault::unauthorised, "the Solana key did not sign");
  }
  return to_base58(signature);
}

Result<bool> ed25519_fits(std::string_view public_key, std::string_view text,
                          std::string_view signature) {
  const auto key = SolanaAddress::parse(public_key);
  if (!key) return tl::make_unexpected(key.error());
  std::array<std::uint8_t, crypto_sign_ed25519_BYTES> bytes{};
  if (auto read = fill_from_base58(signature, bytes); !read) {
    return tl::make_unexpected(read.error());
  }
  return crypto_sign_ed25519_verify_detached(bytes.data(), bytes_of(text), text.size(),
                                             key->bytes().data()) == 0;
}

}  // namespace holdfast::crypto
