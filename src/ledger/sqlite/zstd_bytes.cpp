#include "ledger/sqlite/zstd_bytes.hpp"

#include <zstd.h>

#include <new>

namespace holdfast::sqlite {
namespace {

constexpr int level = 3;
constexpr std::uint64_t size_max = 1ULL << 30U;  // a damaged size must not eat the memory

}  // namespace

std::string compress(std::string_view bytes) {
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), level);
  // With room for the bound, only memory can fail it.
  if (ZSTD_isError(size) != 0) throw std::bad_alloc{};
  packed.resize(size);
  return packed;
}

std::optional<std::string> decompress(std::string_view bytes, std::uint64_t size) {
  if (size > size_max || ZSTD_getFrameContentSize(bytes.data(), bytes.size()) != size) {
    return std::nullopt;
  }
  std::string text(size, '\0');
  const std::size_t got = ZSTD_decompress(text.data(), text.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0 || got != size) return std::nullopt;
  return text;
}

}  // namespace holdfast::sqlite
