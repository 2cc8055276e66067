#include "platform/setting_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "platform/setting_values.hpp"

namespace holdfast::platform {
namespace {

// "alerts.discord": the beginning of known keys.
bool is_section(KeyPlace place, std::string_view name) {
  const auto prefix = std::string{name} + ".";
  return std::ranges::any_of(config_keys(), [&](const ConfigKey& key) {
    return key.place == place && key.name.starts_with(prefix);
  });
}

}  // namespace

std::optional<Found> SettingReader::find(std::string_view key) const {
  for (auto it = layers_.overrides.rbegin(); it != layers_.overrides.rend(); ++it) {
    if (it->key != key) continue;
    return Found{
        {.text = it->text, .list = {}}, Layer::command_line, it->flag, layers_.current_folder};
  }
  const auto* const known = find_key(KeyPlace::plain, key);
  if (known != nullptr && !known->variable.empty()) {
    if (const auto* const set = variable(known->variable)) return found_in(*set);
  }
  if (!layers_.toml) return std::nullopt;
  const auto& values = layers_.toml->root.values;
  const auto at = values.find(key);
  if (at == values.end()) return std::nullopt;
  return found_in(at->second);
}

const Variable* SettingReader::variable(std::string_view name) const {
  for (const auto* const layer : {&layers_.environment, &layers_.env_file}) {
    const auto at = layer->find(name);
    if (at != layer->end() && !at->second.empty()) return &at->second;
  }
  return nullptr;
}

Found SettingReader::found_in(const Variable& set) const {
  return {{.text = set.text, .list = {}}, Layer::variable, set.source, layers_.current_folder};
}

Found SettingReader::found_in(const TomlValue& value) const {
  return {value, Layer::toml, fmt::format("{}:{}", layers_.toml_name, value.line),
          layers_.toml_folder};
}

Found SettingReader::standard_of(const ConfigKey& key) const {
  return {{.text = std::string{key.standard}, .list = {}},
          Layer::built_in,
          std::string{built_in},
          layers_.current_folder};
}

std::string SettingReader::shown_value(const TomlValue& value, KeyShow show) {
  if (show == KeyShow::shortened) return shortened(value.text);
  if (show == KeyShow::url) {
    const auto urls = as_urls(value);
    if (!urls) return std::string{secret_mask};
    std::vector<std::string> texts;
    texts.reserve(urls->size());
    for (const auto& url : *urls) texts.push_back(shown(url));
    return fmt::format("{}", fmt::join(texts, ", "));
  }
  if (value.kind != TomlKind::list) return value.text;
  std::vector<std::string> texts;
  texts.reserve(value.list.size());
  for (const auto& element : value.list) texts.push_back(element.text);
  return fmt::format("{}", fmt::join(texts, ", "));
}

void SettingReader::note(std::string key, std::string value, std::string source) {
  settings_.push_back({std::move(key), std::move(value), std::move(source)});
}

void SettingReader::refuse(std::string_view source, std::string_view text, Fault fault) {
  if (!error_) error_ = Error{.fault = fault, .what = fmt::format("{}: {}", source, text)};
}

std::string SettingReader::home() const {
  const auto* const set = variable("HOME");
  return set == nullptr ? std::string{} : set->text;
}

std::string SettingReader::path_of(const Found& found) const {
  std::filesystem::path path{found.value.text};
  if (found.value.text.starts_with("~/") && !home().empty()) {
    path = std::filesystem::path{home()} / found.value.text.substr(2);
  }
  return (std::filesystem::path{found.folder} / path).lexically_normal().string();
}

void SettingReader::check_table(KeyPlace place, std::string_view section, const TomlTable& table) {
  for (const auto& [name, value] : table.values) {
    if (find_key(place, name) != nullptr) continue;
    if (value.kind == TomlKind::empty_table && is_section(place, name)) continue;
    const auto similar = similar_key(place, name);
    const auto fix = similar.empty() ? "Remove it; docs/operating/config.md lists all keys."
                                     : fmt::format("Did you mean {}?", similar);
    refuse(found_in(value).source,
           fmt::format("{}{} is not a key that Holdfast knows. {}", section, name, fix));
  }
}

void SettingReader::check_known_keys() {
  for (const auto& one : layers_.overrides) {
    if (find_key(KeyPlace::plain, one.key) == nullptr) {
      refuse(one.flag, fmt::format("{} is not a key that Holdfast knows.", one.key));
    }
  }
  if (!layers_.toml) return;
  for (const auto& [name, tables] : layers_.toml->lists) {
    const bool account = name == "account";
    if (!account && name != "book") {
      refuse(fmt::format("{}:{}", layers_.toml_name, tables.front().line),
             fmt::format("[[{}]] is not a section that Holdfast knows. There are [[account]] and "
                         "[[book]].",
                         name));
      continue;
    }
    for (const auto& table : tables) {
      check_table(account ? KeyPlace::account : KeyPlace::book, name + ".", table);
    }
  }
  for (const auto section : {"account", "book"}) {
    const auto prefix = fmt::format("{}.", section);
    for (const auto& [name, value] : layers_.toml->root.values) {
      if (!name.starts_with(prefix) && name != section) continue;
      refuse(found_in(value).source,
             fmt::format("[{0}] is one table, but there can be several. Write [[{0}]].", section));
    }
  }
  check_table(KeyPlace::plain, "", layers_.toml->root);
}

}  // namespace holdfast::platform
