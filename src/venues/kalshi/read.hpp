#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "domain/time.hpp"
#include "platform/json_reader.hpp"

// Pieces of reading that Kalshi's parsers share.
namespace holdfast::kalshi {

using platform::JsonReader;
using platform::JsonValue;
using platform::missing_field;
using platform::read_text;
using platform::store;

using OnRow = std::function<Result<void>(JsonValue& row)>;

// Reads {"cursor": "...", "<list>": [...]} and returns the cursor. An absent or null cursor is
// Fault::incomplete (an empty one is the end marker), an absent list Fault::malformed.
Result<std::string> read_page(std::string_view body, std::string_view list, const OnRow& on_row);

// 0 to 65535, or Fault::malformed.
Result<std::uint16_t> read_small_number(JsonValue& value);

}  // namespace holdfast::kalshi
