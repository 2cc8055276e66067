#include "platform/config_keys.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace holdfast::platform {
namespace {

constexpr auto plain = KeyPlace::plain;
constexpr auto account = KeyPlace::account;
constexpr auto book = KeyPlace::book;

// Hosts: Kalshi's dedicated one since 2026-05-07; two keyless Polygon endpoints of different
// owners, because a zero on the chain counts only when two endpoints agree.
constexpr std::array keys{
    ConfigKey{plain, "mode", "", ""},
    ConfigKey{plain, "public.env", "PUBLIC_ENV", ""},
    ConfigKey{plain, "public.poly_address", "PUBLIC_POLY_ADDRESS", ""},
    ConfigKey{plain, "log.level", "", "info"},
    ConfigKey{plain, "kalshi.api_base", "KALSHI_API_BASE", "https://external-api.kalshi.com",
              KeyShow::url},
    ConfigKey{plain, "kalshi.ws_base", "KALSHI_WS_BASE", "", KeyShow::url},
    ConfigKey{plain, "polymarket.data_api_base", "POLY_DATA_API_BASE",
              "https://data-api.polymarket.com", KeyShow::url},
    ConfigKey{plain, "polymarket.gamma_api_base", "POLY_GAMMA_API_BASE",
              "https://gamma-api.polymarket.com", KeyShow::url},
    ConfigKey{plain, "polymarket.clob_api_base", "POLY_CLOB_API_BASE", "", KeyShow::url},
    ConfigKey{plain, "polymarket.ws_base", "POLY_WS_BASE", "", KeyShow::url},
    ConfigKey{plain, "kalshi_solana.metadata_api_base", "DFLOW_METADATA_API_BASE",
              "https://prediction-markets-api.dflow.net", KeyShow::url},
    ConfigKey{plain, "kalshi_solana.trade_api_base", "DFLOW_TRADE_API_BASE",
              "https://quote-api.dflow.net", KeyShow::url},
    ConfigKey{plain, "kalshi_solana.api_key_path", "", ""},
    ConfigKey{plain, "kalshi_solana.api_key_credential", "", ""},
    ConfigKey{plain, "pacifica.api_base", "PACIFICA_API_BASE", "https://api.pacifica.fi",
              KeyShow::url},
    ConfigKey{plain, "pacifica.ws_base", "PACIFICA_WS_BASE", "", KeyShow::url},
    ConfigKey{plain, "chain.polygon.endpoints", "POLYGON_RPC_URLS",
              "https://polygon-bor-rpc.publicnode.com,https://polygon.drpc.org", KeyShow::url},
    ConfigKey{plain, "chain.polygon.endpoints_path", "", ""},
    ConfigKey{plain, "chain.polygon.endpoints_credential", "", ""},
    ConfigKey{plain, "chain.polygon.transfers_s", "", "10"},
    ConfigKey{plain, "chain.solana.endpoints", "SOLANA_RPC_URLS",
              "https://api.mainnet-beta.solana.com,https://solana-rpc.publicnode.com",
              KeyShow::url},
    ConfigKey{plain, "chain.solana.endpoints_path", "", ""},
    ConfigKey{plain, "chain.solana.endpoints_credential", "", ""},
    ConfigKey{plain, "chain.solana.stream", "SOLANA_WS_URL", "", KeyShow::url},
    ConfigKey{plain, "chain.solana.commitment", "", "finalized"},
    ConfigKey{plain, "sync.interval_s", "", "60"},
    ConfigKey{plain, "sync.stale_after_s", "", "180"},
    ConfigKey{plain, "sync.patience_sightings", "", "2"},
    ConfigKey{plain, "sync.patience_age_s", "", "30"},
    ConfigKey{plain, "sync.kalshi.interval_s", "", ""},
    ConfigKey{plain, "sync.kalshi.stale_after_s", "", ""},
    ConfigKey{plain, "sync.kalshi.patience_sightings", "", ""},
    ConfigKey{plain, "sync.kalshi.patience_age_s", "", ""},
    ConfigKey{plain, "sync.polymarket.interval_s", "", ""},
    ConfigKey{plain, "sync.polymarket.stale_after_s", "", ""},
    ConfigKey{plain, "sync.polymarket.patience_sightings", "", ""},
    ConfigKey{plain, "sync.polymarket.patience_age_s", "", ""},
    ConfigKey{plain, "sync.kalshi_solana.interval_s", "", ""},
    ConfigKey{plain, "sync.kalshi_solana.stale_after_s", "", ""},
    ConfigKey{plain, "sync.kalshi_solana.patience_sightings", "", ""},
    ConfigKey{plain, "sync.kalshi_solana.patience_age_s", "", ""},
    ConfigKey{plain, "sync.pacifica.interval_s", "", ""},
    ConfigKey{plain, "sync.pacifica.stale_after_s", "", ""},
    ConfigKey{plain, "sync.pacifica.patience_sightings", "", ""},
    ConfigKey{plain, "sync.pacifica.patience_age_s", "", ""},
    ConfigKey{plain, "sync.brake.max_closes", "", "3"},
    ConfigKey{plain, "sync.brake.max_share", "", "0.30"},
    ConfigKey{plain, "sync.brake.max_value", "", ""},
    ConfigKey{plain, "http.bind", "", "127.0.0.1"},
    ConfigKey{plain, "http.port", "", "8420"},
    ConfigKey{plain, "http.cache_s", "", "15"},
    ConfigKey{plain, "http.allowed_hosts", "", ""},
    ConfigKey{plain, "http.token_path", "", ""},
    ConfigKey{plain, "ledger.path", "", ""},
    ConfigKey{plain, "ledger.heads_path", "", ""},
    ConfigKey{plain, "ledger.raw_mib_max", "", "256"},
    ConfigKey{plain, "ledger.raw_days_max", "", "90"},
    ConfigKey{plain, "alerts.discord.webhook_url_path", "", ""},
    ConfigKey{plain, "alerts.discord.webhook_url_credential", "", ""},
    ConfigKey{plain, "alerts.telegram.bot_token_path", "", ""},
    ConfigKey{plain, "alerts.telegram.bot_token_credential", "", ""},
    ConfigKey{plain, "alerts.telegram.chat_id", "TELEGRAM_CHAT_ID", ""},
    ConfigKey{account, "name", "", ""},
    ConfigKey{account, "venue", "", ""},
    ConfigKey{account, "key_id", "KALSHI_API_KEY_ID", "", KeyShow::shortened},
    ConfigKey{account, "private_key_path", "KALSHI_PRIVATE_KEY_PATH", ""},
    ConfigKey{account, "private_key_credential", "", ""},
    ConfigKey{account, "subaccounts", "", ""},
    ConfigKey{account, "api_base", "", "", KeyShow::url},
    ConfigKey{account, "address", "POLY_POSITIONS_USER", "", KeyShow::shortened},
    ConfigKey{account, "funder", "POLY_FUNDER", "", KeyShow::shortened},
    ConfigKey{account, "api_credentials_path", "POLY_API_CREDENTIALS_PATH", ""},
    ConfigKey{account, "api_credentials_credential", "", ""},
    ConfigKey{book, "name", "", ""},
    ConfigKey{book, "path", "POSITIONS_PATH", ""},
    ConfigKey{book, "columns", "", ""},
    ConfigKey{book, "strategy", "", ""},
    ConfigKey{book, "mode", "", ""},
};

// How many letters must be changed, added or dropped to turn one word into the other.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    auto diagonal = row.front();
    row.front() = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const auto changed = diagonal + (from[i] == to[j] ? 0U : 1U);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::span<const ConfigKey> config_keys() { return keys; }

const ConfigKey* find_key(KeyPlace place, std::string_view name) {
  const auto* const found = std::ranges::find_if(
      keys, [&](const ConfigKey& key) { return key.place == place && key.name == name; });
  return found == keys.end() ? nullptr : found;
}

std::string similar_key(KeyPlace place, std::string_view name) {
  std::string best;
  std::size_t least = name.size() / 3 + 1;
  for (const auto& key : keys) {
    if (key.place != place) continue;
    if (const auto far = distance(name, key.name); far < least) {
      least = far;
      best = key.name;
    }
  }
  return best;
}

}  // namespace holdfast::platform
