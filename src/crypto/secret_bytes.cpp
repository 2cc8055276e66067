#include "crypto/secret_bytes.hpp"

#include <sodium.h>

#include <algorithm>
#include <new>
#include <utility>

namespace holdfast::crypto {
namespace {

void start_sodium() {
  static const int started = sodium_init();
  if (started < 0) throw std::bad_alloc{};
}

}  // namespace

SecretBytes::SecretBytes(std::size_t size) : size_{size} {
  if (size == 0) return;
  start_sodium();
  data_ = static_cast<std::uint8_t*>(sodium_malloc(size));
  if (data_ == nullptr) throw std::bad_alloc{};
  std::fill_n(data_, size, std::uint8_t{0});
}

SecretBytes SecretBytes::copy_of(std::string_view text) {
  SecretBytes bytes{text.size()};
  std::ranges::copy(text, bytes.data_);
  return bytes;
}

SecretBytes::~SecretBytes() { release(); }

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)} {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    release();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

void SecretBytes::shrink(std::size_t size) {
  if (size >= size_) return;
  sodium_memzero(data_ + size, size_ - size);
  size_ = size;
}

void SecretBytes::release() {
  if (data_ != nullptr) sodium_free(data_);  // wipes the whole allocation
  data_ = nullptr;
  size_ = 0;
}

}  // namespace holdfast::crypto
