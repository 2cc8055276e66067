#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "platform/read_settings.hpp"
#include "platform/secret_settings.hpp"
#include "platform/setting_values.hpp"

// The sections whose values may be secrets: alert channels and the chain's endpoints.
namespace holdfast::platform {
namespace {

// The variable when it is set, else the file or credential that the section names.
Secret read_channel_secret(SettingReader& reader, const ConfigInputs& inputs,
                           std::string_view variable, const std::string& key) {
  auto set = take_secret_variable(reader, variable);
  const auto path = reader.find(key + "_path");
  const auto credential = reader.find(key + "_credential");
  if (set.secret.empty()) {
    return read_secret_setting(reader, inputs, {key, path, credential}, SecretForm::line);
  }
  reader.note(key, std::string{secret_mask}, set.source);
  auto checked = checked_secret(set.secret, SecretForm::line);
  if (checked) return *std::move(checked);
  reader.refuse(set.source, fmt::format("{} {}", variable, checked.error().what),
                Fault::unauthorised);
  return {};
}

// One address per line; # begins a comment.
Result<std::vector<Url>> urls_of_file(const Secret& file) {
  TomlValue list{.kind = TomlKind::list, .text = {}, .list = {}};
  auto rest = file.reveal();
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, std::min(rest.substr(0, end).find('#'), end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
    if (!line.empty()) list.list.push_back({.text = std::string{line}, .list = {}});
  }
  return as_urls(list);
}

std::optional<std::vector<Url>> endpoints_of_file(SettingReader& reader, const ConfigInputs& inputs,
                                                  const SecretPlaces& places) {
  const auto& source = places.path ? places.path->source : places.credential->source;
  const auto secret = read_secret_setting(reader, inputs, places, SecretForm::lines);
  if (secret.empty()) return std::nullopt;
  auto urls = urls_of_file(secret);
  if (!urls) {
    reader.refuse(source, fmt::format("{}: the file {}", places.shown_key, urls.error().what));
    return std::nullopt;
  }
  return *std::move(urls);
}

void warn_of_few_owners(Config& config) {
  std::set<std::string_view> hosts;
  for (const auto& url : config.polygon_endpoints) hosts.insert(host_of(url));
  const bool polymarket = std::ranges::any_of(
      config.accounts, [](const AccountConfig& one) { return one.venue == VenueName::polymarket; });
  if (!polymarket || hosts.size() >= 2) return;
  config.warnings.push_back(fmt::format(
      "{} Polygon endpoint(s) of {} provider(s): a closed Polymarket position is believed on the "
      "chain's word only when two providers agree. Set POLYGON_RPC_URLS or "
      "chain.polygon.endpoints.",
      config.polygon_endpoints.size(), hosts.size()));
}

}  // namespace

void read_alerts(SettingReader& reader, const ConfigInputs& inputs, Config& config) {
  auto& alerts = config.alerts;
  alerts.discord_webhook_url =
      read_channel_secret(reader, inputs, "DISCORD_WEBHOOK_URL", "alerts.discord.webhook_url");
  alerts.telegram_bot_token =
      read_channel_secret(reader, inputs, "TELEGRAM_BOT_TOKEN", "alerts.telegram.bot_token");
  alerts.telegram_chat_id =
      reader.take<std::string>("alerts.telegram.chat_id", as_text).value_or("");
}

void read_polygon(SettingReader& reader, const ConfigInputs& inputs, Config& config) {
  constexpr std::string_view key = "chain.polygon.endpoints";
  const auto written = reader.find(key);
  const SecretPlaces places{std::string{key}, reader.find("chain.polygon.endpoints_path"),
                            reader.find("chain.polygon.endpoints_credential")};
  const bool in_file = places.path || places.credential;
  if (in_file && written && written->layer == Layer::toml) {
    reader.refuse(written->source, fmt::format("{} and a file with endpoints are both set. Keep "
                                               "one.",
                                               key));
  } else if (in_file && !written) {
    config.polygon_endpoints =
        endpoints_of_file(reader, inputs, places).value_or(std::vector<Url>{});
    if (inputs.credentials == Credentials::leave) return;
  } else if (written || config.mode == Mode::live) {
    config.polygon_endpoints =
        reader.take<std::vector<Url>>(key, as_urls).value_or(std::vector<Url>{});
  } else {
    reader.note(std::string{key}, "", "none: play money is not on the real chain");
  }
  if (config.polygon_endpoints.size() > 16) {
    reader.refuse(written ? written->source : std::string{key},
                  fmt::format("{} has more than 16 addresses. Keep the best few.", key));
  }
  warn_of_few_owners(config);
}

}  // namespace holdfast::platform
