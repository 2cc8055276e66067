#include "platform/account_drafts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/secret_settings.hpp"
#include "platform/setting_values.hpp"

namespace holdfast::platform {
namespace {

std::optional<VenueName> venue_of(SettingReader& reader, const TomlTable& table,
                                  const std::string& source) {
  const auto at = table.values.find("venue");
  if (at == table.values.end()) {
    reader.refuse(source,
                  "account.venue is missing. Write \"kalshi\", \"kalshi_solana\", "
                  "\"polymarket\" or \"pacifica\".");
    return std::nullopt;
  }
  const auto found = reader.found_in(at->second);
  const auto index = as_one_of(at->second, venue_names);
  if (!index) {
    reader.refuse(found.source, "account.venue " + index.error().what);
    return std::nullopt;
  }
  return static_cast<VenueName>(*index);
}

std::vector<AccountDraft> draft_tables(SettingReader& reader) {
  std::vector<AccountDraft> out;
  const auto& toml = reader.layers().toml;
  if (!toml || !toml->lists.contains("account")) return out;
  for (const auto& table : toml->lists.at("account")) {
    AccountDraft draft;
    draft.source = fmt::format("{}:{}", reader.layers().toml_name, table.line);
    for (const auto& [key, value] : table.values) draft.fields[key] = reader.found_in(value);
    const auto name = draft.field("name");
    if (!name) {
      reader.refuse(draft.source, "account.name is missing. Write a short one, like \"main\".");
      continue;
    }
    const auto text = as_name(name->value);
    if (!text) reader.refuse(name->source, "account.name " + text.error().what);
    const auto venue = venue_of(reader, table, draft.source);
    if (!text || !venue) continue;
    draft.venue = *venue;
    draft.name = *text;
    out.push_back(std::move(draft));
  }
  return out;
}

// Case matters in base58 alone: another letter is another address.
bool same_identity(VenueName venue, std::string_view a, std::string_view b) {
  if (venue == VenueName::kalshi_solana || venue == VenueName::pacifica) return a == b;
  const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, low, low);
}

// Account of the venue that variables speak of: the one with this field's value, or a new "main".
// Null after an error.
AccountDraft* draft_for(SettingReader& reader, std::vector<AccountDraft>& drafts, VenueName venue,
                        std::string_view key, const Found& identity) {
  for (auto& draft : drafts) {
    const auto field = draft.field(key);
    if (draft.venue == venue && field &&
        same_identity(venue, field->value.text, identity.value.text)) {
      return &draft;
    }
  }
  for (const auto& draft : drafts) {
    if (draft.venue != venue || draft.name != "main") continue;
    reader.refuse(identity.source,
                  fmt::format("describes another {} account than {} at {}, and both would be "
                              "called main. Remove one, or give the one in {} another name.",
                              name_of(venue), draft.id(), draft.source, reader.layers().toml_name));
    return nullptr;
  }
  auto& draft = drafts.emplace_back();
  draft.venue = venue;
  draft.name = "main";
  draft.source = identity.source;
  return &draft;
}

// The only account of the venue; null when there are none or several.
AccountDraft* only_draft(std::vector<AccountDraft>& drafts, VenueName venue) {
  AccountDraft* only = nullptr;
  for (auto& draft : drafts) {
    if (draft.venue != venue) continue;
    if (only != nullptr) return nullptr;
    only = &draft;
  }
  return only;
}

// An account without an address waits for the one a variable names.
AccountDraft* waiting_or(SettingReader& reader, std::vector<AccountDraft>& drafts, VenueName venue,
                         const Found& address) {
  AccountDraft* draft = only_draft(drafts, venue);
  const bool waits = draft != nullptr && !draft->field("address");
  return waits ? draft : draft_for(reader, drafts, venue, "address", address);
}

void add_kalshi_variables(SettingReader& reader, std::vector<AccountDraft>& drafts) {
  const auto* const key_id = reader.variable("KALSHI_API_KEY_ID");
  const auto* const path = reader.variable("KALSHI_PRIVATE_KEY_PATH");
  if (key_id == nullptr && path == nullptr) return;
  AccountDraft* draft = nullptr;
  if (key_id != nullptr) {
    const auto found = reader.found_in(*key_id);
    draft = draft_for(reader, drafts, VenueName::kalshi, "key_id", found);
    if (draft == nullptr) return;
    draft->fields["key_id"] = found;
  } else {
    draft = only_draft(drafts, VenueName::kalshi);
    if (draft == nullptr) {
      reader.refuse(path->source,
                    "KALSHI_PRIVATE_KEY_PATH is set, but KALSHI_API_KEY_ID is not, so nobody knows "
                    "whose key it is. Set both.",
                    Fault::unauthorised);
      return;
    }
  }
  if (path != nullptr) {
    draft->fields["private_key_path"] = reader.found_in(*path);
    draft->fields.erase("private_key_credential");
  }
}

void add_polymarket_variables(SettingReader& reader, std::vector<AccountDraft>& drafts) {
  const auto* const funder = reader.variable("POLY_FUNDER");
  const auto* const user = reader.variable("POLY_POSITIONS_USER");
  const auto* const holder = user != nullptr ? user : funder;
  AccountDraft* draft = nullptr;
  if (holder != nullptr) {
    const auto address = reader.found_in(*holder);
    draft = waiting_or(reader, drafts, VenueName::polymarket, address);
    if (draft == nullptr) return;
    draft->fields["address"] = address;
    if (funder != nullptr) draft->fields["funder"] = reader.found_in(*funder);
    if (const auto* const path = reader.variable("POLY_API_CREDENTIALS_PATH")) {
      draft->fields["api_credentials_path"] = reader.found_in(*path);
      draft->fields.erase("api_credentials_credential");
    }
  }
  auto key = take_secret_variable(reader, "POLY_PRIVATE_KEY");
  if (key.secret.empty()) return;
  if (draft == nullptr) draft = only_draft(drafts, VenueName::polymarket);
  if (draft == nullptr) {
    reader.refuse(key.source,
                  "POLY_PRIVATE_KEY is set, but no POLY_FUNDER or POLY_POSITIONS_USER says which "
                  "wallet holds the positions. Set POLY_FUNDER to the address that Polymarket "
                  "shows as your deposit address.",
                  Fault::unauthorised);
    return;
  }
  draft->private_key = std::move(key.secret);
  draft->private_key_source = key.source;
  draft->fields.erase("private_key_path");
  draft->fields.erase("private_key_credential");
}

void add_solana_variables(SettingReader& reader, std::vector<AccountDraft>& drafts) {
  const auto* const wallet = reader.variable("SOLANA_WALLET");
  if (wallet == nullptr) return;
  const auto address = reader.found_in(*wallet);
  AccountDraft* draft = waiting_or(reader, drafts, VenueName::kalshi_solana, address);
  if (draft != nullptr) draft->fields["address"] = address;
}

void add_pacifica_variable(SettingReader& reader, std::vector<AccountDraft>& drafts) {
  const auto* const address = reader.variable("PACIFICA_ACCOUNT");
  if (address == nullptr) return;
  const auto found = reader.found_in(*address);
  AccountDraft* draft = draft_for(reader, drafts, VenueName::pacifica, "address", found);
  if (draft != nullptr) draft->fields["address"] = found;
}

}  // namespace

std::vector<AccountDraft> draft_accounts(SettingReader& reader) {
  auto drafts = draft_tables(reader);
  if (reader.error()) return drafts;
  add_kalshi_variables(reader, drafts);
  add_polymarket_variables(reader, drafts);
  add_solana_variables(reader, drafts);
  add_pacifica_variable(reader, drafts);
  return drafts;
}

}  // namespace holdfast::platform
