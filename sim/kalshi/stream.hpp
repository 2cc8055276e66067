#pragma once
#include <memory>
#include <tl/expected.hpp>

#include "sim/call.hpp"
#include "sim/stream/session.hpp"

namespace holdfast::sim {
struct World;
}

namespace holdfast::sim::kalshi {

// The signed handshake of /trade-api/ws/v2: the same three headers as REST, over GET and this path
// (quick start of the WebSocket pages). The caller, or the venue's refusal.
tl::expected<Caller, Answer> admit_stream(World& world, const Request& handshake, UtcTime now);
std::unique_ptr<StreamSession> open_stream(World& world, const Caller& caller, UtcTime now);

}  // namespace holdfast::sim::kalshi
