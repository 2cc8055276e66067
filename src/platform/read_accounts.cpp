#include "platform/read_accounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/account_drafts.hpp"
#include "platform/secret_settings.hpp"
#include "platform/setting_values.hpp"

namespace holdfast::platform {
namespace {

constexpr std::string_view kalshi_prefix = "/trade-api/v2";
constexpr std::string_view pacifica_prefix = "/api/v1";

constexpr std::array<std::string_view, 3> kalshi_only{"key_id", "subaccounts", "api_base"};
constexpr std::array<std::string_view, 3> polymarket_only{"funder", "api_credentials_path",
                                                          "api_credentials_credential"};
// Kalshi knows a login by its key id.
constexpr std::array<std::string_view, 1> addressed_only{"address"};
constexpr std::array<std::string_view, 2> keys_of_signers{"private_key_path",
                                                          "private_key_credential"};

constexpr std::string_view polymarket_production = "https://data-api.polymarket.com";
constexpr std::string_view polymarket_clob = "https://clob.polymarket.com";
constexpr std::string_view polymarket_streams = "wss://ws-subscriptions-clob.polymarket.com";

Result<std::string> as_kalshi_origin(const TomlValue& value) {
  return as_origin(value, kalshi_prefix);
}
Result<std::string> as_pacifica_origin(const TomlValue& value) {
  return as_origin(value, pacifica_prefix);
}
Result<std::string> as_bare_origin(const TomlValue& value) { return as_origin(value, ""); }

struct Hosts {
  std::string kalshi;
  // By a variable or flag, a stronger source than any [[account]] in the file: who redirects
  // Kalshi to a demo system redirects all of it.
  bool kalshi_is_redirected{};
  std::optional<std::string> kalshi_streams;  // empty: switched off; none: as the REST host says
  std::string polymarket_data;
  std::string polymarket_gamma;
  std::optional<std::string> polymarket_clob;
  std::optional<std::string> polymarket_streams;
  std::string dflow_metadata;
  std::string dflow_trade;
  std::string pacifica;
  std::optional<std::string> pacifica_streams;
};

Hosts read_hosts(SettingReader& reader) {
  Hosts hosts;
  hosts.kalshi = reader.take<std::string>("kalshi.api_base", as_kalshi_origin).value_or("");
  const auto written = reader.find("kalshi.api_base");
  hosts.kalshi_is_redirected = written && written->layer > Layer::toml;
  hosts.polymarket_data =
      reader.take<std::string>("polymarket.data_api_base", as_bare_origin).value_or("");
  hosts.polymarket_gamma =
      reader.take<std::string>("polymarket.gamma_api_base", as_bare_origin).value_or("");
  hosts.dflow_metadata =
      reader.take<std::string>("kalshi_solana.metadata_api_base", as_bare_origin).value_or("");
  hosts.dflow_trade =
      reader.take<std::string>("kalshi_solana.trade_api_base", as_bare_origin).value_or("");
  hosts.pacifica = reader.take<std::string>("pacifica.api_base", as_pacifica_origin).value_or("");
  hosts.kalshi_streams = reader.take<std::string>("kalshi.ws_base", as_stream_origin);
  hosts.polymarket_clob = reader.take<std::string>("polymarket.clob_api_base", as_bare_origin);
  hosts.polymarket_streams = reader.take<std::string>("polymarket.ws_base", as_stream_origin);
  hosts.pacifica_streams = reader.take<std::string>("pacifica.ws_base", as_stream_origin);
  return hosts;
}

// Kalshi's dedicated hosts have a host of their own for streams (since 2026-05-07); the shared ones
// and anything else that speaks its REST serve them too.
std::string kalshi_streams_of(const std::string& rest) {
  constexpr std::string_view scheme = "http";
  if (rest == "https://external-api.kalshi.com") return "wss://external-api-ws.kalshi.com";
  if (rest == "https://external-api.demo.kalshi.co") return "wss://external-api-ws.demo.kalshi.co";
  return rest.starts_with(scheme) ? "ws" + rest.substr(scheme.size()) : std::string{};
}

// Streams of the real venue never stand beside reads of another one: an address elsewhere has
// streams only where it says so.
std::string pacifica_streams_of(const std::string& rest) {
  if (rest == "https://api.pacifica.fi") return "wss://ws.pacifica.fi";
  if (rest == "https://test-api.pacifica.fi") return "wss://test-ws.pacifica.fi";
  return {};
}

// Takes one field of an account; what it is called there and in `config show`.
class FieldReader {
 public:
  FieldReader(SettingReader& reader, const AccountDraft& draft) : reader_{reader}, draft_{draft} {}

  template <class T>
  std::optional<T> take(std::string_view key, const Convert<T>& convert) {
    const auto found = draft_.field(key);
    if (!found) return std::nullopt;
    return reader_.take_found<T>(shown_key(key), find_key(KeyPlace::account, key)->show, found,
                                 convert);
  }
  [[nodiscard]] std::string shown_key(std::string_view key) const {
    return fmt::format("account.{}.{}", draft_.id(), key);
  }
  void refuse_missing(std::string_view key, std::string_view fix) {
    reader_.refuse(draft_.source, fmt::format("{} is missing. {}", shown_key(key), fix),
                   Fault::unauthorised);
  }
  void refuse_foreign(std::span<const std::string_view> keys, VenueName owner) {
    for (const auto key : keys) {
      const auto found = draft_.field(key);
      if (!found) continue;
      reader_.refuse(found->source, fmt::format("{} belongs to {} accounts only. Remove it.",
                                                shown_key(key), name_of(owner)));
    }
  }

 private:
  SettingReader& reader_;
  const AccountDraft& draft_;
};

void read_private_key(SettingReader& reader, const ConfigInputs& inputs, AccountDraft& draft,
                      SecretForm form, AccountConfig& account) {
  const auto shown = fmt::format("account.{}.private_key", draft.id());
  if (draft.private_key.empty()) {
    account.private_key = read_secret_setting(
        reader, inputs,
        {shown, draft.field("private_key_path"), draft.field("private_key_credential")}, form);
    return;
  }
  reader.note(shown, std::string{secret_mask}, draft.private_key_source);
  auto checked = checked_secret(draft.private_key, form);
  if (checked) {
    account.private_key = *std::move(checked);
  } else {
    reader.refuse(draft.private_key_source,
                  fmt::format("POLY_PRIVATE_KEY {}", checked.error().what), Fault::unauthorised);
  }
}

std::vector<std::uint16_t> subaccount_numbers(const std::vector<std::int64_t>& wholes) {
  std::vector<std::uint16_t> out;
  out.reserve(wholes.size());
  for (const auto whole : wholes) out.push_back(static_cast<std::uint16_t>(whole));
  std::ranges::sort(out);
  const auto repeated = std::ranges::unique(out);
  out.erase(repeated.begin(), repeated.end());
  return out;
}

void finish_kalshi(SettingReader& reader, const ConfigInputs& inputs, const Hosts& hosts,
                   AccountDraft& draft, AccountConfig& account) {
  FieldReader fields{reader, draft};
  fields.refuse_foreign(addressed_only, VenueName::polymarket);
  fields.refuse_foreign(polymarket_only, VenueName::polymarket);
  if (const auto key_id = fields.take<std::string>("key_id", as_key_id)) account.key_id = *key_id;
  if (!draft.field("key_id")) {
    fields.refuse_missing("key_id", "Copy the id that Kalshi shows beside the API key.");
  }
  const auto numbers = fields.take<std::vector<std::int64_t>>(
      "subaccounts", [](const TomlValue& value) { return as_wholes(value, {0, 63}); });
  if (numbers) account.subaccounts = subaccount_numbers(*numbers);
  account.api_origin = hosts.kalshi;
  if (!hosts.kalshi_is_redirected) {
    account.api_origin =
        fields.take<std::string>("api_base", as_kalshi_origin).value_or(hosts.kalshi);
  }
  account.stream_origin = hosts.kalshi_streams.value_or(kalshi_streams_of(account.api_origin));
  if (!draft.field("private_key_path") && !draft.field("private_key_credential")) {
    fields.refuse_missing("private_key_path",
                          "Write the path of the key file that Kalshi gave you.");
  }
  read_private_key(reader, inputs, draft, SecretForm::pem, account);
}

// Without an address the wallet is looked for in what ledger and books have seen.
void finish_polymarket(SettingReader& reader, const ConfigInputs& inputs, const Hosts& hosts,
                       AccountDraft& draft, AccountConfig& account) {
  account.data_api_origin = hosts.polymarket_data;
  account.gamma_api_origin = hosts.polymarket_gamma;
  FieldReader fields{reader, draft};
  fields.refuse_foreign(kalshi_only, VenueName::kalshi);
  if (const auto address = fields.take<std::string>("address", as_address)) {
    account.address = *address;
  }
  account.funder = fields.take<std::string>("funder", as_address).value_or(account.address);
  const bool real = account.data_api_origin == polymarket_production;
  account.stream_origin =
      hosts.polymarket_streams.value_or(std::string{real ? polymarket_streams : ""});
  account.clob_origin = hosts.polymarket_clob.value_or(std::string{real ? polymarket_clob : ""});
  account.api_credentials = read_secret_setting(
      reader, inputs,
      {fmt::format("account.{}.api_credentials", draft.id()), draft.field("api_credentials_path"),
       draft.field("api_credentials_credential")},
      SecretForm::three_lines);
  read_private_key(reader, inputs, draft, SecretForm::hex_key, account);
}

// As with Polymarket.
void finish_solana(SettingReader& reader, const Hosts& hosts, const AccountDraft& draft,
                   AccountConfig& account) {
  FieldReader fields{reader, draft};
  fields.refuse_foreign(kalshi_only, VenueName::kalshi);
  fields.refuse_foreign(polymarket_only, VenueName::polymarket);
  fields.refuse_foreign(keys_of_signers, VenueName::kalshi);
  account.dflow_metadata_origin = hosts.dflow_metadata;
  account.dflow_trade_origin = hosts.dflow_trade;
  account.address = fields.take<std::string>("address", as_solana_address).value_or("");
}

// Anybody may read an account by its address: there is no key.
void finish_pacifica(SettingReader& reader, const Hosts& hosts, const AccountDraft& draft,
                     AccountConfig& account) {
  account.api_origin = hosts.pacifica;
  account.stream_origin = hosts.pacifica_streams.value_or(pacifica_streams_of(hosts.pacifica));
  FieldReader fields{reader, draft};
  fields.refuse_foreign(kalshi_only, VenueName::kalshi);
  fields.refuse_foreign(polymarket_only, VenueName::polymarket);
  fields.refuse_foreign(keys_of_signers, VenueName::kalshi);
  account.address = fields.take<std::string>("address", as_solana_address).value_or("");
}

bool share_subaccounts(const AccountConfig& a, const AccountConfig& b) {
  if (a.subaccounts.empty() || b.subaccounts.empty()) return true;
  return std::ranges::find_first_of(a.subaccounts, b.subaccounts) != a.subaccounts.end();
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

// Two accounts with one login or wallet would count every position twice.
void refuse_twins(SettingReader& reader, const std::vector<AccountConfig>& accounts) {
  for (auto later = accounts.begin(); later != accounts.end(); ++later) {
    for (auto earlier = accounts.begin(); earlier != later; ++earlier) {
      if (earlier->venue != later->venue) continue;
      if (earlier->name == later->name) {
        reader.refuse(later->source,
                      fmt::format("account {} exists already, at {}. Give one another name.",
                                  later->id.text, earlier->source));
      }
      const bool kalshi = later->venue == VenueName::kalshi;
      if (!kalshi && earlier->address.empty() && later->address.empty()) {
        reader.refuse(later->source,
                      fmt::format("neither {} nor {} names its address, so one wallet could be "
                                  "found for both. Write the address of one.",
                                  later->id.text, earlier->id.text));
        continue;
      }
      // Base58 tells letters by their case.
      const bool case_tells = later->venue != VenueName::polymarket;
      const bool same =
          kalshi       ? earlier->key_id == later->key_id && share_subaccounts(*earlier, *later)
          : case_tells ? earlier->address == later->address
                       : lower(earlier->address) == lower(later->address);
      if (!same) continue;
      reader.refuse(later->source,
                    fmt::format("account {} has the same {} as {} at {}, so its positions would "
                                "be counted twice. Remove one.",
                                later->id.text, kalshi ? "key_id and subaccounts" : "address",
                                earlier->id.text, earlier->source));
    }
  }
}

}  // namespace

void read_accounts(SettingReader& reader, const ConfigInputs& inputs, Config& config) {
  const auto hosts = read_hosts(reader);
  auto drafts = draft_accounts(reader);
  for (auto& draft : drafts) {
    if (reader.error()) return;
    auto& account = config.accounts.emplace_back();
    account.id = AccountId{draft.id()};
    account.venue = draft.venue;
    account.name = draft.name;
    account.source = draft.source;
    if (draft.venue == VenueName::kalshi) {
      finish_kalshi(reader, inputs, hosts, draft, account);
    } else if (draft.venue == VenueName::kalshi_solana) {
      finish_solana(reader, hosts, draft, account);
    } else if (draft.venue == VenueName::pacifica) {
      finish_pacifica(reader, hosts, draft, account);
    } else {
      finish_polymarket(reader, inputs, hosts, draft, account);
    }
  }
  refuse_twins(reader, config.accounts);
}

}  // namespace holdfast::platform
