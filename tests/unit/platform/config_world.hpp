#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/load_config.hpp"

namespace holdfast::platform {

// For GoogleTest's messages.
inline void PrintTo(const Setting& setting, std::ostream* out) {
  *out << setting.key << " = " << setting.value << " (" << setting.source << ")";
}

inline constexpr std::string_view pem_text =
    "-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUA==\n-----END PRIVATE KEY-----\n";
inline constexpr std::string_view wallet = "0x1111111111111111111111111111111111111111";
inline constexpr std::string_view other_wallet = "0x2222222222222222222222222222222222222222";

// Files and variables that exist only in the test.
struct ConfigWorld {
  std::map<std::string, std::string> files;    // absolute paths
  std::map<std::string, std::string> secrets;  // key files, absolute paths
  std::vector<std::string> readable_by_others;
  std::vector<std::string> asked_secrets;
  std::map<std::string, std::string> variables{{"HOME", "/home/me"}};
  std::vector<Override> overrides;
  std::string config_path;
  Credentials credentials{Credentials::read};

  static ConfigWorld with_toml(std::string text) {
    ConfigWorld world;
    world.files["/srv/bot/holdfast.toml"] = std::move(text);
    world.secrets["/srv/bot/kalshi.pem"] = pem_text;
    return world;
  }
  static ConfigWorld with_env(std::string text) {
    ConfigWorld world;
    world.files["/srv/bot/.env"] = std::move(text);
    world.secrets["/srv/bot/kalshi.pem"] = pem_text;
    return world;
  }

  Result<Config> load() {
    ConfigInputs inputs;
    inputs.read_file = [this](const std::string& path) -> Result<std::optional<FileText>> {
      const auto at = files.find(path);
      if (at == files.end()) return std::optional<FileText>{};
      return FileText{at->second, std::ranges::count(readable_by_others, path) > 0};
    };
    inputs.read_secret = [this](const std::string& path, SecretPlace) -> Result<Secret> {
      asked_secrets.push_back(path);
      const auto at = secrets.find(path);
      if (at == secrets.end()) return fail(Fault::unauthorised, path + " cannot be opened.");
      return Secret{at->second};
    };
    for (const auto& [name, value] : variables) {
      Variable variable{.text = {}, .secret = {}, .source = "environment"};
      if (bears_secret(name)) {
        variable.secret = Secret{value};
      } else {
        variable.text = value;
      }
      inputs.environment.insert_or_assign(name, std::move(variable));
    }
    inputs.overrides = overrides;
    inputs.config_path = config_path;
    inputs.current_folder = "/srv/bot";
    inputs.credentials = credentials;
    return load_config(std::move(inputs));
  }

  Config must_load() {
    auto config = load();
    if (!config) ADD_FAILURE() << config.error().what;
    return config ? *std::move(config) : Config{};
  }
  Error must_fail() {
    const auto config = load();
    if (config) ADD_FAILURE() << "was accepted";
    return config ? Error{} : config.error();
  }
};

inline Setting setting_of(const Config& config, std::string_view key) {
  const auto found = std::ranges::find(config.settings, key, &Setting::key);
  return found == config.settings.end() ? Setting{} : *found;
}

inline constexpr std::string_view kalshi_account =
    "[[account]]\nname = \"main\"\nvenue = \"kalshi\"\nkey_id = \"abc-123\"\n"
    "private_key_path = \"kalshi.pem\"\n";
inline constexpr std::string_view polymarket_account =
    "[[account]]\nname = \"main\"\nvenue = \"polymarket\"\n"
    "address = \"0x1111111111111111111111111111111111111111\"\n";

inline std::string text_of(std::string_view a, std::string_view b = "", std::string_view c = "") {
  return std::string{a} + std::string{b} + std::string{c};
}

}  // namespace holdfast::platform
