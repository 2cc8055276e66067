#include <map>
#include <set>
#include <utility>

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
  std::size_t prints{};
  Price tick;
};

std::size_t prints_of(const VenueWorld& venue, const Market& market) {
  const auto book = venue.clob.books.find(market.condition_id);
  return book == venue.clob.books.end() ? 0 : book->second.prints.size();
}

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
  [[nodiscard]] std::optional<std::string> phantom(const World& world, const std::string& key,
                                                   UtcTime now) const override;

 private:
  void announce(const VenueWorld& venue, UtcTime now);
  void tell_news(const VenueWorld& venue, const StreamedBook& streamed, Sent& sent, UtcTime now);
  void look_at(const VenueWorld& venue, const Market& market, const std::string& token, Sent& sent,
               UtcTime now);

  std::map<std::string, Sent> sent_;  // by token
  std::string looked_;                // the token that was looked at last
  bool greeted_{};
  bool wants_custom_{};      // told of markets that are made from now on
  std::size_t announced_{};  // of all markets
};

void MarketStream::hear(World& world, std::string_view text, UtcTime now) {
  if (text == "PING") return say("pong", "", "PONG");
  const auto message = stream_message(text);
  if (!message) return end("the message is no JSON object");
  const auto operation = member(*message, "operation");
  if (!greeted_ && member(*message, "type") != "market") return end("type is market");
  if (!std::exchange(greeted_, true)) announced_ = world.polymarket.listed.size();
  if (const auto* custom = message->if_contains("custom_feature_enabled")) {
    wants_custom_ = custom->is_bool() && custom->get_bool();
  }
  look(world, now);
  auto books = Node::list();
  std::string only;
  for (const auto& token : members(*message, "assets_ids")) {
    if (operation == "unsubscribe") {
      sent_.erase(token);
      continue;
    }
    const auto* market = world.polymarket.market_of(token);
    // An unknown token shows nothing, nor does one whose market has its result: as GET /book.
    if (market == nullptr || market->resolved_by(now) || sent_.contains(token)) continue;
    const StreamedBook streamed{*market, token, last_trade_price(world.polymarket, *market, token)};
    const auto book = book_of(world.polymarket, *market, token);
    sent_[token] = {
        .book = book, .prints = prints_of(world.polymarket, *market), .tick = market->tick};
    if (sent_.size() > world.polymarket.books_per_connection) continue;
    books.push(book_event(streamed, book, now));
    only = token;
  }
  if (operation == "unsubscribe") return;
  const bool single = books.items().size() == 1;
  say("market", single ? only : "", books.json() + "\n");
}

void MarketStream::announce(const VenueWorld& venue, UtcTime now) {
  for (; announced_ < venue.listed.size(); ++announced_) {
    if (!wants_custom_) continue;
    const auto& market = venue.markets.at(venue.listed[announced_]);
    say("market", market.condition_id, market_event(market, now).json() + "\n");
  }
}

// What stands before the levels, whose hashes already speak of it.
void MarketStream::tell_news(const VenueWorld& venue, const StreamedBook& streamed, Sent& sent,
                             UtcTime now) {
  for (; sent.prints < prints_of(venue, streamed.market); ++sent.prints) {
    const auto& print = venue.clob.books.at(streamed.market.condition_id).prints[sent.prints];
    say("market", streamed.token, trade_event(streamed, print, now).json() + "\n");
  }
  if (const Price old = std::exchange(sent.tick, streamed.market.tick); old != sent.tick) {
    say("market", streamed.token, tick_event(streamed, old, now).json() + "\n");
  }
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
  tell_news(venue, streamed, sent, now);
  if (current.bids == book.bids && current.asks == book.asks) return;  // as most looks find it
  step(true, current.bids);
  step(false, current.asks);
  if (rows.items().empty()) return;
  const auto event = venue.old_price_changes ? old_change_event(streamed, rows, now)
                                             : change_event(streamed, std::move(rows), now);
  say("market", token, event.json() + "\n");
}

std::optional<std::string> MarketStream::phantom(const World& world, const std::string& key,
                                                 UtcTime now) const {
  const auto* market = world.polymarket.market_of(key);
  if (market == nullptr) return std::nullopt;
  const StreamedBook streamed{*market, key, last_trade_price(world.polymarket, *market, key)};
  return book_event(streamed, phantom_book(), now).json() + "\n";
}

void MarketStream::look(World& world, UtcTime now) {
  if (greeted_) announce(world.polymarket, now);
  visit_some(sent_, looked_, [&](const std::string& token, Sent& sent) {
    const auto* market = world.polymarket.market_of(token);
    if (market == nullptr || market->resolved_by(now)) return;
    look_at(world.polymarket, *market, token, sent, now);
  });
}

}  // namespace

std::unique_ptr<StreamSession> open_market_stream() { return std::make_unique<MarketStream>(); }

}  // namespace holdfast::sim::polymarket
