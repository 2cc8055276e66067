#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace holdfast::crypto {

// Bytes that nobody may see: in guarded pages that are locked in memory where the system allows
// it, left out of core dumps, wiped on release. Moves, never copies.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t size);
  static SecretBytes copy_of(std::string_view text);
  ~SecretBytes();
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;

  [[nodiscard]] std::span<std::uint8_t> bytes() { return {data_, size_}; }
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {data_, size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  // Drops what lies beyond; never grows.
  void shrink(std::size_t size);

 private:
  void release();
  std::uint8_t* data_{};
  std::size_t size_{};
};

}  // namespace holdfast::crypto
