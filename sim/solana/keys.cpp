#include "sim/solana/keys.hpp"

#include <cryptopp/integer.h>
#include <cryptopp/nbtheory.h>
#include <sodium.h>

#include <algorithm>

namespace holdfast::sim::solana {
namespace {

using CryptoPP::Integer;

constexpr std::string_view letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view associated_program = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL";

void append(Bytes& bytes, ByteView more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

Bytes hash_of(std::string_view text) {
  const auto digest = sha256(bytes_of(text));
  return {digest.begin(), digest.end()};
}

// RFC 8032: the 255-bit y names a point when x^2 = (y^2 - 1) / (d y^2 + 1) has a root.
bool names_a_point(const U256::Bytes& key) {
  Bytes big_endian{key.rbegin(), key.rend()};
  big_endian.front() &= 0x7f;
  const Integer p = (Integer::One() << 255) - 19;
  const Integer d = (p - Integer{121'665}) * Integer{121'666}.InverseMod(p) % p;
  const Integer y{big_endian.data(), big_endian.size()};
  const Integer square = y * y % p;
  const Integer above = (square + p - 1) % p;
  const Integer below = (d * square + 1) % p;
  return CryptoPP::Jacobi(above * below % p, p) >= 0;
}

}  // namespace

std::optional<Bytes> bytes_from_base58(std::string_view text) {
  Integer number;
  for (const char letter : text) {
    const auto value = letters.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    number = number * 58 + static_cast<long>(value);
  }
  const auto zeros = std::min(text.find_first_not_of(letters.front()), text.size());
  Bytes bytes(zeros, 0);
  if (number.IsZero()) return bytes;
  Bytes tail(number.MinEncodedSize());
  number.Encode(tail.data(), tail.size());
  append(bytes, tail);
  return bytes;
}

bool is_address(std::string_view text) {
  if (text.size() > 44) return false;
  const auto bytes = bytes_from_base58(text);
  return bytes && bytes->size() == 32;
}

std::string address_named(std::string_view name) {
  return base58_text(hash_of("address " + std::string{name}));
}

std::string signature_named(std::string_view name) {
  auto bytes = hash_of("signature " + std::string{name});
  append(bytes, hash_of("signature, second half " + std::string{name}));
  return base58_text(bytes);
}

Keypair keypair_named(std::string_view name) {
  const auto seed = hash_of("wallet " + std::string{name});
  Bytes secret(crypto_sign_SECRETKEYBYTES);
  Bytes key(crypto_sign_PUBLICKEYBYTES);
  crypto_sign_seed_keypair(key.data(), secret.data(), seed.data());
  return {secret, base58_text(key)};
}

bool verifies(ByteView signature, ByteView message, std::string_view address) {
  const auto key = bytes_from_base58(address);
  if (!key || key->size() != crypto_sign_PUBLICKEYBYTES) return false;
  if (signature.size() != crypto_sign_BYTES) return false;
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     key->data()) == 0;
}

std::string token_account_of(std::string_view owner, std::string_view program,
                             std::string_view mint) {
  for (int bump = 255; bump >= 0; --bump) {
    Bytes seeds;
    for (const auto part : {owner, program, mint}) append(seeds, *bytes_from_base58(part));
    seeds.push_back(static_cast<std::uint8_t>(bump));
    append(seeds, *bytes_from_base58(associated_program));
    append(seeds, bytes_of("ProgramDerivedAddress"));
    const auto derived = sha256(seeds);
    if (!names_a_point(derived)) return base58_text(derived);
  }
  return {};
}

}  // namespace holdfast::sim::solana
