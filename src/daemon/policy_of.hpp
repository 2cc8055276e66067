#pragma once
#include "core/policy.hpp"
#include "platform/config.hpp"

namespace holdfast::daemon {

SyncPolicy policy_of(const platform::Config& config, VenueName venue);

}  // namespace holdfast::daemon
