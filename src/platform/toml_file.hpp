#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace holdfast::platform {

// `decimal` is what TOML calls a float: its exact text is lost, so no amount may be one.
enum class TomlKind : std::uint8_t { text, whole, truth, decimal, list, empty_table, other };

struct TomlValue {
  TomlKind kind{TomlKind::text};
  std::string text;
  std::int64_t whole{};
  std::vector<TomlValue> list;
  std::uint32_t line{};
};

// Keys of nested tables are joined by dots: "sync.brake.max_closes".
struct TomlTable {
  std::map<std::string, TomlValue, std::less<>> values;
  std::uint32_t line{};
};

struct TomlFile {
  TomlTable root;
  std::map<std::string, std::vector<TomlTable>, std::less<>> lists;  // of [[name]] tables
};

// A broken file is Fault::malformed with "<shown_name>:<line>"; long quotations from the file are
// left out of the text, for a value may be a secret in the wrong place.
Result<TomlFile> parse_toml(std::string_view text, std::string_view shown_name);

}  // namespace holdfast::platform
