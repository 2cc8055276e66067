// Any bytes as holdfast.toml and .env: loading ends with a configuration or with one Error of one
// line, and neither `config show` nor the error repeats a secret.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "platform/load_config.hpp"

namespace {

using namespace holdfast;
using namespace holdfast::platform;

constexpr std::string_view canary = "c4n4ryc4n4ryc4n4ry";

ConfigInputs inputs_of(const std::string& toml, const std::string& env) {
  ConfigInputs inputs;
  inputs.read_file = [=](const std::string& path) -> Result<std::optional<FileText>> {
    return FileText{path.ends_with(".env") ? env : toml, false};
  };
  inputs.read_secret = [](const std::string&, SecretPlace) -> Result<Secret> {
    return Secret{canary};
  };
  inputs.current_folder = "/srv/bot";
  inputs.environment.insert_or_assign(
      "TELEGRAM_BOT_TOKEN",
      Variable{.text = {}, .secret = Secret{canary}, .source = "environment"});
  return inputs;
}

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto split = std::min(bytes.find('\0'), bytes.size());
  const std::string toml{bytes.substr(0, split)};
  const std::string env{bytes.substr(std::min(split + 1, bytes.size()))};
  const auto config = load_config(inputs_of(toml, env));
  if (!config) {
    const auto& what = config.error().what;
    check(!what.empty() && what.find('\n') == std::string::npos);
    check(what.find(canary) == std::string::npos || bytes.find(canary) != std::string_view::npos);
    return 0;
  }
  check(std::ranges::none_of(config->settings, [&](const Setting& setting) {
    return setting.value.find(canary) != std::string::npos &&
           bytes.find(canary) == std::string_view::npos;
  }));
  check(config->http.bind == "127.0.0.1" || config->http.bind == "::1");
  return 0;
}
