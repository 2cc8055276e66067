#include "sim/random.hpp"

#include <fmt/format.h>

namespace holdfast::sim {

std::string Random::uuid() {
  const auto high = next();
  const auto low = next();
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32U, (high >> 16U) & 0xffffU,
                     high & 0xfffU, ((low >> 48U) & 0x3fffU) | 0x8000U, low & 0xffffffffffffULL);
}

std::string Random::hex32() {
  return fmt::format("0x{:016x}{:016x}{:016x}{:016x}", next(), next(), next(), next());
}

}  // namespace holdfast::sim
