#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast::crypto {

// A Solana address: 32 bytes, written in base58.
class SolanaAddress {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  constexpr SolanaAddress() = default;
  explicit constexpr SolanaAddress(const Bytes& bytes) : bytes_{bytes} {}
  // Exactly 32 bytes of base58; the error never repeats more than 48 letters of the text.
  static Result<SolanaAddress> parse(std::string_view text);

  [[nodiscard]] const Bytes& bytes() const { return bytes_; }
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool is_zero() const { return *this == SolanaAddress{}; }

  friend constexpr auto operator<=>(const SolanaAddress&, const SolanaAddress&) = default;

 private:
  Bytes bytes_{};
};

// Whether the bytes are a point of edwards25519: then a key may sign for it, and no program owns
// it. Any point counts, not only those of the prime subgroup (curve25519-dalek's decompress).
bool is_on_curve(const SolanaAddress& address);

// The associated token account of `owner` for `mint`: the program-derived address of the associated
// token program over [owner, token program, mint], with the highest bump that is off the curve.
// None where no bump is (it does not happen: about 2^-256).
std::optional<SolanaAddress> token_account_of(const SolanaAddress& owner,
                                              const SolanaAddress& token_program,
                                              const SolanaAddress& mint);

}  // namespace holdfast::crypto
