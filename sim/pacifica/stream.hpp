#pragma once
#include <memory>

#include "sim/stream/session.hpp"

namespace holdfast::sim::pacifica {

// /ws: nobody signs in; any account may be listened to by its address.
std::unique_ptr<StreamSession> open_stream(UtcTime now);

}  // namespace holdfast::sim::pacifica
