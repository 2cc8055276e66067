#include <fmt/format.h>

#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/read.hpp"

namespace holdfast::kalshi {
namespace {

struct Row {
  std::optional<std::string_view> id;
  std::optional<std::string_view> order;
  std::optional<std::string_view> ticker;
  std::optional<std::uint16_t> shard;
  std::uint16_t subaccount{};  // left out for the primary one
  std::optional<std::string_view> outcome_side;
  std::optional<std::string_view> book_side;
  std::optional<std::string_view> side;  // deprecated, with action
  std::optional<std::string_view> action;
  std::optional<std::string_view> count;
  std::optional<std::string_view> yes_price;
  std::optional<std::string_view> fee;
  std::optional<std::string_view> created;
  std::optional<std::int64_t> seconds;
};

Result<void> read_subaccount(Row& row, JsonValue& value) {
  if (value.is_null()) return {};
  const auto number = read_small_number(value);
  if (!number) return tl::make_unexpected(number.error());
  row.subaccount = *number;
  return {};
}

// Optional texts may be null.
Result<void> store_if(std::optional<std::string_view>& target, JsonValue& value) {
  if (value.is_null()) return {};
  return store(target, value.string());
}

Result<void> read_field(Row& row, std::string_view key, JsonValue& value) {
  if (key == "fill_id") return store(row.id, value.string());
  if (key == "order_id") return store(row.order, value.string());
  if (key == "ticker") return store(row.ticker, value.string());
  if (key == "exchange_index") return store(row.shard, read_small_number(value));
  if (key == "subaccount_number") return read_subaccount(row, value);
  if (key == "outcome_side") return store(row.outcome_side, value.string());
  if (key == "book_side") return store(row.book_side, value.string());
  if (key == "side") return store_if(row.side, value);
  if (key == "action") return store_if(row.action, value);
  if (key == "count_fp") return store(row.count, value.string());
  if (key == "yes_price_dollars") return store(row.yes_price, value.string());
  if (key == "fee_cost") return store(row.fee, value.string());
  if (key == "created_time") return store_if(row.created, value);
  if (key == "ts" && !value.is_null()) return store(row.seconds, value.integer());
  return {};
}

std::string_view missing_of(const Row& row) {
  if (!row.id || row.id->empty()) return "fill_id";
  if (!row.ticker || row.ticker->empty()) return "ticker";
  if (!row.shard) return "exchange_index";
  if (!row.outcome_side) return "outcome_side";
  if (!row.book_side) return "book_side";
  if (!row.count) return "count_fp";
  if (!row.yes_price) return "yes_price_dollars";
  if (!row.fee) return "fee_cost";
  if (!row.created && !row.seconds) return "created_time";
  return {};
}

// Up is + in YES. Buy yes and sell no are outcome_side yes, book_side bid; buy no and sell yes are
// no, ask. A row that says both is a row nobody should book.
Result<bool> goes_up(const Row& row) {
  const bool yes = *row.outcome_side == "yes";
  const bool known =
      (yes || *row.outcome_side == "no") && (*row.book_side == "bid" || *row.book_side == "ask");
  bool agrees = known && yes == (*row.book_side == "bid");
  if (agrees && row.side && row.action) {
    agrees = yes == ((*row.side == "yes") == (*row.action == "buy"));
  }
  if (!agrees) {
    return fail(Fault::malformed,
                fmt::format("fill {} contradicts itself about its side: outcome_side {}, book_side "
                            "{}, action {}, side {}",
                            *row.id, *row.outcome_side, *row.book_side, row.action.value_or("-"),
                            row.side.value_or("-")));
  }
  return yes;
}

Result<UtcTime> moment_of(const Row& row) {
  return row.created ? parse_rfc3339(*row.created) : from_unix_s(*row.seconds);
}

PositionKey key_of(const Row& row, const AccountId& account) {
  return kalshi::key_of(Owner{account, row.subaccount}, *row.shard, *row.ticker);
}

FlawedRow flawed(const Row& row, const AccountId& account, const Error& error) {
  const auto at = moment_of(row);
  return {key_of(row, account), at ? std::optional{*at} : std::nullopt,
          fmt::format("fill {} cannot be read: {}", *row.id, error.what)};
}

Result<Fill> fill_of(const Row& row, const AccountId& account) {
  const auto up = goes_up(row);
  if (!up) return tl::make_unexpected(up.error());
  const auto count = Quantity::parse(*row.count);
  if (!count) return tl::make_unexpected(count.error());
  if (count->is_negative()) return fail(Fault::malformed, "a fill's count_fp is below zero");
  const auto change = *up ? count : negate(*count);
  const auto price = Price::parse(*row.yes_price);
  if (!price) return tl::make_unexpected(price.error());
  const auto fee = Money::parse(*row.fee);
  if (!fee) return tl::make_unexpected(fee.error());
  const auto at = moment_of(row);
  if (!at) return tl::make_unexpected(at.error());
  return Fill{.id = FillId{std::string{*row.id}},
              .key = key_of(row, account),
              .change = *change,
              .price = *price,
              .fee = *fee,
              .at = *at,
              .order_id = std::string{row.order.value_or("")}};
}

}  // namespace

Result<FillsPage> parse_fills(std::string_view body, const AccountId& account) {
  FillsPage page;
  auto cursor = read_page(body, "fills", [&](JsonValue& value) -> Result<void> {
    Row row;
    auto done = value.each_field(
        [&](std::string_view key, JsonValue& field) { return read_field(row, key, field); });
    if (!done) return done;
    if (const auto field = missing_of(row); !field.empty()) return missing_field("a fill", field);
    auto fill = fill_of(row, account);
    if (fill) {
      page.fills.push_back(*std::move(fill));
    } else {
      page.flawed.push_back(flawed(row, account, fill.error()));
    }
    return {};
  });
  if (!cursor) return tl::make_unexpected(std::move(cursor).error());
  page.next_cursor = *std::move(cursor);
  return page;
}

}  // namespace holdfast::kalshi
