#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast::crypto {

// A 20-byte account of an EVM chain.
class EthAddress {
 public:
  using Bytes = std::array<std::uint8_t, 20>;

  constexpr EthAddress() = default;
  explicit constexpr EthAddress(const Bytes& bytes) : bytes_{bytes} {}

  // 0x and 40 hex digits. All lower or all upper case is taken as it is; mixed case must carry a
  // right EIP-55 checksum, or a letter was mistyped: Fault::identity.
  static Result<EthAddress> parse(std::string_view text);

  [[nodiscard]] const Bytes& bytes() const { return bytes_; }
  [[nodiscard]] std::string checksummed() const;  // EIP-55
  [[nodiscard]] std::string lower() const;
  [[nodiscard]] bool is_zero() const { return *this == EthAddress{}; }

  friend auto operator<=>(const EthAddress&, const EthAddress&) = default;

 private:
  Bytes bytes_{};
};

// The address that a secp256k1 private key controls: 64 hex digits, with or without 0x. A key out
// of range or of another form is Fault::unauthorised; no error repeats a digit of it.
Result<EthAddress> address_of_private_key(std::string_view private_key);

}  // namespace holdfast::crypto
