#pragma once
#include "sim/demo.hpp"

namespace holdfast::sim {

void add_solana_demo(World& world, const DemoOptions& options);

}  // namespace holdfast::sim
