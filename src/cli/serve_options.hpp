#pragma once
#include <string>
#include <vector>

#include "platform/load_config.hpp"

namespace holdfast::cli {

// What `holdfast serve` was told.
struct ServeOptions {
  bool once{};  // one pass over every account, the status, and the verdict's exit code
  bool json{};  // with once: the status object and nothing else on stdout
  bool demo{};  // the simulator's venues beside us
  std::string config_path;
  std::vector<platform::Override> overrides;  // --port and the like
};

}  // namespace holdfast::cli
