#pragma once
#include "sim/demo.hpp"

namespace holdfast::sim {

// The demo's Pacifica account: the address of the Ed25519 key whose seed is 00 01 02 ... 1f. TEST
// ONLY.
inline constexpr std::string_view demo_pacifica_account =
    "FAe4sisG95oZ42w7buUn5qEE4TAnfTTFPiguZUHmhiF";

void add_pacifica_demo(World& world, const DemoOptions& options);

}  // namespace holdfast::sim
