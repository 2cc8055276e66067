#pragma once
#include <cstdint>
#include <string>

namespace holdfast::sim {

// The simulator's only source of chance: the same seed draws the same world and the same faults.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_{seed} {}

  // splitmix64
  constexpr std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }
  constexpr std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }

  std::string uuid();   // version 4
  std::string hex32();  // 0x and 64 digits: a transaction hash, a question id

 private:
  std::uint64_t state_;
};

}  // namespace holdfast::sim
