#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/read.hpp"

namespace holdfast::kalshi {
namespace {

// Display data: only the ticker must be.
struct Row {
  std::string ticker;
  std::string title;
  std::string yes_title;
  std::string event;
  std::string status;
  std::string result;
  std::string close_time;
  std::string last_price;
  std::string settlement_value;
};

Result<void> read_field(Row& row, std::string_view key, JsonValue& value) {
  if (key == "ticker") return read_text(row.ticker, value);
  if (key == "title") return read_text(row.title, value);
  if (key == "yes_sub_title") return read_text(row.yes_title, value);
  if (key == "event_ticker") return read_text(row.event, value);
  if (key == "status") return read_text(row.status, value);
  if (key == "result") return read_text(row.result, value);
  if (key == "close_time") return read_text(row.close_time, value);
  if (key == "last_price_dollars") return read_text(row.last_price, value);
  if (key == "settlement_value_dollars") return read_text(row.settlement_value, value);
  return {};
}

// The words of a market; the list filter has others (unopened, open, settled).
MarketState state_of(std::string_view status) {
  if (status == "active") return MarketState::open;
  if (status == "inactive" || status == "initialized") return MarketState::paused;
  if (status == "closed" || status == "determined" || status == "disputed" || status == "amended") {
    return MarketState::closed;
  }
  if (status == "finalized") return MarketState::resolved;
  return MarketState::unknown;
}

std::optional<Price> payout_of(const Row& row) {
  constexpr std::int64_t dollar = 1'000'000'000;
  if (row.result == "yes") return Price::from_units(dollar);
  if (row.result == "no") return Price::from_units(0);
  const auto value = Price::parse(row.settlement_value);
  if (row.result == "scalar" && value && !value->is_negative() && value->units() <= dollar) {
    return *value;
  }
  return std::nullopt;
}

Instrument instrument_of(Row row) {
  Instrument about{.id = InstrumentId{row.ticker}, .venue = VenueName::kalshi};
  about.title = row.title.empty() ? row.yes_title : row.title;
  about.state = state_of(row.status);
  about.end_date = row.close_time;
  if (const auto at = parse_rfc3339(row.close_time)) about.close_time = *at;
  if (const auto price = Price::parse(row.last_price)) about.price = *price;
  if (about.state == MarketState::resolved) about.payout = payout_of(row);
  about.event = std::move(row.event);
  return about;
}

}  // namespace

Result<MarketsPage> parse_markets(std::string_view body) {
  MarketsPage page;
  auto cursor = read_page(body, "markets", [&](JsonValue& value) -> Result<void> {
    Row row;
    auto done = value.each_field(
        [&](std::string_view key, JsonValue& field) { return read_field(row, key, field); });
    if (!done) return done;
    if (row.ticker.empty()) return missing_field("a market", "ticker");
    page.instruments.push_back(instrument_of(std::move(row)));
    return {};
  });
  if (!cursor) return tl::make_unexpected(std::move(cursor).error());
  page.next_cursor = *std::move(cursor);
  return page;
}

}  // namespace holdfast::kalshi
