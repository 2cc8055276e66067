#pragma once
#include "platform/config.hpp"
#include "platform/load_config.hpp"
#include "platform/setting_reader.hpp"

namespace holdfast::platform {

// Fills accounts; reads key files unless credentials are to be left alone.
void read_accounts(SettingReader& reader, const ConfigInputs& inputs, Config& config);

}  // namespace holdfast::platform
