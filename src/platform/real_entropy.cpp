#include "platform/real_entropy.hpp"

#include <sodium.h>

#include <cstdlib>

namespace holdfast::platform {

RealEntropy::RealEntropy() {
  // Without random numbers no key, token or jitter is safe: there is nothing to go on with.
  if (sodium_init() < 0) std::abort();
}

void RealEntropy::fill(std::span<std::uint8_t> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
}

std::uint64_t RealEntropy::below(std::uint64_t bound) {
  if (bound < 2) return 0;
  // Draws that fall into the incomplete last stretch are thrown away, or small results would be
  // more frequent.
  const std::uint64_t incomplete = (UINT64_MAX % bound + 1) % bound;
  std::uint64_t drawn{};
  do {
    randombytes_buf(&drawn, sizeof drawn);
  } while (drawn > UINT64_MAX - incomplete);
  return drawn % bound;
}

}  // namespace holdfast::platform
