#pragma once
#include "sim/call.hpp"
#include "sim/message.hpp"

namespace holdfast::sim {

struct World;

// Applies the switches that change what an answer says: renamed fields, cut pages, empty bodies.
void bend(Answer& answer, const Call& call, World& world);
// The first row, or the first that holds the fault's `row`, comes again at the end; false: there is
// none.
bool repeat_row(Node& rows, const SetFault& fault);
// Writes the answer as a reply and applies the switches that change how it arrives: errors of a
// gateway, cut bodies, delays, dropped connections.
Reply deliver(const Answer& answer, const Call& call, const World& world);

}  // namespace holdfast::sim
