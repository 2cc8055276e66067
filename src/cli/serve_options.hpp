#pragma once
#include <functional>
#include <string>
#include <vector>

#include "platform/load_config.hpp"

namespace holdfast::cli {

// What `holdfast serve` was told.
struct ServeOptions {
  bool once{};  // one pass over every account, the status, and the verdict's exit code
  bool demo{};  // the simulator's venues beside us
  std::string config_path;
  std::vector<platform::Override> overrides;  // --port and the like
  // Given the body of GET /api/v1/status once every account has answered or failed. Returns the
  // verdict's exit code.
  std::function<int(const std::string& status)> tell;
};

}  // namespace holdfast::cli
