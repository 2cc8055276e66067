#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/config_keys.hpp"
#include "platform/load_config.hpp"
#include "platform/toml_file.hpp"

namespace holdfast::platform {

inline constexpr std::string_view built_in = "built-in default";

// Weakest first.
enum class Layer : std::uint8_t { built_in, toml, variable, command_line };

// A written value and where it stands.
struct Found {
  TomlValue value;
  Layer layer{};
  std::string source;  // "holdfast.toml:12"
  std::string folder;  // what a relative path in it starts from
};

template <class T>
using Convert = std::function<Result<T>(const TomlValue&)>;

// All sources, weakest first.
struct Layers {
  std::optional<TomlFile> toml;
  std::string toml_name;    // as shown in messages
  std::string toml_folder;  // absolute
  Environment env_file;
  Environment environment;
  std::vector<Override> overrides;
  std::string current_folder;
};

// Takes values out of the layers one by one. It remembers every value with its source, and the
// first thing that was wrong; after that what it returns is of no use.
class SettingReader {
 public:
  explicit SettingReader(Layers layers) : layers_{std::move(layers)} {}

  [[nodiscard]] const Layers& layers() const { return layers_; }
  [[nodiscard]] Layers& layers() { return layers_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] std::vector<Setting>& settings() { return settings_; }

  // The strongest layer's value of a plain key; none when only the built-in default is left.
  [[nodiscard]] std::optional<Found> find(std::string_view key) const;
  // The variable of the environment, else of .env; null when unset or empty.
  [[nodiscard]] const Variable* variable(std::string_view name) const;
  [[nodiscard]] Found found_in(const Variable& set) const;
  [[nodiscard]] Found found_in(const TomlValue& value) const;

  // A plain key through `convert`; the built-in default goes the same way. None when there is
  // neither, and after an error.
  template <class T>
  std::optional<T> take(std::string_view key, const Convert<T>& convert) {
    const auto* const known = find_key(KeyPlace::plain, key);
    auto found = find(key);
    if (!found && !known->standard.empty()) found = standard_of(*known);
    return take_found<T>(std::string{key}, known->show, found, convert);
  }
  template <class T>
  std::optional<T> take_found(std::string shown_key, KeyShow show,
                              const std::optional<Found>& found, const Convert<T>& convert) {
    if (!found) {
      note(std::move(shown_key), "", "not set");
      return std::nullopt;
    }
    auto converted = convert(found->value);
    if (!converted) {
      refuse(found->source, shown_key + " " + converted.error().what);
      return std::nullopt;
    }
    note(std::move(shown_key), shown_value(found->value, show), found->source);
    return *std::move(converted);
  }

  void note(std::string key, std::string value, std::string source);
  void refuse(std::string_view source, std::string_view text, Fault fault = Fault::malformed);
  // Absolute: "~/" is the home folder, a relative path starts where it was written.
  [[nodiscard]] std::string path_of(const Found& found) const;
  [[nodiscard]] std::string home() const;

  // Refuses keys that no version of the table knows.
  void check_known_keys();

 private:
  [[nodiscard]] Found standard_of(const ConfigKey& key) const;
  [[nodiscard]] static std::string shown_value(const TomlValue& value, KeyShow show);
  void check_table(KeyPlace place, std::string_view section, const TomlTable& table);

  Layers layers_;
  std::vector<Setting> settings_;
  std::optional<Error> error_;
};

}  // namespace holdfast::platform
