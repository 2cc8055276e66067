#include "platform/decide_paths.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "platform/private_file.hpp"
#include "platform/setting_values.hpp"

namespace holdfast::platform {
namespace {

// The folder systemd made for the service, else the XDG one, else the one below the home folder.
std::string folder_for(const SettingReader& reader, std::string_view systemd, std::string_view xdg,
                       std::string_view below_home) {
  const auto& environment = reader.layers().environment;
  const auto text = [&environment](std::string_view name) {
    const auto at = environment.find(name);
    return at == environment.end() ? std::string{} : at->second.text;
  };
  // systemd separates several folders by colons.
  if (const auto given = text(systemd); !given.empty()) return given.substr(0, given.find(':'));
  // XDG says that a relative path is to be ignored.
  if (const auto given = text(xdg); given.starts_with('/')) return given + "/holdfast";
  if (const auto home = text("HOME"); home.starts_with('/')) {
    return fmt::format("{}/{}/holdfast", home, below_home);
  }
  return reader.layers().current_folder;
}

std::string take_path(SettingReader& reader, std::string_view key, const std::string& otherwise) {
  const auto found = reader.find(key);
  if (!found) {
    reader.note(std::string{key}, otherwise, "derived");
    return otherwise;
  }
  if (!reader.take<std::string>(key, as_path)) return {};
  return reader.path_of(*found);
}

}  // namespace

void decide_paths(SettingReader& reader, Config& config) {
  const auto state = folder_for(reader, "STATE_DIRECTORY", "XDG_STATE_HOME", ".local/state");
  const auto outside = folder_for(reader, "LOGS_DIRECTORY", "XDG_DATA_HOME", ".local/share");
  const auto* const file = config.mode == Mode::live ? "ledger.sqlite" : "ledger-simulated.sqlite";
  config.ledger.path = take_path(reader, "ledger.path", fmt::format("{}/{}", state, file));
  // Two ledgers never share their heads, wherever they lie.
  config.ledger.heads_path =
      take_path(reader, "ledger.heads_path",
                fmt::format("{}/heads-{}.txt", outside, mark_of(config.ledger.path)));
  // By port, so that two daemons on one machine never write over each other's.
  config.http.token_path =
      take_path(reader, "http.token_path", fmt::format("{}/token-{}", state, config.http.port));
  const auto folder_of = [](const std::string& path) {
    return std::filesystem::path{path}.parent_path();
  };
  if (folder_of(config.ledger.path) == folder_of(config.ledger.heads_path)) {
    config.warnings.push_back(fmt::format(
        "ledger.heads_path {} lies in the ledger's own folder: who replaces that folder by an "
        "older copy replaces both, and nobody notices. Put it elsewhere.",
        config.ledger.heads_path));
  }
}

}  // namespace holdfast::platform
