#include <fmt/format.h>

#include <algorithm>
#include <array>
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

// A chain's endpoints, by a list or by a file.
struct ChainKeys {
  std::string_view venue;
  std::string_view key;  // "chain.polygon.endpoints"
  std::string_view variable;
  std::string_view name;  // for people
};

std::vector<Url> read_endpoints(SettingReader& reader, const ConfigInputs& inputs,
                                const ChainKeys& chain, Mode mode) {
  const std::string key{chain.key};
  const auto written = reader.find(key);
  const SecretPlaces places{key, reader.find(key + "_path"), reader.find(key + "_credential")};
  const bool in_file = places.path || places.credential;
  std::vector<Url> urls;
  if (in_file && written && written->layer == Layer::toml) {
    reader.refuse(written->source, fmt::format("{} and a file with endpoints are both set. Keep "
                                               "one.",
                                               key));
  } else if (in_file && !written) {
    urls = endpoints_of_file(reader, inputs, places).value_or(std::vector<Url>{});
  } else if (written || mode == Mode::live) {
    urls = reader.take<std::vector<Url>>(key, as_urls).value_or(std::vector<Url>{});
  } else {
    reader.note(key, "", "none: play money is not on the real chain");
  }
  if (urls.size() > 16) {
    reader.refuse(written ? written->source : key,
                  fmt::format("{} has more than 16 addresses. Keep the best few.", key));
  }
  return urls;
}

// A file that nobody may read now says nothing about how many there are.
bool is_left_alone(SettingReader& reader, const ConfigInputs& inputs, const ChainKeys& chain) {
  const std::string key{chain.key};
  const bool in_file = reader.find(key + "_path") || reader.find(key + "_credential");
  return inputs.credentials == Credentials::leave && in_file && !reader.find(key);
}

void warn_of_few_owners(Config& config, const ChainKeys& chain, VenueName venue,
                        const std::vector<Url>& urls) {
  std::set<std::string_view> hosts;
  for (const auto& url : urls) hosts.insert(host_of(url));
  const bool watched = std::ranges::any_of(
      config.accounts, [&](const AccountConfig& one) { return one.venue == venue; });
  if (!watched || hosts.size() >= 2) return;
  config.warnings.push_back(
      fmt::format("{} {} endpoint(s) of {} provider(s): a closed {} position is believed on the "
                  "chain's word only when two providers agree. Set {} or {}.",
                  urls.size(), chain.name, hosts.size(), chain.venue, chain.variable, chain.key));
}

// A channel for messages.
struct Channel {
  std::string_view name;  // for people
  std::string_view variable;
  std::string key;  // "alerts.discord.webhook_url"
};

// Nothing sends in this version: who has set a channel up must not wait for its messages.
Secret read_unused_channel(SettingReader& reader, const ConfigInputs& inputs, Config& config,
                           const Channel& channel) {
  auto secret = read_channel_secret(reader, inputs, channel.variable, channel.key);
  const bool set = !secret.empty() || reader.find(channel.key + "_path") ||
                   reader.find(channel.key + "_credential");
  if (set) {
    config.warnings.push_back(
        fmt::format("{} ({}) is read, and not used in this version: no message is sent to {}. "
                    "`holdfast alerts` and the page show what there is to say.",
                    channel.key, channel.variable, channel.name));
  }
  return secret;
}

}  // namespace

void read_alerts(SettingReader& reader, const ConfigInputs& inputs, Config& config) {
  auto& alerts = config.alerts;
  alerts.discord_webhook_url = read_unused_channel(
      reader, inputs, config, {"Discord", "DISCORD_WEBHOOK_URL", "alerts.discord.webhook_url"});
  alerts.telegram_bot_token = read_unused_channel(
      reader, inputs, config, {"Telegram", "TELEGRAM_BOT_TOKEN", "alerts.telegram.bot_token"});
  alerts.telegram_chat_id =
      reader.take<std::string>("alerts.telegram.chat_id", as_text).value_or("");
}

void read_polygon(SettingReader& reader, const ConfigInputs& inputs, Config& config) {
  constexpr ChainKeys chain{"Polymarket", "chain.polygon.endpoints", "POLYGON_RPC_URLS", "Polygon"};
  config.polygon_endpoints = read_endpoints(reader, inputs, chain, config.mode);
  if (!is_left_alone(reader, inputs, chain)) {
    warn_of_few_owners(config, chain, VenueName::polymarket, config.polygon_endpoints);
  }
  const auto transfers =
      reader.take<std::int64_t>("chain.polygon.transfers_s",
                                [](const TomlValue& value) { return as_whole(value, {0, 3'600}); });
  if (transfers) config.transfers_every = std::chrono::seconds{*transfers};
}

namespace {

// A node's WebSocket is where its HTTP is, but for nodes of this machine, which open another port.
std::optional<Url> solana_stream_of(const std::vector<Url>& endpoints) {
  if (endpoints.empty() || !endpoints.front().origin.starts_with("https")) return std::nullopt;
  const Url& first = endpoints.front();
  return Url{.origin = "wss" + first.origin.substr(5), .path = first.path};
}

}  // namespace

void read_solana(SettingReader& reader, const ConfigInputs& inputs, Config& config) {
  constexpr ChainKeys chain{"Kalshi on Solana", "chain.solana.endpoints", "SOLANA_RPC_URLS",
                            "Solana"};
  static constexpr std::array<std::string_view, 2> words{"finalized", "confirmed"};
  config.solana_endpoints = read_endpoints(reader, inputs, chain, config.mode);
  if (!is_left_alone(reader, inputs, chain)) {
    warn_of_few_owners(config, chain, VenueName::kalshi_solana, config.solana_endpoints);
  }
  if (const auto stream = reader.take<Url>("chain.solana.stream", as_stream_url)) {
    if (!stream->origin.empty()) config.solana_stream = *stream;
  } else {
    config.solana_stream = solana_stream_of(config.solana_endpoints);
  }
  const auto commitment = reader.take<std::size_t>(
      "chain.solana.commitment", [](const TomlValue& value) { return as_one_of(value, words); });
  config.solana_confirmed = commitment == 1U;
  config.dflow_api_key =
      read_channel_secret(reader, inputs, "DFLOW_API_KEY", "kalshi_solana.api_key");
}

}  // namespace holdfast::platform
