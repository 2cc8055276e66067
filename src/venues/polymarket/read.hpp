#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/eth_address.hpp"
#include "domain/error.hpp"
#include "domain/time.hpp"
#include "platform/json_reader.hpp"

// Pieces of reading that Polymarket's parsers share.
namespace holdfast::polymarket {

using platform::JsonReader;
using platform::JsonValue;
using platform::missing_field;
using platform::store;

using OnRow = std::function<Result<void>(JsonValue& row)>;

// {"data": [...], "pagination": {"has_more", "next_cursor"}}: the next cursor, empty at the end.
// has_more without a cursor, a cursor without has_more, either key absent: Fault::incomplete.
Result<std::string> read_page(std::string_view body, std::string_view what, const OnRow& on_row);
// A bare array.
Result<void> read_list(std::string_view body, std::string_view what, const OnRow& on_row);

// Display data: what is null or of another type is left empty.
Result<void> read_text(std::string& into, JsonValue& value);
Result<void> read_flag(bool& into, JsonValue& value);
// A number's own text; null leaves it empty. Anything else is Fault::malformed.
Result<void> read_amount(std::string& into, JsonValue& value);

// The wallet of a row against the one that was asked about.
Result<void> check_wallet(const std::optional<std::string>& wallet, const crypto::EthAddress& asked,
                          std::string_view field);

}  // namespace holdfast::polymarket
