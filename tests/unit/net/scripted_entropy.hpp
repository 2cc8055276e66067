#pragma once
#include <algorithm>
#include <vector>

#include "ports/entropy.hpp"

namespace holdfast::net {

// Draws the highest value allowed, or the lowest, and notes the bounds it was asked for.
class ScriptedEntropy final : public Entropy {
 public:
  enum class Draw : std::uint8_t { lowest, highest };
  explicit ScriptedEntropy(Draw draw) : draw_{draw} {}

  void fill(std::span<std::uint8_t> bytes) override { std::ranges::fill(bytes, std::uint8_t{7}); }
  std::uint64_t below(std::uint64_t bound) override {
    bounds.push_back(bound);
    return draw_ == Draw::lowest ? 0 : bound - 1;
  }

  std::vector<std::uint64_t> bounds;

 private:
  Draw draw_;
};

}  // namespace holdfast::net
