#pragma once
#include <string>

#include "cli/doors.hpp"

namespace holdfast::daemon {

// The command line's way to the daemon: loopback, the token of http.token_path in the header.
Result<cli::DaemonAnswer> ask_daemon(const platform::Config& config, const std::string& method,
                                     const std::string& target, const std::string& body);

}  // namespace holdfast::daemon
