#include "sim/polymarket/book_frames.hpp"

#include <openssl/evp.h>

#include <array>

#include "sim/amount_text.hpp"
#include "sim/encoding.hpp"

namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t one = 1'000'000'000;

Node level(Price price, BaseUnits size) {
  return Node::object(
      {{"price", Node::text(price.text())}, {"size", Node::text(decimal_text(size, 6))}});
}

Node rising(const std::map<Price, BaseUnits>& levels) {
  auto rows = Node::list();
  for (const auto& [price, size] : levels) rows.push(level(price, size));
  return rows;
}

Node falling(const std::map<Price, BaseUnits>& levels) {
  auto rows = Node::list();
  for (auto at = levels.rbegin(); at != levels.rend(); ++at) {
    rows.push(level(at->first, at->second));
  }
  return rows;
}

constexpr std::int64_t cent = one / 100;

std::string stamp(UtcTime at) { return std::to_string(unix_ms(at)); }

std::string sha1_hex(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return hex_text(ByteView{digest.data(), size}).substr(2);
}

Node whole_book(const StreamedBook& streamed, const TokenBook& book, UtcTime at,
                const std::string& hash) {
  const Market& market = streamed.market;
  auto node = Node::object({{"market", Node::text(market.condition_id)},
                            {"asset_id", Node::text(streamed.token)},
                            {"timestamp", Node::text(stamp(at))},
                            {"hash", Node::text(hash)},
                            {"bids", rising(book.bids)},
                            {"asks", falling(book.asks)},
                            {"min_order_size", Node::text("5")},
                            {"tick_size", Node::text(market.tick.text())},
                            {"neg_risk", Node::boolean(market.neg_risk)},
                            {"last_trade_price", Node::text(streamed.last_price)}});
  if (market.version == "v2") node.set("version", Node::text("v2"));
  return node;
}

}  // namespace

Price price_of(const Print& print, const Market& market, const std::string& token) {
  if (market.outcomes[0].token_id == token) return print.price;
  return Price::from_units(one - print.price.units());
}

std::string side_of(const Print& print, const Market& market, const std::string& token) {
  return print.buys == (market.outcomes[0].token_id == token) ? "BUY" : "SELL";
}

const Print* last_print(const VenueWorld& venue, const Market& market) {
  const auto book = venue.clob.books.find(market.condition_id);
  if (book == venue.clob.books.end() || book->second.prints.empty()) return nullptr;
  return &book->second.prints.back();
}

std::string last_trade_price(const VenueWorld& venue, const Market& market,
                             const std::string& token) {
  const auto* last = last_print(venue, market);
  return last == nullptr ? "" : price_of(*last, market, token).text();
}

TokenBook phantom_book() {
  constexpr BaseUnits size = 10'000'000'000;  // of 0.000001 share
  return {.bids = {{Price::from_units(cent), size}},
          .asks = {{Price::from_units(one - cent), size}}};
}

std::string book_hash(const StreamedBook& streamed, const TokenBook& book, UtcTime at) {
  return sha1_hex(whole_book(streamed, book, at, "").json());
}

Node hashed_book(const StreamedBook& streamed, const TokenBook& book, UtcTime at) {
  return whole_book(streamed, book, at, book_hash(streamed, book, at));
}

Node book_event(const StreamedBook& streamed, const TokenBook& book, UtcTime at) {
  auto node = hashed_book(streamed, book, at);
  node.set("event_type", Node::text("book"));
  return node;
}

Node trade_event(const StreamedBook& streamed, const Print& print, UtcTime at) {
  const Market& market = streamed.market;
  return Node::object({{"market", Node::text(market.condition_id)},
                       {"asset_id", Node::text(streamed.token)},
                       {"price", Node::text(price_of(print, market, streamed.token).text())},
                       {"size", Node::text(decimal_text(print.size, 6))},
                       {"fee_rate_bps", Node::text("0")},
                       {"side", Node::text(side_of(print, market, streamed.token))},
                       {"timestamp", Node::text(stamp(at))},
                       {"event_type", Node::text("last_trade_price")}});
}

Node tick_event(const StreamedBook& streamed, Price old_tick, UtcTime at) {
  return Node::object({{"event_type", Node::text("tick_size_change")},
                       {"asset_id", Node::text(streamed.token)},
                       {"market", Node::text(streamed.market.condition_id)},
                       {"old_tick_size", Node::text(old_tick.text())},
                       {"new_tick_size", Node::text(streamed.market.tick.text())},
                       {"timestamp", Node::text(stamp(at))}});
}

Node change_row(const StreamedBook& streamed, const TokenBook& book, bool bid, Price price,
                UtcTime at) {
  const auto& side = bid ? book.bids : book.asks;
  const auto level = side.find(price);
  return Node::object(
      {{"asset_id", Node::text(streamed.token)},
       {"price", Node::text(price.text())},
       {"size", Node::text(level == side.end() ? "0" : decimal_text(level->second, 6))},
       {"side", Node::text(bid ? "BUY" : "SELL")},
       {"hash", Node::text(book_hash(streamed, book, at))},
       {"best_bid", Node::text(book.bids.empty() ? "" : book.bids.rbegin()->first.text())},
       {"best_ask", Node::text(book.asks.empty() ? "" : book.asks.begin()->first.text())}});
}

Node change_event(const StreamedBook& streamed, Node rows, UtcTime at) {
  return Node::object({{"market", Node::text(streamed.market.condition_id)},
                       {"price_changes", std::move(rows)},
                       {"timestamp", Node::text(stamp(at))},
                       {"event_type", Node::text("price_change")}});
}

Node old_change_event(const StreamedBook& streamed, const Node& rows, UtcTime at) {
  auto changes = Node::list();
  for (const auto& row : rows.items()) {
    changes.push(Node::object(
        {{"price", *row.find("price")}, {"side", *row.find("side")}, {"size", *row.find("size")}}));
  }
  return Node::object({{"asset_id", Node::text(streamed.token)},
                       {"changes", std::move(changes)},
                       {"event_type", Node::text("price_change")},
                       {"hash", *rows.items().back().find("hash")},
                       {"market", Node::text(streamed.market.condition_id)},
                       {"timestamp", Node::text(stamp(at))}});
}

}  // namespace holdfast::sim::polymarket
