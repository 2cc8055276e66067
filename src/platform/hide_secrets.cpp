#include "platform/hide_secrets.hpp"

#include <algorithm>

namespace holdfast::platform {

std::vector<std::string_view> keys_in_url(std::string_view url) {
  constexpr std::size_t shortest_key = 16;
  std::vector<std::string_view> keys;
  const auto scheme = url.find("://");
  auto rest = url.substr(scheme == std::string_view::npos ? 0 : scheme + 3);
  rest.remove_prefix(std::min(rest.find_first_of("/?"), rest.size()));
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of("/?&="), rest.size());
    if (end >= shortest_key) keys.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return keys;
}

std::vector<std::string_view> secret_lines(const Secret& secret) {
  std::vector<std::string_view> lines;
  auto rest = secret.reveal();
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

void hide_secrets(const Config& config, Log& log) {
  for (const auto& account : config.accounts) {
    log.hide(account.private_key);
    for (const auto line : secret_lines(account.api_credentials)) log.hide(line);
  }
  for (const auto* const endpoints : {&config.polygon_endpoints, &config.solana_endpoints}) {
    for (const auto& url : *endpoints) {
      const auto text = url.text();
      for (const auto key : keys_in_url(text)) log.hide(key);
    }
  }
  if (config.solana_stream) {
    const auto text = config.solana_stream->text();
    for (const auto key : keys_in_url(text)) log.hide(key);
  }
  log.hide(config.dflow_api_key);
  for (const auto key : keys_in_url(config.alerts.discord_webhook_url.reveal())) log.hide(key);
  log.hide(config.alerts.telegram_bot_token);
}

}  // namespace holdfast::platform
