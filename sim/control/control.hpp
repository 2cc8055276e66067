#pragma once
#include <string_view>

#include "domain/error.hpp"
#include "sim/message.hpp"
#include "sim/node.hpp"

namespace holdfast::sim {

class Simulator;
struct World;

namespace control {

// Everything under /_sim/: what a person or a test does to the world, outside of any venue.
Reply answer(Simulator& simulator, const Request& request, UtcTime now);

// One action or {"actions": […]} as POST /_sim/world and --world files write them; what was done,
// one object per action. Actions before a refused one have been done.
Result<Node> act(World& world, std::string_view json, UtcTime now);

}  // namespace control
}  // namespace holdfast::sim
