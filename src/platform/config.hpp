#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/foreign_book.hpp"
#include "domain/fixed.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"
#include "domain/venue_name.hpp"
#include "platform/secret.hpp"
#include "platform/url.hpp"

// Everything a person can set. docs/operating/config.md describes each key; load_config.hpp
// makes a Config out of defaults, holdfast.toml, .env and the environment.
namespace holdfast::platform {

// The badge on page, status and alerts (PUBLIC_ENV).
enum class Badge : std::uint8_t { dev, paper, live };
inline constexpr std::array<std::string_view, 3> badge_names{"dev", "paper", "live"};
constexpr std::string_view name_of(Badge badge) {
  return badge_names.at(static_cast<std::size_t>(badge));
}

// Real money and play money never share a ledger. `simulated`: the venues are a demo system or
// the simulator.
enum class Mode : std::uint8_t { simulated, live };
inline constexpr std::array<std::string_view, 2> mode_names{"simulated", "live"};
constexpr std::string_view name_of(Mode mode) {
  return mode_names.at(static_cast<std::size_t>(mode));
}

enum class LogLevel : std::uint8_t { trace, debug, info, warn, error };
inline constexpr std::array<std::string_view, 5> log_level_names{"trace", "debug", "info", "warn",
                                                                 "error"};
constexpr std::string_view name_of(LogLevel level) {
  return log_level_names.at(static_cast<std::size_t>(level));
}

struct AccountConfig {
  AccountId id;  // "kalshi/main": venue and name
  VenueName venue{};
  std::string name;
  std::string source;  // "holdfast.toml:12": for messages
  // Kalshi:
  std::string key_id;
  std::string api_origin;                  // "https://external-api.kalshi.com"
  std::vector<std::uint16_t> subaccounts;  // 0..63; empty: whatever the venue lists
  // Polymarket: wallet whose positions are read, "0x" and 40 hex digits, as written. Pacifica: the
  // main account's or subaccount's address, base58; its origin is api_origin.
  std::string address;
  // Polymarket:
  std::string funder;  // wallet that orders are made for; the address unless set apart
  std::string data_api_origin;
  std::string gamma_api_origin;
  // Kalshi on Solana: `address` is the wallet in base58; empty: to be found in the ledger.
  std::string dflow_metadata_origin;
  std::string dflow_trade_origin;
  // Where its streams are, "wss://…" or "ws://…"; empty: none are opened.
  std::string stream_origin;
  // Polymarket: API key, secret and passphrase of the CLOB, one a line; empty: no user stream.
  std::string clob_origin;  // Polymarket; empty: its trading service is not asked
  Secret api_credentials;
  // Kalshi: the PEM text; Polymarket: the hex text. Empty when credentials were left alone.
  Secret private_key;
};

struct VenueSync {
  Duration interval{std::chrono::seconds{60}};
  Duration stale_after{std::chrono::seconds{180}};
  std::uint32_t patience_sightings{2};
  Duration patience_age{std::chrono::seconds{30}};
  friend bool operator==(const VenueSync&, const VenueSync&) = default;
};

using Share = Fixed<struct ShareTag, 9>;  // part of a whole, 0 to 1

struct BrakeConfig {
  std::uint32_t max_closes{3};
  Share max_share{Share::from_units(300'000'000)};  // 0.30 of the account's open positions
  std::optional<Money> max_value;                   // none: no limit by value
  friend bool operator==(const BrakeConfig&, const BrakeConfig&) = default;
};

struct SyncConfig {
  std::array<VenueSync, venue_names.size()> by_venue{};
  BrakeConfig brake;
  [[nodiscard]] const VenueSync& of(VenueName venue) const {
    return by_venue.at(static_cast<std::size_t>(venue));
  }
};

struct HttpConfig {
  std::string bind{"127.0.0.1"};  // loopback, always
  std::uint16_t port{8420};       // 0: any free port
  Duration cache{std::chrono::seconds{15}};
  // Host headers allowed besides the loopback names with the port; "name:port" or "name".
  std::vector<std::string> allowed_hosts;
  std::string token_path;  // the daemon writes it, the command line reads it (mode 0600)
};

struct BookConfig {
  std::string name;
  std::string path;  // empty: it is handed in (POST /api/v1/books/NAME)
  std::string source;
  std::vector<std::string> columns{};  // of a table: "field=Column"
  std::string strategy{};              // of rows that do not say whose they are
  std::optional<BookMode> mode{};      // of rows that do not say

  [[nodiscard]] bool is_handed_in() const { return path.empty(); }
};

struct LedgerConfig {
  std::string path;
  std::string heads_path;  // the chain's heads, kept outside the ledger's folder
  // Venues' bytes beyond either are dropped, oldest first, except those of open cases.
  std::uint64_t raw_mib_max{256};
  std::uint32_t raw_days_max{90};
};

struct AlertConfig {
  Secret discord_webhook_url;
  Secret telegram_bot_token;
  std::string telegram_chat_id;
};

// One line of `holdfast config show`; secrets are masked already.
struct Setting {
  std::string key;     // "sync.interval_s", "account.kalshi/main.key_id"
  std::string value;   // as text; "***" for a secret, "" for none
  std::string source;  // "built-in default", "holdfast.toml:12", ".env:3", "environment", "--port"
  friend bool operator==(const Setting&, const Setting&) = default;
};

struct Config {
  Mode mode{Mode::simulated};
  Badge badge{Badge::dev};
  std::string public_poly_address;  // the only address shown unshortened; "" for none
  std::vector<AccountConfig> accounts;
  std::vector<Url> polygon_endpoints;
  Duration transfers_every{std::chrono::seconds{10}};  // asks Polygon for them; zero: never
  std::vector<Url> solana_endpoints;
  // Where account notifications come from, "wss://…" and path; none: they are switched off.
  std::optional<Url> solana_stream;
  bool solana_confirmed{};  // reads `confirmed` state instead of `finalized`
  Secret dflow_api_key;     // empty: DFlow's keyless hosts
  SyncConfig sync;
  HttpConfig http;
  std::vector<BookConfig> books;
  LedgerConfig ledger;
  AlertConfig alerts;
  LogLevel log_level{LogLevel::info};

  std::vector<Setting> settings;      // every value with its source, in the order of the docs
  std::vector<std::string> warnings;  // to be said once at start
};

}  // namespace holdfast::platform
