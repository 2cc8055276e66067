#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/config.hpp"
#include "platform/environment.hpp"
#include "platform/secrets.hpp"

namespace holdfast::platform {

struct FileText {
  std::string text;
  bool others_can_read{};  // by group or world
};

// A value from the command line; it wins over every other source.
struct Override {
  std::string key;   // "http.port"; a plain key of docs/operating/config.md
  std::string text;  // "8421"
  std::string flag;  // "--port": shown as its source
};

// `leave` is for commands that talk to the daemon: key files are not even opened.
enum class Credentials : std::uint8_t { read, leave };

// Everything loading depends on, so that tests need neither files nor a real environment.
struct ConfigInputs {
  // None when the file does not exist.
  std::function<Result<std::optional<FileText>>(const std::string& path)> read_file;
  std::function<Result<Secret>(const std::string& path, SecretPlace place)> read_secret;
  Environment environment;     // of the process; take_environment() has wiped its secrets
  std::string config_path;     // --config; empty: $HOLDFAST_CONFIG, else holdfast.toml if there
  std::string current_folder;  // absolute
  std::vector<Override> overrides;
  Credentials credentials{Credentials::read};
};

// Built-in defaults < holdfast.toml < .env in the current folder < environment < command line.
// The first thing that is wrong ends loading with one Error that names file:line and the fix:
// Fault::malformed for what is written, Fault::unauthorised for key files.
Result<Config> load_config(ConfigInputs inputs);

// Inputs from the real files and the environment given; see take_environment().
ConfigInputs real_config_inputs(Environment environment);

}  // namespace holdfast::platform
