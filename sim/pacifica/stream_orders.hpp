#pragma once
#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "sim/world.hpp"

namespace holdfast::sim::pacifica {

// {"id":…,"params":{"<operation>":<signed body>}}: an order over the stream, taken as POST takes
// it. The answer's text; none when the message is no such thing.
std::optional<std::string> streamed_order(World& world, const boost::json::object& message,
                                          UtcTime now);

}  // namespace holdfast::sim::pacifica
