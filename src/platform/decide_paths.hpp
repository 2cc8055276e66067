#pragma once
#include "platform/config.hpp"
#include "platform/setting_reader.hpp"

namespace holdfast::platform {

// Where ledger, chain heads and token lie when nobody says. After the mode and the port.
void decide_paths(SettingReader& reader, Config& config);

}  // namespace holdfast::platform
