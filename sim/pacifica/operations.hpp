#pragma once
#include <boost/json/object.hpp>
#include <string_view>

#include "sim/routes.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::pacifica {

// The POST whose bodies are signed under that type; null when there is none.
const Route* write_of(std::string_view operation);
// What the venue answers to a signed body that came by another way than its own POST: over the
// stream, in a batch. Signature, credits and all.
Answer take_signed(World& world, const Route& write, const boost::json::object& body, UtcTime now);

}  // namespace holdfast::sim::pacifica
