#pragma once
#include "domain/time.hpp"

namespace holdfast::sim {

// The machine's clock: the only one the binary reads, and nothing in the core does.
UtcTime machine_now();

}  // namespace holdfast::sim
