#pragma once
#include <cstdint>
#include <span>

namespace holdfast {

class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
  // Uniform in [0, bound); bound above zero.
  virtual std::uint64_t below(std::uint64_t bound) = 0;
};

}  // namespace holdfast
