#include <map>
#include <set>

#include "sim/polymarket/book_frames.hpp"
#include "sim/polymarket/stream.hpp"
#include "sim/stream/message_json.hpp"
#include "sim/world.hpp"

// /ws/market (recorded October 2026): {"assets_ids","type":"market"} first, later
// {"operation":"subscribe"|"unsubscribe","assets_ids"}; the answer is a list of books.
namespace holdfast::sim::polymarket {
namespace {

struct Sent {
  TokenBook book;
  std::string last_price;
};

class MarketStream final : public StreamSession {
 public:
  void hear(World& world, std::string_view text, UtcTime now) override;
  void look(World& world, UtcTime now) override;
  [[nodiscard]] std::vector<LiveSubscription> live() const override {
    std::vector<LiveSubscription> all;
    for (const auto& [token, sent] : sent_) all.push_back({"market", token});
    return all;
  }
  void forget(std::string_view, std::string_view key) override { sent_.erase(std::string{key}); }

 private:
  void look_at(const VenueWorld& venue, const Market& market, const std::string& token, Sent& sent,
               UtcTime now);

  std::map<std::string, Sent> sent_;  // by token
  std::string looked_;                // the token that was looked at last
  bool greeted_{};
};

void MarketStream::hear(World& world, std::string_view text, UtcTime now) {
  if (text == "PING") return say("pong", "", "PONG");
  const auto message = stream_message(text);
  if (!message) return end("the message is no JSON object");
  const auto operation = member(*message, "operation");
  if (!greeted_ && member(*message, "type") != "market") return end("type is market");
  greeted_ = true;
  look(world, now);
  auto books = Node::list();
  std::string only;
  for (const auto& token : members(*message, "assets_ids")) {
    if (operation == "unsubscribe") {
      sent_.erase(token);
      continue;
    }
    const auto* market = world.polymarket.market_of(token);
    if (market == nullptr || sent_.contains(token)) continue;  // an unknown token shows nothing
    const StreamedBook streamed{*market, token, last_trade_price(world.polymarket, *market, token)};
    const auto book = book_of(world.polymarket, *market, token);
    sent_[token] = {.book = book, .last_price = streamed.last_price};
    books.push(book_event(streamed, book, now));
    only = token;
  }
  if (operation == "unsubscribe") return;
  const bool single = books.items().size() == 1;
  say("market", single ? only : "", books.json() + "\n");
}

void MarketStream::look_at(const VenueWorld& venue, const Market& market, const std::string& token,
                           Sent& sent, UtcTime now) {
  const TokenBook current = book_of(venue, market, token);
  const StreamedBook streamed{market, token, last_trade_price(venue, market, token)};
  auto rows = Node::list();
  TokenBook& book =
      sent.book;  // moves level by level: each row's hash is that of the book after it
  const auto step = [&](bool bid, const std::map<Price, BaseUnits>& wanted) {
    auto& side = bid ? book.bids : book.asks;
    std::set<Price> prices;
    for (const auto& [level, size] : side) prices.insert(level);
    for (const auto& [level, size] : wanted) prices.insert(level);
    for (const Price level : prices) {
      const auto had = side.find(level);
      const auto wants = wanted.find(level);
      const bool gone = wants == wanted.end();
      if (had != side.end() && !gone && had->second == wants->second) continue;
      if (gone) {
        side.erase(level);
      } else {
        side[level] = wants->second;
      }
      rows.push(change_row(streamed, book, bid, level, now));
    }
  };
  if (streamed.last_price != sent.last_price) {
    sent.last_price = streamed.last_price;
    say("market", token,
        Node::object({{"market", Node::text(market.condition_id)},
                      {"asset_id", Node::text(token)},
                      {"price", Node::text(streamed.last_price)},
                      {"size", Node::text("1")},
                      {"fee_rate_bps", Node::text("0")},
                      {"side", Node::text("BUY")},
                      {"timestamp", Node::text(std::to_string(unix_ms(now)))},
                      {"event_type", Node::text("last_trade_price")}})
                .json() +
            "\n");
  }
  if (current.bids == book.bids && current.asks == book.asks) return;  // as most looks find it
  step(true, current.bids);
  step(false, current.asks);
  if (rows.items().empty()) return;
  say("market", token,
      Node::object({{"market", Node::text(market.condition_id)},
                    {"price_changes", std::move(rows)},
                    {"timestamp", Node::text(std::to_string(unix_ms(now)))},
                    {"event_type", Node::text("price_change")}})
              .json() +
          "\n");
}

void MarketStream::look(World& world, UtcTime now) {
  visit_some(sent_, looked_, [&](const std::string& token, Sent& sent) {
    const auto* market = world.polymarket.market_of(token);
    if (market != nullptr) look_at(world.polymarket, *market, token, sent, now);
  });
}

}  // namespace

std::unique_ptr<StreamSession> open_market_stream() { return std::make_unique<MarketStream>(); }

}  // namespace holdfast::sim::polymarket
