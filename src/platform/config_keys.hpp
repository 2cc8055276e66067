#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace holdfast::platform {

// Which table of the file a key belongs to.
enum class KeyPlace : std::uint8_t { plain, account, book };

// How `config show` prints the value.
enum class KeyShow : std::uint8_t { whole, shortened, url };

struct ConfigKey {
  KeyPlace place{};
  std::string_view name;      // "sync.interval_s"; within [[account]] just "key_id"
  std::string_view variable;  // of .env and environment; "" for none
  std::string_view standard;  // the built-in default as text; "" for none or derived
  KeyShow show{KeyShow::whole};
};

// Every key of holdfast.toml, in the order of docs/operating/config.md.
std::span<const ConfigKey> config_keys();
// Null when there is no such key.
const ConfigKey* find_key(KeyPlace place, std::string_view name);
// The known key that looks most like this one; "" when none does.
std::string similar_key(KeyPlace place, std::string_view name);

}  // namespace holdfast::platform
