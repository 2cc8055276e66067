#pragma once
#include "platform/config.hpp"
#include "platform/load_config.hpp"
#include "platform/setting_reader.hpp"

// The sections of the file, one function each.
namespace holdfast::platform {

void read_log(SettingReader& reader, Config& config);
void read_sync(SettingReader& reader, Config& config);
void read_http(SettingReader& reader, Config& config);
void read_alerts(SettingReader& reader, const ConfigInputs& inputs, Config& config);
// After the mode: play money is never witnessed by the real chain.
void read_polygon(SettingReader& reader, const ConfigInputs& inputs, Config& config);
void read_solana(SettingReader& reader, const ConfigInputs& inputs, Config& config);
void read_retention(SettingReader& reader, Config& config);
void read_books(SettingReader& reader, Config& config);
// After the accounts.
void read_public_address(SettingReader& reader, Config& config);

}  // namespace holdfast::platform
