#include "platform/load_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>

#include "platform/decide_mode.hpp"
#include "platform/decide_paths.hpp"
#include "platform/read_accounts.hpp"
#include "platform/read_settings.hpp"
#include "platform/setting_reader.hpp"

namespace holdfast::platform {
namespace {

constexpr std::string_view standard_file = "holdfast.toml";

// Which file to read; only the standard one may be missing.
struct ConfigFile {
  std::string name;    // as shown
  std::string source;  // who named it; "" for the standard one
};

ConfigFile config_file(const ConfigInputs& inputs) {
  if (!inputs.config_path.empty()) return {inputs.config_path, "--config"};
  const auto at = inputs.environment.find("HOLDFAST_CONFIG");
  if (at != inputs.environment.end() && !at->second.empty()) {
    return {at->second.text, "HOLDFAST_CONFIG"};
  }
  return {std::string{standard_file}, ""};
}

Result<void> read_toml_layer(const ConfigInputs& inputs, Layers& layers) {
  const auto file = config_file(inputs);
  const auto path = std::filesystem::path{inputs.current_folder} / file.name;
  layers.toml_name = file.name;
  layers.toml_folder = path.parent_path().lexically_normal().string();
  auto text = inputs.read_file(path.lexically_normal().string());
  if (!text) return tl::make_unexpected(text.error());
  if (!*text) {
    if (file.source.empty()) return {};
    return fail(Fault::malformed, fmt::format("{}: there is no file {}. Correct the path or leave "
                                              "it out.",
                                              file.source, path.string()));
  }
  auto toml = parse_toml((*text)->text, file.name);
  if (!toml) return tl::make_unexpected(toml.error());
  layers.toml = *std::move(toml);
  return {};
}

Result<void> read_env_layer(const ConfigInputs& inputs, Layers& layers) {
  auto text = inputs.read_file((std::filesystem::path{inputs.current_folder} / ".env").string());
  if (!text) return tl::make_unexpected(text.error());
  if (!*text) return {};
  const bool others_can_read = (*text)->others_can_read;
  auto variables = parse_env_file(std::move((*text)->text), ".env");
  if (!variables) return tl::make_unexpected(variables.error());
  for (const auto& [name, variable] : *variables) {
    if (variable.secret.empty() || !others_can_read || inputs.credentials == Credentials::leave) {
      continue;
    }
    return fail(Fault::unauthorised,
                fmt::format("{}: {} stands in a file that other users can read. Run: chmod 600 {}",
                            variable.source, name,
                            (std::filesystem::path{inputs.current_folder} / ".env").string()));
  }
  layers.env_file = *std::move(variables);
  return {};
}

void warn_of_secrets_in_environment(const Environment& environment, Config& config) {
  for (const auto& [name, variable] : environment) {
    if (variable.secret.empty()) continue;
    config.warnings.push_back(fmt::format(
        "{} came with the process's environment, where other programs may have seen it. It is "
        "wiped there now; put it into .env with mode 600 or a systemd credential instead.",
        name));
  }
}

// `config show` lists every key, also those that no section had a reason to look at.
void note_untouched_keys(SettingReader& reader) {
  for (const auto& key : config_keys()) {
    const auto& settings = reader.settings();
    const auto same = [&key](const Setting& one) { return one.key == key.name; };
    if (key.place != KeyPlace::plain || std::ranges::any_of(settings, same)) continue;
    const auto found = reader.find(key.name);
    reader.note(std::string{key.name}, found ? found->value.text : "",
                found ? found->source : "not set");
  }
}

// In the order in which the keys are documented; of accounts and books in that of the file.
std::vector<Setting> sorted(std::vector<Setting> settings) {
  const auto keys = config_keys();
  std::multimap<std::ptrdiff_t, Setting> by_place;
  for (auto& setting : settings) {
    const auto found = std::ranges::find_if(keys, [&setting](const ConfigKey& key) {
      return key.place == KeyPlace::plain && key.name == setting.key;
    });
    by_place.emplace(found - keys.begin(), std::move(setting));
  }
  settings.clear();
  for (auto& [place, setting] : by_place) settings.push_back(std::move(setting));
  return settings;
}

}  // namespace

Result<Config> load_config(ConfigInputs inputs) {
  Layers layers;
  layers.current_folder = inputs.current_folder;
  if (auto read = read_toml_layer(inputs, layers); !read) return tl::make_unexpected(read.error());
  if (auto read = read_env_layer(inputs, layers); !read) return tl::make_unexpected(read.error());
  Config config;
  warn_of_secrets_in_environment(inputs.environment, config);
  layers.environment = std::move(inputs.environment);
  layers.overrides = std::move(inputs.overrides);
  SettingReader reader{std::move(layers)};
  reader.check_known_keys();
  read_log(reader, config);
  read_sync(reader, config);
  read_http(reader, config);
  read_retention(reader, config);
  if (!reader.error()) read_accounts(reader, inputs, config);
  if (!reader.error()) {
    decide_mode(reader, config);
    decide_paths(reader, config);
    read_public_address(reader, config);
    read_books(reader, config);
  }
  if (!reader.error()) read_polygon(reader, inputs, config);
  if (!reader.error()) read_solana(reader, inputs, config);
  if (!reader.error()) read_alerts(reader, inputs, config);
  if (reader.error()) return tl::make_unexpected(*reader.error());
  note_untouched_keys(reader);
  config.settings = sorted(std::move(reader.settings()));
  return config;
}

}  // namespace holdfast::platform
