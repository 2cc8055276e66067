#include "venues/polymarket/parse_stream.hpp"

#include <charconv>

#include "venues/polymarket/read.hpp"

namespace holdfast::polymarket {
namespace {

StreamEventKind kind_of(std::string_view type) {
  if (type == "book") return StreamEventKind::book;
  if (type == "price_change") return StreamEventKind::change;
  if (type == "last_trade_price") return StreamEventKind::last_trade;
  if (type == "tick_size_change") return StreamEventKind::tick_size;
  if (type == "order" || type == "trade") return StreamEventKind::holdings;
  return StreamEventKind::other;
}

Result<void> read_side(JsonValue& value, std::vector<LevelText>& texts,
                       std::map<Price, Quantity>& levels) {
  return value.each_element([&](JsonValue& row) -> Result<void> {
    LevelText text;
    auto done = row.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "price") return store_scalar(text.price, field);
      if (key == "size") return store_scalar(text.size, field);
      return {};
    });
    if (!done) return done;
    const auto level = parse_level(text.price, text.size);
    if (!level) return tl::make_unexpected(level.error());
    if (!levels.emplace(level->price, level->size).second) {
      return fail(Fault::malformed, "the level " + text.price + " twice");
    }
    texts.push_back(std::move(text));
    return {};
  });
}

Result<void> read_change(JsonValue& row, std::vector<LevelChange>& into) {
  LevelChange change;
  std::string side;
  auto done = row.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "asset_id") return store_scalar(change.asset, field);
    if (key == "price") return store_scalar(change.text.price, field);
    if (key == "size") return store_scalar(change.text.size, field);
    if (key == "side") return store_scalar(side, field);
    if (key == "hash") return store_scalar(change.hash, field);
    if (key == "best_bid") return store_scalar(change.best_bid, field);
    if (key == "best_ask") return store_scalar(change.best_ask, field);
    return {};
  });
  if (!done) return done;
  if (change.asset.empty()) return missing_field("a price_change", "asset_id");
  if (side != "BUY" && side != "SELL") return missing_field("a price_change", "side");
  const auto level = parse_level(change.text.price, change.text.size);
  if (!level) return tl::make_unexpected(level.error());
  change.side = side == "BUY" ? BookSide::bid : BookSide::ask;
  change.price = level->price;
  change.size = level->size;
  into.push_back(std::move(change));
  return {};
}

Result<void> read_field(StreamEvent& event, std::string_view key, JsonValue& value) {
  if (key == "event_type") return store_scalar(event.type, value);
  if (key == "asset_id") return store_scalar(event.asset, value);
  if (key == "market") return store_scalar(event.market, value);
  if (key == "timestamp") return store_scalar(event.timestamp_text, value);
  if (key == "hash") return store_scalar(event.hash, value);
  if (key == "tick_size" || key == "new_tick_size") return store_scalar(event.tick_size, value);
  if (key == "last_trade_price" || key == "price")
    return store_scalar(event.last_trade_price, value);
  if (key == "version") return store_scalar(event.version, value);
  if (key == "min_order_size") {
    std::string text;
    if (auto done = store_scalar(text, value); !done) return done;
    event.min_order_size = std::move(text);
    return {};
  }
  if (key == "neg_risk" && value.kind() == JsonValue::Kind::boolean) {
    return store(event.neg_risk, value.boolean());
  }
  const bool list = value.kind() == JsonValue::Kind::array;
  if (key == "bids" && list) return read_side(value, event.bids, event.levels.bids);
  if (key == "asks" && list) return read_side(value, event.asks, event.levels.asks);
  if (key == "price_changes" && list) {
    return value.each_element([&](JsonValue& row) { return read_change(row, event.changes); });
  }
  return {};
}

Result<void> finish(StreamEvent& event) {
  event.kind = kind_of(event.type);
  const bool book = event.kind == StreamEventKind::book;
  if (!book && event.kind != StreamEventKind::change) return {};
  if (book && event.asset.empty()) return missing_field("a book", "asset_id");
  // As the frames of before 15 September 2025: passed over, they would leave a book that is wrong.
  if (!book && event.changes.empty()) return missing_field("a price_change", "price_changes");
  const char* const end = event.timestamp_text.data() + event.timestamp_text.size();
  const auto read = std::from_chars(event.timestamp_text.data(), end, event.timestamp_ms);
  if (read.ec != std::errc{} || read.ptr != end || event.timestamp_ms < 0) {
    return missing_field("an order book frame", "timestamp");
  }
  return {};
}

}  // namespace

Result<std::vector<StreamEvent>> parse_stream(std::string_view text) {
  std::vector<StreamEvent> events;
  if (text == "PONG" || text == "PONG\n") return events;
  JsonReader reader{text};
  if (!reader.starts_with_array()) {
    StreamEvent& event = events.emplace_back();
    const auto read = reader.object(
        [&](std::string_view key, JsonValue& value) { return read_field(event, key, value); });
    if (!read) return tl::make_unexpected(read.error());
  } else {
    const auto read = reader.array([&](JsonValue& row) {
      StreamEvent& event = events.emplace_back();
      return row.each_field(
          [&](std::string_view key, JsonValue& value) { return read_field(event, key, value); });
    });
    if (!read) return tl::make_unexpected(read.error());
  }
  for (StreamEvent& event : events) {
    if (auto done = finish(event); !done) return tl::make_unexpected(done.error());
  }
  return events;
}

}  // namespace holdfast::polymarket
