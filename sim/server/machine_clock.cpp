#include "sim/server/machine_clock.hpp"

namespace holdfast::sim {

UtcTime machine_now() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

}  // namespace holdfast::sim
