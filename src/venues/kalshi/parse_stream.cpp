#include "venues/kalshi/parse_stream.hpp"

#include "venues/kalshi/read.hpp"

namespace holdfast::kalshi {
namespace {

constexpr std::int64_t one = 1'000'000'000;

FrameKind kind_of(std::string_view type) {
  if (type == "orderbook_delta") return FrameKind::delta;
  if (type == "orderbook_snapshot") return FrameKind::snapshot;
  if (type == "ticker") return FrameKind::ticker;
  if (type == "fill" || type == "market_position" || type == "user_order") {
    return FrameKind::holdings;
  }
  if (type == "subscribed") return FrameKind::subscribed;
  if (type == "unsubscribed") return FrameKind::unsubscribed;
  if (type == "ok") return FrameKind::ok;
  if (type == "error") return FrameKind::error;
  return FrameKind::other;
}

// What an order book frame says before it is known which one it is: type may come last.
struct Said {
  std::optional<std::string> market_id;
  std::optional<std::string> side;
  std::optional<std::string> price;
  std::optional<std::string> delta;
  std::map<Price, Quantity> yes;
  std::map<Price, Quantity> no;
  std::optional<std::string> yes_bid;  // ticker
  std::optional<std::string> yes_ask;  // ticker
  std::optional<std::int64_t> sid;     // of a subscribed frame, inside msg
};

Result<void> read_levels(JsonValue& value, std::map<Price, Quantity>& into) {
  return value.each_element([&](JsonValue& row) -> Result<void> {
    std::optional<Price> price;
    std::optional<Quantity> size;
    int at = 0;
    auto done = row.each_element([&](JsonValue& part) -> Result<void> {
      const auto text = part.string();
      if (!text) return tl::make_unexpected(text.error());
      switch (at++) {
        case 0:
          return store(price, Price::parse(*text));
        case 1:
          return store(size, Quantity::parse(*text));
        default:
          return {};
      }
    });
    if (!done) return done;
    if (!price || !size) return fail(Fault::malformed, "a level that is no price and size");
    if (!into.emplace(*price, *size).second) {
      return fail(Fault::malformed, "the level " + price->text() + " twice");
    }
    return {};
  });
}

template <class Into>
Result<void> keep_text(Into& into, JsonValue& value) {
  if (value.kind() != JsonValue::Kind::string) return {};
  const auto text = value.string();
  if (!text) return tl::make_unexpected(text.error());
  into = std::string{*text};
  return {};
}

Result<void> read_message_field(StreamFrame& frame, Said& said, std::string_view key,
                                JsonValue& value) {
  if (key == "market_ticker") return keep_text(frame.ticker, value);
  if (key == "market_id") return keep_text(said.market_id, value);
  if (key == "side") return keep_text(said.side, value);
  if (key == "yes_bid_dollars") return keep_text(said.yes_bid, value);
  if (key == "yes_ask_dollars") return keep_text(said.yes_ask, value);
  if (key == "price_dollars") return keep_text(said.price, value);
  if (key == "delta_fp") return keep_text(said.delta, value);
  if (key == "yes_dollars_fp") return read_levels(value, said.yes);
  if (key == "no_dollars_fp") return read_levels(value, said.no);
  if (key == "ts_ms" && value.kind() == JsonValue::Kind::number) {
    const auto at = value.integer();
    if (!at) return tl::make_unexpected(at.error());
    frame.at_ms = *at;
    return {};
  }
  if (key == "channel") return keep_text(frame.channel, value);
  if (key == "sid") return store(said.sid, value.integer());
  if (key == "msg") return keep_text(frame.error_text, value);
  if (key == "code" && value.kind() == JsonValue::Kind::number) {
    const auto code = value.integer();
    if (!code) return tl::make_unexpected(code.error());
    frame.error_code = *code;
  }
  return {};
}

Result<void> read_field(StreamFrame& frame, Said& said, std::string_view key, JsonValue& value) {
  if (key == "type") return keep_text(frame.type, value);
  if (key == "id" && value.kind() == JsonValue::Kind::number) {
    return store(frame.id, value.integer());
  }
  if (key == "sid") return store(frame.sid, value.integer());
  if (key == "seq") {
    const auto number = value.integer();
    if (!number) return tl::make_unexpected(number.error());
    if (*number < 0) return fail(Fault::malformed, "a frame's seq is below zero");
    frame.sequence = static_cast<std::uint64_t>(*number);
    return {};
  }
  if (key == "msg" && value.kind() == JsonValue::Kind::object) {
    return value.each_field([&](std::string_view name, JsonValue& field) {
      return read_message_field(frame, said, name, field);
    });
  }
  return {};
}

Result<Price> asked(Price no_bid) {
  if (no_bid.is_negative() || no_bid.units() > one) {
    return fail(Fault::malformed, "a price outside 0..1: " + no_bid.text());
  }
  return Price::from_units(one - no_bid.units());
}

Result<void> finish_snapshot(StreamFrame& frame, Said& said) {
  frame.unknown_market = said.market_id && said.market_id->empty();
  frame.levels.bids = std::move(said.yes);
  for (const auto& [price, size] : said.no) {
    const auto ask = asked(price);
    if (!ask) return tl::make_unexpected(ask.error());
    frame.levels.asks.emplace(*ask, size);
  }
  return {};
}

Result<void> finish_delta(StreamFrame& frame, const Said& said) {
  if (!said.side || (*said.side != "yes" && *said.side != "no")) {
    return missing_field("an orderbook_delta", "side");
  }
  if (!said.price) return missing_field("an orderbook_delta", "price_dollars");
  if (!said.delta) return missing_field("an orderbook_delta", "delta_fp");
  const auto price = Price::parse(*said.price);
  if (!price) return tl::make_unexpected(price.error());
  const auto delta = Quantity::parse(*said.delta);
  if (!delta) return tl::make_unexpected(delta.error());
  const bool yes = *said.side == "yes";
  const auto turned = yes ? Result<Price>{*price} : asked(*price);
  if (!turned) return tl::make_unexpected(turned.error());
  frame.side = yes ? BookSide::bid : BookSide::ask;
  frame.price = *turned;
  frame.delta = *delta;
  return {};
}

// Nobody bids: 0. Nobody offers: 1 (0 has been seen too).
Result<std::optional<Price>> offered(const std::string& text) {
  const auto price = Price::parse(text);
  if (!price) return tl::make_unexpected(price.error());
  const bool somebody = price->units() > 0 && price->units() < one;
  return somebody ? std::optional{*price} : std::nullopt;
}

Result<void> finish_ticker(StreamFrame& frame, const Said& said) {
  if (frame.ticker.empty() || !said.yes_bid || !said.yes_ask) {
    frame.kind = FrameKind::other;  // it only ever confirms a book: without it nothing is lost
    return {};
  }
  const auto bid = offered(*said.yes_bid);
  if (!bid) return tl::make_unexpected(bid.error());
  const auto ask = offered(*said.yes_ask);
  if (!ask) return tl::make_unexpected(ask.error());
  frame.quote = {.bid = *bid, .ask = *ask};
  if (!said.price) return {};
  const auto last = Price::parse(*said.price);
  if (!last) return tl::make_unexpected(last.error());
  frame.last_price = *last;
  return {};
}

}  // namespace

Result<StreamFrame> parse_stream(std::string_view text) {
  StreamFrame frame;
  Said said;
  JsonReader reader{text};
  const auto read = reader.object(
      [&](std::string_view key, JsonValue& value) { return read_field(frame, said, key, value); });
  if (!read) return tl::make_unexpected(read.error());
  if (frame.type.empty()) return missing_field("a stream's frame", "type");
  frame.kind = kind_of(frame.type);
  if (!frame.sid) frame.sid = said.sid;
  if (frame.kind == FrameKind::subscribed && (!frame.sid || frame.channel.empty())) {
    return missing_field("a subscribed frame", "sid");
  }
  if (frame.kind == FrameKind::ticker) {
    if (auto done = finish_ticker(frame, said); !done) return tl::make_unexpected(done.error());
  }
  const bool book = frame.kind == FrameKind::snapshot || frame.kind == FrameKind::delta;
  if (!book) return frame;
  if (!frame.sid) return missing_field("an order book frame", "sid");
  if (!frame.sequence) return missing_field("an order book frame", "seq");
  if (frame.ticker.empty()) return missing_field("an order book frame", "market_ticker");
  const auto done =
      frame.kind == FrameKind::snapshot ? finish_snapshot(frame, said) : finish_delta(frame, said);
  if (!done) return tl::make_unexpected(done.error());
  return frame;
}

}  // namespace holdfast::kalshi
