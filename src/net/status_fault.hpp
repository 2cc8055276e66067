#pragma once
#include <optional>

#include "ports/transport.hpp"

namespace holdfast::net {

// What accept_status makes of a status; none: 2xx.
std::optional<Fault> status_fault(int status);

// A 2xx answer as it is; any other status as the fault it means:
//   401 403 unauthorised · 425 not_now · 429 rate_limited · 408 and 5xx unreachable
//   other 4xx refused · 3xx and the rest malformed
// The text holds the status and the first 200 bytes of the body, made fit to print. A venue with
// other rules (503 cancel-only) looks at the response before.
Result<HttpResponse> accept_status(HttpResponse response);

}  // namespace holdfast::net
