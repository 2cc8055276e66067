#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "venues/pacifica/parse.hpp"
#include "venues/pacifica/read.hpp"

namespace holdfast::pacifica {
namespace {

struct Row {
  std::optional<std::int64_t> id;
  std::optional<std::int64_t> order;
  std::optional<std::string_view> symbol;
  std::optional<std::string_view> side;
  std::optional<std::string_view> amount;
  std::optional<std::string_view> price;
  std::optional<std::string_view> fee;
  std::optional<std::string_view> cause;
  std::optional<std::int64_t> created_at;
};

// What the venue takes by itself may have no order of the owner.
Result<void> read_field(Row& row, std::string_view key, JsonValue& value) {
  if (key == "history_id") return store(row.id, value.integer());
  if (key == "order_id") return store_if(row.order, value);
  if (key == "symbol") return store(row.symbol, value.string());
  if (key == "side") return store(row.side, value.string());
  if (key == "amount") return store(row.amount, value.string());
  if (key == "price") return store(row.price, value.string());
  if (key == "fee") return store(row.fee, value.string());
  if (key == "cause") return store_if(row.cause, value);
  if (key == "created_at") return store(row.created_at, value.integer());
  return {};
}

std::string_view missing_of(const Row& row) {
  if (!row.id) return "history_id";
  if (!row.side) return "side";
  if (!row.amount) return "amount";
  if (!row.price) return "price";
  if (!row.fee) return "fee";
  if (!row.created_at) return "created_at";
  return {};
}

struct Side {
  std::string_view word;
  bool adds;
  bool closes;
};
constexpr std::array<Side, 4> sides{{{"open_long", true, false},
                                     {"open_short", false, false},
                                     {"close_long", false, true},
                                     {"close_short", true, true}}};

// A word this version does not know is no reason to doubt the trade, only its reason.
Cause cause_of(std::string_view word) {
  if (word == "normal") return Cause::trade;
  if (word == "settlement") return Cause::settlement;
  if (word == "adl" || word.starts_with("adl_")) return Cause::deleveraging;
  if (word.ends_with("liquidation")) return Cause::liquidation;
  return Cause::unknown;
}

Result<Trade> trade_of(const Row& row) {
  const auto* side = std::ranges::find(sides, *row.side, &Side::word);
  if (side == sides.end()) {
    return fail(Fault::malformed,
                fmt::format("a trade's side is a word nobody knows: {}", row.side->substr(0, 20)));
  }
  const auto amount = Quantity::parse(*row.amount);
  if (!amount) return tl::make_unexpected(amount.error());
  if (amount->is_negative()) return fail(Fault::malformed, "a trade's amount is below zero");
  const auto price = Price::parse(*row.price);
  if (!price) return tl::make_unexpected(price.error());
  const auto fee = Money::parse(*row.fee);
  if (!fee) return tl::make_unexpected(fee.error());
  const auto at = from_unix_ms(*row.created_at);
  if (!at) return tl::make_unexpected(at.error());
  return Trade{.id = std::to_string(*row.id),
               .order = row.order.value_or(0),
               .symbol = std::string{*row.symbol},
               .change = side->adds ? *amount : Quantity::from_units(-amount->units()),
               .closes = side->closes,
               .price = *price,
               .fee = *fee,
               .at = *at,
               .cause = cause_of(row.cause.value_or(""))};
}

FlawedTrade flawed(const Row& row, const Error& error) {
  const auto at = from_unix_ms(*row.created_at);
  return {std::string{*row.symbol}, at ? std::optional{*at} : std::nullopt,
          fmt::format("trade {} cannot be read: {}", *row.id, error.what)};
}

}  // namespace

Result<TradesPage> parse_trades(std::string_view body, const std::set<std::string>& symbols) {
  TradesPage page;
  const auto envelope = read_rows(body, "trades", [&](JsonValue& value) -> Result<void> {
    Row row;
    auto done = value.each_field(
        [&](std::string_view key, JsonValue& field) { return read_field(row, key, field); });
    if (!done) return done;
    if (!row.symbol || row.symbol->empty()) return missing_field("a trade", "symbol");
    if (!symbols.contains(std::string{*row.symbol})) return {};
    if (const auto field = missing_of(row); !field.empty()) return missing_field("a trade", field);
    auto trade = trade_of(row);
    if (trade) {
      page.trades.push_back(*std::move(trade));
    } else {
      page.flawed.push_back(flawed(row, trade.error()));
    }
    return {};
  });
  if (!envelope) return tl::make_unexpected(envelope.error());
  auto cursor = next_cursor_of(*envelope, "trades");
  if (!cursor) return tl::make_unexpected(cursor.error());
  page.next_cursor = *std::move(cursor);
  return page;
}

}  // namespace holdfast::pacifica
