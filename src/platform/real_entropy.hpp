#pragma once
#include "ports/entropy.hpp"

namespace holdfast::platform {

// The kernel's random bytes, by libsodium. Safe from any thread.
class RealEntropy final : public Entropy {
 public:
  RealEntropy();
  void fill(std::span<std::uint8_t> bytes) override;
  std::uint64_t below(std::uint64_t bound) override;
};

}  // namespace holdfast::platform
