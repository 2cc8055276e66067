#pragma once
#include "cli/serve_options.hpp"
#include "platform/config.hpp"
#include "platform/environment.hpp"
#include "ports/venue.hpp"

namespace holdfast::daemon {

// `holdfast serve`: watches every configured account until SIGINT or SIGTERM, or once. Returns the
// exit code: with --once the verdict's, else 0. Fault::unauthorised: no account, no credentials.
Result<int> serve(const cli::ServeOptions& options, platform::Environment environment);

// The checks of doctor that need the venues: each configured account proves who it is.
Result<std::vector<IdentityCheck>> identify(const platform::Config& config);

}  // namespace holdfast::daemon
