#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "platform/config.hpp"
#include "platform/toml_file.hpp"

// From a written value to a meaning. An error is the end of a sentence that begins with the key:
// `is "12s", not a whole number. Write a number from 5 to 86400.`
namespace holdfast::platform {

struct WholeRange {
  std::int64_t least{};
  std::int64_t most{};
};

Result<std::string> as_text(const TomlValue& value);
Result<std::int64_t> as_whole(const TomlValue& value, WholeRange range);
Result<std::vector<std::int64_t>> as_wholes(const TomlValue& value, WholeRange range);
// A TOML list of texts, or one text with commas between (as variables have it).
Result<std::vector<std::string>> as_texts(const TomlValue& value);
// Exact, so written as text: max_share = "0.30". No finer than a thousandth.
Result<Share> as_share(const TomlValue& value);
Result<Money> as_money(const TomlValue& value);
// Index into `words`.
Result<std::size_t> as_one_of(const TomlValue& value, std::span<const std::string_view> words);
// An origin without a path, except one `allowed_path` that is cut off.
Result<std::string> as_origin(const TomlValue& value, std::string_view allowed_path);
// The same for streams: wss:// (ws:// on this machine), also written as https:// and http://; "off"
// is the empty text.
Result<std::string> as_stream_origin(const TomlValue& value);
Result<Url> as_stream_url(const TomlValue& value);
Result<std::vector<Url>> as_urls(const TomlValue& value);
// Letters, digits, dot, dash and underscore, up to 64.
Result<std::string> as_name(const TomlValue& value);
// 0x and 40 hex digits, not all zero.
Result<std::string> as_address(const TomlValue& value);
// Base58 of the length that 32 bytes have; whether it is exactly 32 is found out where it is used.
Result<std::string> as_solana_address(const TomlValue& value);
// Refuses a key that was written where its path belongs.
Result<std::string> as_path(const TomlValue& value);
Result<std::string> as_key_id(const TomlValue& value);
Result<std::string> as_loopback(const TomlValue& value);
Result<std::vector<std::string>> as_host_names(const TomlValue& value);

}  // namespace holdfast::platform
