#include "platform/secret_settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/setting_values.hpp"

namespace holdfast::platform {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool has_form(std::string_view text, SecretForm form) {
  switch (form) {
    case SecretForm::pem:
      return text.find("-----BEGIN ") != std::string_view::npos &&
             text.find("PRIVATE KEY-----") != std::string_view::npos;
    case SecretForm::hex_key: {
      const auto digits = text.starts_with("0x") ? text.substr(2) : text;
      return digits.size() == 64 && std::ranges::all_of(digits, is_hex);
    }
    case SecretForm::line:
      return !text.empty() && std::ranges::none_of(text, is_space);
    case SecretForm::lines:
      return !text.empty();
    case SecretForm::three_lines:
      return std::ranges::count(text, '\n') == 2;
  }
  return false;
}

std::string_view form_text(SecretForm form) {
  switch (form) {
    case SecretForm::pem:
      return "holds no private key in PEM form. Save the key file that Kalshi gave you, from "
             "-----BEGIN to the last dash.";
    case SecretForm::hex_key:
      return "is no private key: that is 64 hex digits, with or without 0x. Export the key again "
             "from your wallet.";
    case SecretForm::line:
      return "is empty or more than one word. Write nothing but the secret.";
    case SecretForm::three_lines:
      return "is not three lines. Write the API key, its secret and its passphrase, one a line.";
    case SecretForm::lines:
      return "is empty. Write one address per line.";
  }
  return "";
}

// An absolute path and how strictly its mode is read.
struct SecretFile {
  std::string path;
  SecretPlace place{};
};

std::string_view credentials_folder(const SettingReader& reader) {
  const auto& environment = reader.layers().environment;
  const auto at = environment.find("CREDENTIALS_DIRECTORY");
  return at == environment.end() ? std::string_view{} : std::string_view{at->second.text};
}

std::optional<SecretFile> credential_file(SettingReader& reader, const SecretPlaces& places) {
  const auto key = places.shown_key + "_credential";
  const auto name = reader.take_found<std::string>(key, KeyShow::whole, places.credential, as_name);
  if (!name) return std::nullopt;
  const auto folder = credentials_folder(reader);
  if (folder.empty() || name->starts_with('.')) {
    reader.refuse(places.credential->source,
                  fmt::format("{0} is {1}, but systemd handed no credentials over "
                              "($CREDENTIALS_DIRECTORY is not set). Put LoadCredential={1}:/path "
                              "into the unit, or use {2}_path.",
                              key, *name, places.shown_key),
                  Fault::unauthorised);
    return std::nullopt;
  }
  return SecretFile{fmt::format("{}/{}", folder, *name), SecretPlace::credentials_folder};
}

std::optional<SecretFile> path_file(SettingReader& reader, const SecretPlaces& places) {
  const auto text = reader.take_found<std::string>(places.shown_key + "_path", KeyShow::whole,
                                                   places.path, as_path);
  if (!text) return std::nullopt;
  auto path = reader.path_of(*places.path);
  const auto folder = credentials_folder(reader);
  const bool handed_over = !folder.empty() && path.starts_with(std::string{folder} + "/");
  return SecretFile{std::move(path),
                    handed_over ? SecretPlace::credentials_folder : SecretPlace::user_file};
}

}  // namespace

Result<Secret> checked_secret(const Secret& secret, SecretForm form) {
  const auto text = trimmed(secret.reveal());
  if (!has_form(text, form)) return fail(Fault::unauthorised, std::string{form_text(form)});
  return Secret{text};
}

Secret read_secret_setting(SettingReader& reader, const ConfigInputs& inputs,
                           const SecretPlaces& places, SecretForm form) {
  if (places.path && places.credential) {
    reader.refuse(places.credential->source,
                  fmt::format("{0}_credential and {0}_path ({1}) are both set. Keep one.",
                              places.shown_key, places.path->source));
    return {};
  }
  if (!places.path && !places.credential) return {};
  if (places.credential && inputs.credentials == Credentials::leave) return {};
  const auto file = places.credential ? credential_file(reader, places) : path_file(reader, places);
  if (!file || reader.error() || inputs.credentials == Credentials::leave) return {};
  const auto& source = places.credential ? places.credential->source : places.path->source;
  const auto raw = inputs.read_secret(file->path, file->place);
  if (!raw) {
    reader.refuse(source, fmt::format("{}: {}", places.shown_key, raw.error().what),
                  raw.error().fault);
    return {};
  }
  auto secret = checked_secret(*raw, form);
  if (!secret) {
    reader.refuse(source,
                  fmt::format("{}: {} {}", places.shown_key, file->path, secret.error().what),
                  Fault::unauthorised);
    return {};
  }
  return *std::move(secret);
}

Variable take_secret_variable(SettingReader& reader, std::string_view name) {
  for (auto* const layer : {&reader.layers().environment, &reader.layers().env_file}) {
    const auto at = layer->find(name);
    if (at != layer->end() && !at->second.secret.empty()) return std::move(at->second);
  }
  return {};
}

}  // namespace holdfast::platform
