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
using platform::read_text;
using platform::store;
using platform::store_scalar;

using OnRow = std::function<Result<void>(JsonValue& row)>;

// {"data": [...], "pagination": {"has_more", "next_cursor"}}: the next cursor, empty at the end.
// has_more without a cursor, a cursor without has_more, either key absent: Fault::incomplete.
Result<std::string> read_page(std::string_view body, std::string_view what, const OnRow& on_row);
// A bare array.
Result<void> read_list(std::string_view body, std::string_view what, const OnRow& on_row);

Result<void> read_flag(bool& into, JsonValue& value);
// A number's own text; null leaves it empty. Anything else is Fault::malformed.
template <class Text>
Result<void> read_amount(Text& into, JsonValue& value) {
  if (value.is_null()) return {};
  const auto text = value.number();
  if (!text) return tl::make_unexpected(text.error());
  into = *text;
  return {};
}

// Holds each row's wallet to the one that was asked about.
class WalletCheck {
 public:
  WalletCheck(const crypto::EthAddress& asked, std::string_view field)
      : asked_{asked}, field_{field} {}
  Result<void> check(const std::optional<std::string_view>& wallet);

 private:
  crypto::EthAddress asked_;
  std::string_view field_;
  std::string proven_;  // the text that passed last: rows write a wallet alike
};

}  // namespace holdfast::polymarket
