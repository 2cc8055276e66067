#pragma once
#include <string_view>
#include <vector>

#include "platform/config.hpp"
#include "platform/log.hpp"

namespace holdfast::platform {

// Registers every secret of the configuration with the log. Call as soon as there is one.
void hide_secrets(const Config& config, Log& log);

// The parts of an address that look like an access key: path segments and query values of at
// least 16 characters. Hosts and words of the path stay readable in the log.
std::vector<std::string_view> keys_in_url(std::string_view url);

// The lines of a secret of several, without their ends; valid as long as it.
std::vector<std::string_view> secret_lines(const Secret& secret);

}  // namespace holdfast::platform
