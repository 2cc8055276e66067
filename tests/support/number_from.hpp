#pragma once
#include <cstdint>
#include <cstdlib>

namespace holdfast::test {

// What the environment says of how long a test looks, where the caller wants other than usual.
inline std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace holdfast::test
