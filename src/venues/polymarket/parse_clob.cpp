#include <algorithm>

#include "domain/sale_limits.hpp"
#include "venues/polymarket/parse.hpp"
#include "venues/polymarket/read.hpp"

// GET /data/trades and GET /data/orders of the CLOB.
namespace holdfast::polymarket {
namespace {

// One order's part of a match: the taker's, or that of one of the makers.
struct Part {
  std::string owner;
  std::string maker;
  std::string token;
  std::string side;
  std::string size;
  std::string price;
};

struct Row {
  std::string id;
  std::string status;
  std::string seconds;
  std::string trader_side;
  Part taker;
  std::vector<Part> makers;
};

Result<void> read_maker(Part& part, std::string_view key, JsonValue& value) {
  if (key == "owner") return read_text(part.owner, value);
  if (key == "maker_address") return read_text(part.maker, value);
  if (key == "asset_id") return read_text(part.token, value);
  if (key == "side") return read_text(part.side, value);
  if (key == "matched_amount") return read_text(part.size, value);
  if (key == "price") return read_text(part.price, value);
  return {};
}

Result<void> read_field(Row& row, std::string_view key, JsonValue& value) {
  if (key == "id") return read_text(row.id, value);
  if (key == "status") return read_text(row.status, value);
  if (key == "match_time") return read_text(row.seconds, value);
  if (key == "trader_side") return read_text(row.trader_side, value);
  if (key == "asset_id") return read_text(row.taker.token, value);
  if (key == "side") return read_text(row.taker.side, value);
  if (key == "size") return read_text(row.taker.size, value);
  if (key == "price") return read_text(row.taker.price, value);
  if (key != "maker_orders" || value.kind() != JsonValue::Kind::array) return {};
  return value.each_element([&](JsonValue& maker) {
    row.makers.emplace_back();
    return maker.each_field([&](std::string_view name, JsonValue& field) {
      return read_maker(row.makers.back(), name, field);
    });
  });
}

// The venue writes some of its words with their type before them.
std::string plain(std::string status) {
  constexpr std::string_view prefix = "TRADE_STATUS_";
  if (status.starts_with(prefix)) status.erase(0, prefix.size());
  return status;
}

Result<UnsettledTrade> trade_of(const Row& row, const Part& part, const Holder& holder) {
  if (part.side != "BUY" && part.side != "SELL") return missing_field("a trade", "side");
  auto key = key_of_token(holder.account, part.token);
  if (!key) return tl::make_unexpected(std::move(key).error());
  const auto size = Quantity::parse(part.size);
  if (!size) return tl::make_unexpected(size.error());
  if (size->is_negative()) return fail(Fault::malformed, "a trade's size is below zero");
  const auto price = Price::parse(part.price);
  if (!price) return tl::make_unexpected(price.error());
  constexpr std::int64_t one = 1'000'000'000;
  const auto seconds = Quantity::parse(row.seconds);
  const auto at = seconds ? from_unix_s(seconds->units() / one)
                          : Result<UtcTime>{tl::unexpect, seconds.error()};
  if (!at) return tl::make_unexpected(at.error());
  return UnsettledTrade{.id = row.id,
                        .key = *std::move(key),
                        .change = part.side == "BUY" ? *size : Quantity::from_units(-size->units()),
                        .price = *price,
                        .status = row.status,
                        .at = *at};
}

// As a maker one's own parts stand in maker_orders; as the taker, in the row itself.
Result<void> take(ClobTradesPage& page, Row row, const Holder& holder) {
  row.status = plain(std::move(row.status));
  if (row.id.empty()) return missing_field("a trade", "id");
  if (row.status.empty()) return missing_field("a trade", "status");
  if (row.status == "CONFIRMED" || row.status == "FAILED") return {};
  const auto add = [&](const Part& part) -> Result<void> {
    auto trade = trade_of(row, part, holder);
    if (!trade) return tl::make_unexpected(std::move(trade).error());
    page.trades.push_back(*std::move(trade));
    return {};
  };
  if (row.trader_side != "MAKER") return add(row.taker);
  for (const Part& part : row.makers) {
    const auto maker = crypto::EthAddress::parse(part.maker);
    if (!maker) return missing_field("a maker's part", "maker_address");
    if (*maker != holder.wallet) continue;
    if (auto added = add(part); !added) return added;
  }
  return {};
}

// A page of the CLOB: its cursor, empty behind the venue's end marker.
Result<std::string> read_clob_page(std::string_view body, std::string_view what,
                                   const OnRow& on_row) {
  constexpr std::string_view end_cursor = "LTE=";
  std::optional<std::string> cursor;
  bool listed = false;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "next_cursor") {
      cursor.emplace();
      return read_text(*cursor, value);
    }
    if (key != "data") return {};
    listed = true;
    return value.each_element(on_row);
  });
  if (!done) return tl::make_unexpected(done.error());
  if (!listed) return missing_field(what, "data");
  if (!cursor || cursor->empty()) {
    return fail(Fault::incomplete, std::string{what} + ": no cursor says whether there is more");
  }
  return *cursor == end_cursor ? std::string{} : *std::move(cursor);
}

struct OrderRow {
  std::string id;
  std::string status;
  std::string maker;
  std::string token;
  std::string side;
  std::string size;
  std::string matched;
};

Result<void> read_order(OrderRow& row, std::string_view key, JsonValue& value) {
  if (key == "id") return read_text(row.id, value);
  if (key == "status") return read_text(row.status, value);
  if (key == "maker_address") return read_text(row.maker, value);
  if (key == "asset_id") return read_text(row.token, value);
  if (key == "side") return read_text(row.side, value);
  if (key == "original_size") return read_text(row.size, value);
  if (key == "size_matched") return read_text(row.matched, value);
  return {};
}

// What is over; a state that nobody knows may still trade.
bool is_over(std::string_view status) {
  constexpr std::string_view prefix = "ORDER_STATUS_";
  if (status.starts_with(prefix)) status.remove_prefix(prefix.size());
  return status == "MATCHED" || status == "INVALID" || status.starts_with("CANCELED");
}

// No quantity of the ledger rests on it, so a row that does not say is no fault.
std::optional<Quantity> left_of(const OrderRow& row) {
  const auto size = Quantity::parse(row.size);
  const auto matched = Quantity::parse(row.matched);
  if (!size || !matched || (row.side != "BUY" && row.side != "SELL")) return std::nullopt;
  return holdfast::left_of(*size, *matched, row.side == "BUY");
}

Result<void> take(ClobOrdersPage& page, OrderRow row, const Holder& holder) {
  if (row.id.empty()) return missing_field("an order", "id");
  const auto maker = crypto::EthAddress::parse(row.maker);
  if (!maker) return missing_field("an order", "maker_address");
  // A key may trade for several wallets.
  if (*maker != holder.wallet || is_over(row.status)) return {};
  auto key = key_of_token(holder.account, row.token);
  if (!key) return tl::make_unexpected(std::move(key).error());
  page.orders.push_back({.id = std::move(row.id), .key = *std::move(key), .left = left_of(row)});
  return {};
}

}  // namespace

Result<ClobTradesPage> parse_clob_trades(std::string_view body, const Holder& holder) {
  ClobTradesPage page;
  auto cursor = read_clob_page(body, "polymarket trades", [&](JsonValue& element) -> Result<void> {
    Row row;
    auto read = element.each_field(
        [&](std::string_view name, JsonValue& field) { return read_field(row, name, field); });
    if (!read) return read;
    return take(page, std::move(row), holder);
  });
  if (!cursor) return tl::make_unexpected(std::move(cursor).error());
  page.next_cursor = *std::move(cursor);
  return page;
}

Result<ClobOrdersPage> parse_clob_orders(std::string_view body, const Holder& holder) {
  ClobOrdersPage page;
  auto cursor = read_clob_page(body, "polymarket orders", [&](JsonValue& element) -> Result<void> {
    OrderRow row;
    auto read = element.each_field(
        [&](std::string_view name, JsonValue& field) { return read_order(row, name, field); });
    if (!read) return read;
    return take(page, std::move(row), holder);
  });
  if (!cursor) return tl::make_unexpected(std::move(cursor).error());
  page.next_cursor = *std::move(cursor);
  return page;
}

}  // namespace holdfast::polymarket
