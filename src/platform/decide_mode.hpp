#pragma once
#include "platform/config.hpp"
#include "platform/setting_reader.hpp"

namespace holdfast::platform {

// Live or simulated, and the badge, from `mode`, PUBLIC_ENV and where the accounts point. Refuses
// a badge that contradicts the mode and accounts of both kinds side by side. After the accounts.
void decide_mode(SettingReader& reader, Config& config);

}  // namespace holdfast::platform
