#pragma once
#include <optional>
#include <string_view>

#include "ports/transport.hpp"

namespace holdfast::polymarket {

// An answer that is not a 200 as the fault it means. Data API v2 explains itself as
// {"error","code","parameter","retryable","trace_id"}, the older routes as {"error"}; gateways in
// front of them answer in HTML. A 400 about the parameter `user` is Fault::identity: that address
// cannot hold positions (a protocol contract, or no address).
std::optional<Error> fault_of(const HttpResponse& response, std::string_view route);

}  // namespace holdfast::polymarket
