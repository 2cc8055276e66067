#pragma once
#include <optional>

#include "domain/time.hpp"
#include "ports/transport.hpp"

namespace holdfast::net {

// However long a venue tells us to wait, nobody waits longer than this without asking again.
inline constexpr Duration longest_wait = std::chrono::minutes{5};

// How long the answer asks us to wait, from 0 to longest_wait. Seconds or any of the three HTTP
// dates (RFC 9110, 10.2.3); a date counts from the answer's own Date where it has one, so that a
// skewed clock of ours changes nothing. Nothing when the header is absent, negative or nonsense.
std::optional<Duration> retry_after(const HttpResponse& response, UtcTime now);

}  // namespace holdfast::net
