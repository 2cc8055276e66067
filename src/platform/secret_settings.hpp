#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "platform/load_config.hpp"
#include "platform/setting_reader.hpp"

namespace holdfast::platform {

// How the content of a secret file must look; decides the message when it does not.
enum class SecretForm : std::uint8_t { pem, hex_key, line, lines, three_lines };

// Where a secret may stand: <key>_path names a file, <key>_credential one of systemd's.
struct SecretPlaces {
  std::string shown_key;  // "account.kalshi/main.private_key"
  std::optional<Found> path;
  std::optional<Found> credential;
};

// The secret, white space around it cut off; empty when neither is set, when credentials are to
// be left alone, and after an error.
Secret read_secret_setting(SettingReader& reader, const ConfigInputs& inputs,
                           const SecretPlaces& places, SecretForm form);
// Cuts white space off and checks the form; the error never shows the content.
Result<Secret> checked_secret(const Secret& secret, SecretForm form);

// POLY_PRIVATE_KEY and its like; moved out of the layers. Empty when not set.
Variable take_secret_variable(SettingReader& reader, std::string_view name);

}  // namespace holdfast::platform
