#pragma once
#include <cstdint>
#include <memory>

#include "sim/stream/session.hpp"

namespace holdfast::sim::solana {

// The WebSocket of endpoint `number`, at the path of its HTTP side.
std::unique_ptr<StreamSession> open_stream(std::int64_t number);

}  // namespace holdfast::sim::solana
