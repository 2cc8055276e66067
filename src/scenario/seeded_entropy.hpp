#pragma once
#include <random>

#include "ports/entropy.hpp"

namespace holdfast::scenario {

// Chance from a seed: the same in every run.
class SeededEntropy final : public Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : engine_{seed} {}
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
  }
  std::uint64_t below(std::uint64_t bound) override { return engine_() % bound; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace holdfast::scenario
