#pragma once
#include <string>
#include <vector>

#include "cli/replayed.hpp"
#include "domain/error.hpp"
#include "platform/config.hpp"

namespace holdfast::daemon {

// Runs a bundle again in a folder that is gone afterwards, under this configuration's rules.
Result<std::vector<cli::Replayed>> replay_file(const platform::Config& config,
                                               const std::string& path);

}  // namespace holdfast::daemon
