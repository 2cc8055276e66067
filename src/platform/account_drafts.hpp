#pragma once
#include <map>
#include <string>
#include <vector>

#include "platform/config.hpp"
#include "platform/setting_reader.hpp"

namespace holdfast::platform {

// An account as it is written, not yet checked.
struct AccountDraft {
  VenueName venue{};
  std::string name;
  std::string source;
  std::map<std::string, Found, std::less<>> fields;  // by key of [[account]]
  Secret private_key;                                // POLY_PRIVATE_KEY
  std::string private_key_source;

  [[nodiscard]] std::string id() const { return std::string{name_of(venue)} + "/" + name; }
  [[nodiscard]] std::optional<Found> field(std::string_view key) const {
    const auto at = fields.find(key);
    if (at == fields.end()) return std::nullopt;
    return at->second;
  }
};

// The [[account]] tables, joined with the accounts that KALSHI_…, POLY_…, SOLANA_… and
// PACIFICA_… variables describe.
// Variables that name the login or wallet of a table add to it; else they are an account "main".
std::vector<AccountDraft> draft_accounts(SettingReader& reader);

}  // namespace holdfast::platform
