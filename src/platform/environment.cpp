#include "platform/environment.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace holdfast::platform {
namespace {

constexpr std::array<std::string_view, 4> secret_names{"POLY_PRIVATE_KEY", "DFLOW_API_KEY",
                                                       "DISCORD_WEBHOOK_URL", "TELEGRAM_BOT_TOKEN"};

}  // namespace

bool bears_secret(std::string_view variable) {
  return std::ranges::find(secret_names, variable) != secret_names.end();
}

Environment take_environment(char** block) {
  Environment out;
  for (char** entry = block; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view line{*entry};
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    const auto name = line.substr(0, equals);
    const auto value = line.substr(equals + 1);
    Variable variable{.text = {}, .secret = {}, .source = "environment"};
    if (bears_secret(name)) {
      variable.secret = Secret{value};
      // The kernel shows these very bytes in /proc/PID/environ, and a child would inherit them.
      sodium_memzero(*entry + equals + 1, value.size());
    } else {
      variable.text = value;
    }
    out.insert_or_assign(std::string{name}, std::move(variable));
  }
  return out;
}

}  // namespace holdfast::platform
