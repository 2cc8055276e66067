#include "crypto/eth_address.hpp"

#include <secp256k1.h>
#include <sodium.h>

#include <algorithm>
#include <memory>

#include "crypto/hex.hpp"
#include "crypto/keccak.hpp"
#include "crypto/secret_bytes.hpp"

namespace holdfast::crypto {
namespace {

// EIP-55: a letter is upper case where the hash of the lower-case text has a nibble of 8 or more.
std::string checksum_text(std::string digits) {
  const Digest hash = keccak256(digits);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const unsigned nibble = (hash.at(i / 2) >> (i % 2 == 0 ? 4U : 0U)) & 15U;
    char& digit = digits[i];
    if (digit >= 'a' && digit <= 'f' && nibble >= 8) digit = static_cast<char>(digit - 'a' + 'A');
  }
  return "0x" + digits;
}

bool has(std::string_view text, char first, char last) {
  return std::ranges::any_of(text, [&](char c) { return c >= first && c <= last; });
}

auto not_an_address(std::string_view why) {
  return fail(Fault::identity, "not a wallet address: " + std::string{why});
}

}  // namespace

Result<EthAddress> EthAddress::parse(std::string_view text) {
  if (text.size() != 42 || !text.starts_with("0x")) {
    return not_an_address("it is 0x and 40 hex digits");
  }
  const auto bytes = from_hex(text);
  if (!bytes) return not_an_address("it has a letter that is no hex digit");
  EthAddress address;
  std::ranges::copy(*bytes, address.bytes_.begin());
  const std::string_view digits = text.substr(2);
  if (has(digits, 'a', 'f') && has(digits, 'A', 'F') && text != address.checksummed()) {
    return not_an_address("its capital letters (EIP-55 checksum) do not fit, so a digit of " +
                          std::string{text} + " is wrong");
  }
  return address;
}

std::string EthAddress::checksummed() const { return checksum_text(to_hex(bytes_)); }

std::string EthAddress::lower() const { return "0x" + to_hex(bytes_); }

Result<EthAddress> address_of_private_key(std::string_view private_key) {
  const auto refuse = [](std::string_view why) {
    return fail(Fault::unauthorised, "the private key is " + std::string{why});
  };
  if (private_key.starts_with("0x") || private_key.starts_with("0X")) private_key.remove_prefix(2);
  SecretBytes seed{32};
  std::size_t size = 0;
  const char* end = nullptr;
  const auto bytes = seed.bytes();
  if (private_key.size() != 64 ||
      sodium_hex2bin(bytes.data(), bytes.size(), private_key.data(), private_key.size(), nullptr,
                     &size, &end) != 0 ||
      end != private_key.data() + private_key.size()) {
    return refuse("not 64 hex digits");
  }
  const std::unique_ptr<secp256k1_context, decltype(&secp256k1_context_destroy)> context{
      secp256k1_context_create(SECP256K1_CONTEXT_SIGN), &secp256k1_context_destroy};
  secp256k1_pubkey point;
  if (secp256k1_ec_pubkey_create(context.get(), &point, bytes.data()) != 1) {
    return refuse("zero or beyond the curve's order");
  }
  std::array<std::uint8_t, 65> plain{};
  std::size_t plain_size = plain.size();
  secp256k1_ec_pubkey_serialize(context.get(), plain.data(), &plain_size, &point,
                                SECP256K1_EC_UNCOMPRESSED);
  const Digest hash = keccak256(std::span{plain}.subspan(1));
  EthAddress::Bytes tail{};
  std::copy(hash.end() - 20, hash.end(), tail.begin());
  return EthAddress{tail};
}

}  // namespace holdfast::crypto
