#include <algorithm>

#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/read.hpp"

namespace holdfast::kalshi {
namespace {

// One text field of a small object, read as a moment.
Result<UtcTime> parse_moment(std::string_view body, std::string_view where,
                             std::string_view field) {
  std::optional<std::string> text;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == field) return store(text, value.string());
    return {};
  });
  if (!done) return tl::make_unexpected(done.error());
  if (!text) return missing_field(where, field);
  return parse_rfc3339(*text);
}

}  // namespace

Result<Balance> parse_balance(std::string_view body) {
  std::optional<std::string> dollars;
  std::optional<std::int64_t> value_cents;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "balance_dollars") return store(dollars, value.string());
    if (key == "portfolio_value") return store(value_cents, value.integer());
    return {};
  });
  if (!done) return tl::make_unexpected(done.error());
  if (!dollars) return missing_field("kalshi balance", "balance_dollars");
  if (!value_cents) return missing_field("kalshi balance", "portfolio_value");
  const auto cash = Money::parse(*dollars);
  if (!cash) return tl::make_unexpected(cash.error());
  return Balance{.cash = *cash, .portfolio_value_cents = *value_cents};
}

Result<UtcTime> parse_data_time(std::string_view body) {
  return parse_moment(body, "kalshi user_data_timestamp", "as_of_time");
}

Result<UtcTime> parse_fills_cutoff(std::string_view body) {
  return parse_moment(body, "kalshi historical cutoff", "trades_created_ts");
}

// The word may stand in any member of a grant: no grant was ever recorded.
Result<bool> parse_margined(std::string_view body) {
  bool margined = false;
  const auto read_grant = [&](JsonValue& grant) {
    return grant.each_field([&](std::string_view, JsonValue& value) -> Result<void> {
      if (value.kind() != JsonValue::Kind::string) return {};
      const auto text = value.string();
      if (!text) return tl::make_unexpected(text.error());
      margined = margined || *text == "margined";
      return {};
    });
  };
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    return key == "grants" ? value.each_element(read_grant) : Result<void>{};
  });
  if (!done) return tl::make_unexpected(done.error());
  return margined;
}

Result<std::vector<std::uint16_t>> parse_subaccounts(std::string_view body) {
  std::vector<std::uint16_t> numbers;
  bool listed = false;
  const auto read_row = [&](JsonValue& row) -> Result<void> {
    std::optional<std::uint16_t> number;
    auto done = row.each_field([&](std::string_view key, JsonValue& value) -> Result<void> {
      if (key == "subaccount_number") return store(number, read_small_number(value));
      return {};
    });
    if (!done) return done;
    if (!number) return missing_field("a subaccount", "subaccount_number");
    // One entry per shard: a number may come several times.
    if (std::ranges::find(numbers, *number) == numbers.end()) numbers.push_back(*number);
    return {};
  };
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key != "subaccount_balances") return {};
    listed = true;
    return value.each_element(read_row);
  });
  if (!done) return tl::make_unexpected(done.error());
  if (!listed) return missing_field("kalshi subaccounts", "subaccount_balances");
  return numbers;
}

}  // namespace holdfast::kalshi
