#pragma once
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/json_reader.hpp"

// Pieces of reading that DFlow's parsers share.
namespace holdfast::kalshi_solana {

using platform::JsonReader;
using platform::JsonValue;
using platform::missing_field;
using platform::read_text;
using platform::store;

// Whole units of a mint, as a number or in quotes, up to 2^64 - 1.
inline Result<void> read_atoms(std::optional<std::uint64_t>& into, JsonValue& value) {
  const auto text = value.string_or_number();
  if (!text) return tl::make_unexpected(text.error());
  std::uint64_t number{};
  const auto* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (text->empty() || error != std::errc{} || stop != end) {
    return fail(Fault::malformed, "not a whole amount: " + std::string{text->substr(0, 40)});
  }
  into = number;
  return {};
}

}  // namespace holdfast::kalshi_solana
