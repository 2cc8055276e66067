#pragma once
#include "sim/call.hpp"
#include "sim/message.hpp"

namespace holdfast::sim {

struct World;

// Applies the switches that change what an answer says: renamed fields, cut pages, empty bodies.
void bend(Answer& answer, const Call& call, World& world);
// Writes the answer as a reply and applies the switches that change how it arrives: errors of a
// gateway, cut bodies, delays, dropped connections.
Reply deliver(const Answer& answer, const Call& call, const World& world);

}  // namespace holdfast::sim
