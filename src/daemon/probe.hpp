#pragma once
#include <vector>

#include "platform/config.hpp"
#include "ports/venue_probe.hpp"

namespace holdfast::daemon {

// Asks the configured venues, and Polygon's endpoints, about what their documents leave open: by
// reading, and only where reading shows it. Each finding names its account or endpoint.
Result<std::vector<ProbeFinding>> probe(const platform::Config& config);

}  // namespace holdfast::daemon
