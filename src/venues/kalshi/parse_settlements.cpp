#include <fmt/format.h>

#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/read.hpp"

namespace holdfast::kalshi {
namespace {

struct Row {
  std::optional<std::string_view> ticker;
  std::optional<std::uint16_t> shard;
  std::optional<std::string_view> result;
  std::optional<std::string_view> yes_count;
  std::optional<std::string_view> no_count;
  std::optional<std::int64_t> value_cents;  // of one YES; needed for scalar results only
  std::optional<std::string_view> settled;
};

Result<void> read_field(Row& row, std::string_view key, JsonValue& value) {
  if (key == "ticker") return store(row.ticker, value.string());
  if (key == "exchange_index") return store(row.shard, read_small_number(value));
  if (key == "market_result") return store(row.result, value.string());
  if (key == "yes_count_fp") return store(row.yes_count, value.string());
  if (key == "no_count_fp") return store(row.no_count, value.string());
  if (key == "value" && !value.is_null()) return store(row.value_cents, value.integer());
  if (key == "settled_time") return store(row.settled, value.string());
  return {};
}

std::string_view missing_of(const Row& row) {
  if (!row.ticker || row.ticker->empty()) return "ticker";
  if (!row.shard) return "exchange_index";
  if (!row.result) return "market_result";
  if (!row.yes_count) return "yes_count_fp";
  if (!row.no_count) return "no_count_fp";
  if (!row.settled) return "settled_time";
  return {};
}

// What one YES pays: the result says 1 or 0; a scalar market names cents. A result we do not know
// (they grew before) pays nobody knows what.
Result<Price> payout_of(const Row& row) {
  constexpr std::int64_t dollar = 1'000'000'000;
  constexpr std::int64_t cent = dollar / 100;
  if (*row.result == "yes") return Price::from_units(dollar);
  if (*row.result == "no") return Price::from_units(0);
  if (*row.result == "scalar" && row.value_cents && *row.value_cents >= 0 &&
      *row.value_cents <= 100) {
    return Price::from_units(*row.value_cents * cent);
  }
  return fail(Fault::malformed, fmt::format("the settlement of {} has the result {} without a "
                                            "payout that can be",
                                            *row.ticker, *row.result));
}

// Takes off what was held: minus YES, plus NO.
Result<Quantity> change_of(const Row& row) {
  auto yes = Quantity::parse(*row.yes_count);
  if (!yes) return yes;
  auto no = Quantity::parse(*row.no_count);
  if (!no) return no;
  if (yes->is_negative() || no->is_negative()) {
    return fail(Fault::malformed, "a settlement's count is below zero");
  }
  return subtract(*no, *yes);
}

// Its fee_cost is what the market's trades have paid: their fills have booked that already.
FlawedRow flawed(const Row& row, const Owner& owner, const Error& error) {
  const auto at = parse_rfc3339(*row.settled);
  return {key_of(owner, *row.shard, *row.ticker), at ? std::optional{*at} : std::nullopt,
          "its settlement cannot be read: " + error.what};
}

Result<Settlement> settlement_of(const Row& row, const Owner& owner) {
  const auto payout = payout_of(row);
  if (!payout) return tl::make_unexpected(payout.error());
  const auto change = change_of(row);
  if (!change) return tl::make_unexpected(change.error());
  const auto at = parse_rfc3339(*row.settled);
  if (!at) return tl::make_unexpected(at.error());
  PositionKey key = key_of(owner, *row.shard, *row.ticker);
  // Kalshi gives settlements no id: key and moment are one, since a market settles once.
  std::string id =
      fmt::format("settlement:{}.{}:{}:{}", key.subaccount, key.shard, *row.ticker, *row.settled);
  return Settlement{.id = std::move(id),
                    .key = std::move(key),
                    .change = *change,
                    .payout = *payout,
                    .fee = {},
                    .at = *at};
}

}  // namespace

Result<SettlementsPage> parse_settlements(std::string_view body, const Owner& owner) {
  SettlementsPage page;
  auto cursor = read_page(body, "settlements", [&](JsonValue& value) -> Result<void> {
    Row row;
    auto done = value.each_field(
        [&](std::string_view key, JsonValue& field) { return read_field(row, key, field); });
    if (!done) return done;
    if (const auto field = missing_of(row); !field.empty()) {
      return missing_field("a settlement", field);
    }
    auto settlement = settlement_of(row, owner);
    if (settlement) {
      page.settlements.push_back(*std::move(settlement));
    } else {
      page.flawed.push_back(flawed(row, owner, settlement.error()));
    }
    return {};
  });
  if (!cursor) return tl::make_unexpected(std::move(cursor).error());
  page.next_cursor = *std::move(cursor);
  return page;
}

}  // namespace holdfast::kalshi
