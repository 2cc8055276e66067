#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast {

// A 256-bit unsigned integer as chains use it for token ids and balances: read, compared,
// written. Words are most significant first, so the default comparison is numeric order.
class U256 {
 public:
  using Bytes = std::array<std::uint8_t, 32>;  // big-endian, as in the ABI

  constexpr U256() = default;
  explicit constexpr U256(std::uint64_t low) : words_{0, 0, 0, low} {}

  static Result<U256> parse_decimal(std::string_view text);
  static Result<U256> parse_hex(std::string_view text);  // with or without 0x, 1..64 digits
  static U256 from_bytes(const Bytes& bytes);

  [[nodiscard]] std::string decimal() const;
  [[nodiscard]] std::string hex() const;  // 0x and 64 digits
  [[nodiscard]] Bytes bytes() const;
  [[nodiscard]] bool is_zero() const { return *this == U256{}; }
  [[nodiscard]] bool fits_u64() const { return words_[0] == 0 && words_[1] == 0 && words_[2] == 0; }
  [[nodiscard]] std::uint64_t low() const { return words_[3]; }

  friend constexpr auto operator<=>(const U256&, const U256&) = default;

 private:
  // this = this * factor + addend; false when it does not fit.
  bool multiply_add(std::uint64_t factor, std::uint64_t addend);
  // this = this / divisor; returns the remainder.
  std::uint32_t divide_small(std::uint32_t divisor);

  std::array<std::uint64_t, 4> words_{};
};

}  // namespace holdfast
