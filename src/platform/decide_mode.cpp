#include "platform/decide_mode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/setting_values.hpp"

namespace holdfast::platform {
namespace {

// `elsewhere` is a simulator, or a gateway in front of the real venue: only the user knows.
enum class Place : std::uint8_t { production, demo, elsewhere };

// kalshi: docs.kalshi.com, dedicated hosts since 2026-05-07 and the shared ones before them.
// DFlow has no play money: its dev- hosts trade the real chain too.
constexpr std::array<std::string_view, 6> production_hosts{
    "https://external-api.kalshi.com",
    "https://api.elections.kalshi.com",
    "https://data-api.polymarket.com",
    "https://prediction-markets-api.dflow.net",
    "https://dev-prediction-markets-api.dflow.net",
    "https://api.pacifica.fi"};
constexpr std::array<std::string_view, 3> demo_hosts{"https://external-api.demo.kalshi.co",
                                                     "https://demo-api.kalshi.co",
                                                     "https://test-api.pacifica.fi"};

std::string_view origin_of(const AccountConfig& account) {
  if (account.venue == VenueName::kalshi_solana) return account.dflow_metadata_origin;
  return account.venue == VenueName::polymarket ? account.data_api_origin : account.api_origin;
}

Place place_of(const AccountConfig& account) {
  auto origin = origin_of(account);
  if (origin.ends_with(":443")) origin.remove_suffix(4);
  if (std::ranges::find(production_hosts, origin) != production_hosts.end()) {
    return Place::production;
  }
  const bool demo = std::ranges::find(demo_hosts, origin) != demo_hosts.end();
  return demo ? Place::demo : Place::elsewhere;
}

const AccountConfig* find_at(const Config& config, Place place) {
  const auto found = std::ranges::find_if(
      config.accounts, [place](const AccountConfig& one) { return place_of(one) == place; });
  return found == config.accounts.end() ? nullptr : &*found;
}

// What the accounts' hosts say; refuses real and play money in one ledger.
Mode mode_of_hosts(SettingReader& reader, const Config& config) {
  const auto* const real = find_at(config, Place::production);
  if (real == nullptr) return Mode::simulated;
  for (const auto& account : config.accounts) {
    if (place_of(account) == Place::production) continue;
    reader.refuse(account.source,
                  fmt::format("account {} is asked at {}, but {} at the real venue: real and play "
                              "money never share a ledger. Use two configurations, or write "
                              "mode = \"live\" if that address leads to the real venue.",
                              account.id.text, origin_of(account), real->id.text));
  }
  return Mode::live;
}

void check_written_mode(SettingReader& reader, const Config& config, std::string_view source) {
  const auto wrong = config.mode == Mode::live ? Place::demo : Place::production;
  const auto* const account = find_at(config, wrong);
  if (account == nullptr) return;
  reader.refuse(source, fmt::format("mode is {}, but account {} ({}) is asked at {}. Correct one.",
                                    name_of(config.mode), account->id.text, account->source,
                                    origin_of(*account)));
}

void decide_badge(SettingReader& reader, Config& config) {
  const auto found = reader.find("public.env");
  if (!found) {
    const auto simulated = find_at(config, Place::demo) == nullptr ? Badge::dev : Badge::paper;
    config.badge = config.mode == Mode::live ? Badge::live : simulated;
    reader.note("public.env", std::string{name_of(config.badge)}, "derived from the mode");
    return;
  }
  const auto index = reader.take<std::size_t>(
      "public.env", [](const TomlValue& value) { return as_one_of(value, badge_names); });
  if (!index) return;
  config.badge = static_cast<Badge>(*index);
  if ((config.badge == Badge::live) == (config.mode == Mode::live)) return;
  const auto what =
      config.accounts.empty() ? std::string{"no account is configured"}
      : config.mode == Mode::live
          ? fmt::format("account {} holds real money", config.accounts.front().id.text)
          : fmt::format("account {} is asked at {}, which is not the real venue",
                        config.accounts.front().id.text, origin_of(config.accounts.front()));
  reader.refuse(found->source,
                fmt::format("PUBLIC_ENV (public.env) says {}, but {}. The badge would mislead "
                            "whoever looks: write {} or leave it out.",
                            name_of(config.badge), what,
                            config.mode == Mode::live ? "live" : "dev or paper"));
}

}  // namespace

void decide_mode(SettingReader& reader, Config& config) {
  if (const auto found = reader.find("mode")) {
    const auto index = reader.take<std::size_t>(
        "mode", [](const TomlValue& value) { return as_one_of(value, mode_names); });
    if (index) config.mode = static_cast<Mode>(*index);
    check_written_mode(reader, config, found->source);
  } else {
    config.mode = mode_of_hosts(reader, config);
    reader.note("mode", std::string{name_of(config.mode)},
                config.accounts.empty() ? "derived: no accounts" : "derived from the accounts");
  }
  decide_badge(reader, config);
}

}  // namespace holdfast::platform
