#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

// OpenSSL's digest state; named here so that no other file needs its headers.
struct evp_md_ctx_st;

namespace holdfast::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);

// SHA-256 over pieces; each piece is preceded by its length, so that two lists of pieces never
// hash alike when they differ only in where one piece ends and the next begins.
class PieceHash {
 public:
  PieceHash();
  void add(std::string_view piece);
  [[nodiscard]] std::string hex() const;

 private:
  struct Free {
    void operator()(evp_md_ctx_st* state) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> state_;
};

}  // namespace holdfast::crypto
