#include "platform/secret.hpp"

#include <sodium.h>

#include <cstring>
#include <new>
#include <utility>

namespace holdfast::platform {
namespace {

// sodium_malloc needs the library's page size; a second call costs nothing.
void prepare_sodium() {
  static const int state = sodium_init();
  if (state < 0) throw std::bad_alloc{};
}

}  // namespace

Secret::Secret(std::string_view bytes) : size_{bytes.size()} {
  if (bytes.empty()) return;
  prepare_sodium();
  bytes_ = static_cast<char*>(sodium_malloc(bytes.size()));
  if (bytes_ == nullptr) throw std::bad_alloc{};
  std::memcpy(bytes_, bytes.data(), bytes.size());
  sodium_mprotect_readonly(bytes_);
}

Secret::Secret(Secret&& other) noexcept
    : bytes_{std::exchange(other.bytes_, nullptr)}, size_{std::exchange(other.size_, 0)} {}

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(size_, other.size_);
  return *this;
}

// sodium_free wipes, and ends the process when the guard bytes were touched.
Secret::~Secret() { sodium_free(bytes_); }

std::string_view Secret::reveal() const { return {bytes_, size_}; }

bool Secret::equals(std::string_view other) const {
  if (other.size() != size_) return false;
  return size_ == 0 || sodium_memcmp(bytes_, other.data(), size_) == 0;
}

void wipe(std::string& text) {
  // Up to the capacity: what was longer before lies there still.
  text.resize(text.capacity());
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace holdfast::platform
