#include "venues/pacifica/parse_stream.hpp"

#include <algorithm>
#include <set>

#include "venues/pacifica/read.hpp"

namespace holdfast::pacifica {
namespace {

FrameKind kind_of(std::string_view channel) {
  if (channel == "subscribe") return FrameKind::subscribed;
  if (channel == "account_positions") return FrameKind::positions;
  if (channel == "account_trades") return FrameKind::trades;
  if (channel == "account_order_updates") return FrameKind::orders;
  if (channel == "book") return FrameKind::book;
  if (channel == "bbo") return FrameKind::best;
  if (channel == "prices") return FrameKind::prices;
  return FrameKind::other;
}

// Which channel, before its data is read: a member's place in the object is nobody's promise.
Result<void> read_head(StreamFrame& frame, std::string_view key, JsonValue& value) {
  if (key == "channel") return store_scalar(frame.channel, value);
  if (key == "err" || key == "error") return store_scalar(frame.error, value);
  if (key == "li") return store_if(frame.stamp.number, value);
  return {};
}

void note_stamp(StreamFrame& frame, const std::optional<std::int64_t>& number, std::int64_t at_ms) {
  if (number) frame.stamp.number = std::max(frame.stamp.number.value_or(*number), *number);
  frame.stamp.at_ms = std::max(frame.stamp.at_ms, at_ms);
}

// The short names that all rows share; a member nobody here rests on is read over.
struct Row {
  std::optional<std::string_view> symbol;
  std::optional<std::string_view> side;
  std::optional<std::string_view> amount;
  std::optional<std::string_view> event;
  std::optional<std::int64_t> number;
  std::optional<std::int64_t> at;       // t: of trades and positions
  std::optional<std::int64_t> updated;  // ut: of orders
};

Result<void> read_row_field(Row& row, std::string_view key, JsonValue& value) {
  if (key == "s") return store_if(row.symbol, value);
  if (key == "d") return store_if(row.side, value);
  if (key == "a") return store_if(row.amount, value);
  if (key == "oe") return store_if(row.event, value);
  if (key == "li") return store_if(row.number, value);
  if (key == "t") return store_if(row.at, value);
  if (key == "ut") return store_if(row.updated, value);
  return {};
}

Result<void> read_rows(StreamFrame& frame, JsonValue& data) {
  std::set<std::string> held;
  auto done = data.each_element([&](JsonValue& value) -> Result<void> {
    Row row;
    auto read = value.each_field(
        [&](std::string_view key, JsonValue& field) { return read_row_field(row, key, field); });
    if (!read) return read;
    if (!row.symbol) return missing_field("a row of " + frame.channel, "s");
    note_stamp(frame, row.number, row.updated.value_or(row.at.value_or(0)));
    frame.fills = frame.fills || (row.event && row.event->starts_with("fulfill"));
    if (frame.kind != FrameKind::positions) return {};
    if (!row.side) return missing_field("a row of account_positions", "d");
    if (!row.amount) return missing_field("a row of account_positions", "a");
    held.insert(std::string{*row.symbol} + " " + std::string{*row.side} + " " +
                std::string{*row.amount} + "\n");
    return {};
  });
  for (const std::string& row : held) frame.held += row;
  return done;
}

Result<void> read_price_field(SymbolPrice& price, std::optional<Price>& mark, std::string_view key,
                              JsonValue& value) {
  std::optional<std::string_view> text;
  if (key == "symbol") return store_scalar(price.symbol, value);
  if (key == "timestamp") {
    const auto at = value.integer();
    if (!at) return tl::make_unexpected(at.error());
    price.at_ms = *at;
    return {};
  }
  if (key != "mark" && key != "mid") return {};
  if (auto done = store_if(text, value); !done || !text) return done;
  return store(key == "mark" ? mark : price.mid, Price::parse(*text));
}

Result<void> read_prices(StreamFrame& frame, JsonValue& data) {
  return data.each_element([&](JsonValue& value) -> Result<void> {
    SymbolPrice price;
    std::optional<Price> mark;
    auto done = value.each_field([&](std::string_view key, JsonValue& field) {
      return read_price_field(price, mark, key, field);
    });
    if (!done) return done;
    if (price.symbol.empty()) return missing_field("a row of prices", "symbol");
    if (!mark) return missing_field("a row of prices", "mark");
    price.mark = *mark;
    frame.prices.push_back(std::move(price));
    return {};
  });
}

Result<void> read_side(JsonValue& value, std::map<Price, Quantity>& into) {
  return value.each_element([&](JsonValue& row) -> Result<void> {
    std::string price;
    std::string size;
    auto done = row.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "p") return store_scalar(price, field);
      if (key == "a") return store_scalar(size, field);
      return {};
    });
    if (!done) return done;
    const auto level = parse_level(price, size);
    if (!level) return tl::make_unexpected(level.error());
    if (!into.emplace(level->price, level->size).second) {
      return fail(Fault::malformed, "the level " + price + " twice");
    }
    return {};
  });
}

Result<void> read_levels(BookLevels& levels, JsonValue& value) {
  int side = 0;
  auto done = value.each_element([&](JsonValue& rows) -> Result<void> {
    switch (side++) {
      case 0:
        return read_side(rows, levels.bids);
      case 1:
        return read_side(rows, levels.asks);
      default:
        return {};
    }
  });
  if (done && side < 2) return missing_field("a book", "l");
  return done;
}

struct Best {
  std::string bid;
  std::string bid_size;
  std::string ask;
  std::string ask_size;
};

Result<void> finish_best(StreamFrame& frame, const Best& best) {
  const auto take = [](std::optional<BookLevel>& into, const std::string& price,
                       const std::string& size) -> Result<void> {
    if (price.empty()) return {};  // nobody stands on that side
    const auto level = parse_level(price, size);
    if (!level) return tl::make_unexpected(level.error());
    if (!level->size.is_zero()) into = *level;
    return {};
  };
  if (auto done = take(frame.bid, best.bid, best.bid_size); !done) return done;
  return take(frame.ask, best.ask, best.ask_size);
}

// One object: an acknowledgement, a book, a best price.
Result<void> read_object(StreamFrame& frame, JsonValue& data) {
  Best best;
  bool has_levels = false;
  std::optional<std::int64_t> number;
  std::optional<std::int64_t> at;
  const bool prices = frame.kind == FrameKind::best;
  auto done = data.each_field([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "source") return store_scalar(frame.source, value);
    if (key == "s" || key == "symbol") return store_scalar(frame.symbol, value);
    if (key == "li") return store_if(number, value);
    if (key == "t") return store_if(at, value);
    if (prices && key == "b") return store_scalar(best.bid, value);
    if (prices && key == "B") return store_scalar(best.bid_size, value);
    if (prices && key == "a") return store_scalar(best.ask, value);
    if (prices && key == "A") return store_scalar(best.ask_size, value);
    if (frame.kind != FrameKind::book || key != "l") return {};
    has_levels = true;
    return read_levels(frame.levels, value);
  });
  if (!done) return done;
  note_stamp(frame, number, at.value_or(0));
  if (frame.kind == FrameKind::subscribed) {
    return frame.source.empty() ? missing_field("an acknowledgement", "source") : Result<void>{};
  }
  if (frame.symbol.empty()) return missing_field("a frame of " + frame.channel, "s");
  if (!number && !at) return missing_field("a frame of " + frame.channel, "t");
  if (frame.kind == FrameKind::book && !has_levels) return missing_field("a book", "l");
  return prices ? finish_best(frame, best) : Result<void>{};
}

bool has_rows(FrameKind kind) {
  return kind == FrameKind::positions || kind == FrameKind::trades || kind == FrameKind::orders;
}

}  // namespace

Result<StreamFrame> parse_stream(std::string_view text) {
  StreamFrame frame;
  {
    JsonReader head{text};
    const auto read = head.object(
        [&](std::string_view key, JsonValue& value) { return read_head(frame, key, value); });
    if (!read) return tl::make_unexpected(read.error());
  }
  frame.kind = !frame.error.empty() ? FrameKind::error : kind_of(frame.channel);
  if (frame.kind == FrameKind::other || frame.kind == FrameKind::error) return frame;
  bool has_data = false;
  JsonReader body{text};
  const auto read = body.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key != "data") return {};
    has_data = true;
    if (frame.kind == FrameKind::prices) return read_prices(frame, value);
    return has_rows(frame.kind) ? read_rows(frame, value) : read_object(frame, value);
  });
  if (!read) return tl::make_unexpected(read.error());
  if (!has_data) return missing_field("a frame of " + frame.channel, "data");
  return frame;
}

}  // namespace holdfast::pacifica
