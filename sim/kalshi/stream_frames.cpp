#include "sim/kalshi/stream_frames.hpp"

#include "sim/amount_text.hpp"
#include "sim/encoding.hpp"
#include "sim/kalshi/direction.hpp"

namespace holdfast::sim::kalshi {
namespace {

std::string line(const Node& node) { return node.json() + "\n"; }

Node dollars(Price price) { return Node::text(places_text(price, 4)); }
Node dollars(Money money) { return Node::text(places_text(money, 4)); }
Node counted(Quantity count) { return Node::text(places_text(count, 2)); }

Quantity size_of(Quantity quantity) {
  return Quantity::from_units(static_cast<std::int64_t>(magnitude(quantity)));
}

Node message(std::string_view type, std::int64_t sid, Node msg) {
  return Node::object(
      {{"type", Node::text(type)}, {"sid", Node::number(sid)}, {"msg", std::move(msg)}});
}

Node counted_message(std::string_view type, Place place, Node msg) {
  return Node::object({{"type", Node::text(type)},
                       {"sid", Node::number(place.sid)},
                       {"seq", Node::number(place.seq)},
                       {"msg", std::move(msg)}});
}

void add_levels(Node& msg, std::string_view name, const std::map<Price, Quantity>& levels) {
  if (levels.empty()) return;  // the key is absent when the side is empty
  auto rows = Node::list();
  for (const auto& [price, size] : levels) {
    rows.push(Node::list({dollars(price), counted(size)}));
  }
  msg.set(name, std::move(rows));
}

}  // namespace

// The same ticker gives the same id, on every machine; shaped like the venue's UUIDs.
std::string market_id_of(const std::string& ticker) {
  const auto hash = sha256(bytes_of(ticker));
  const auto hex = hex_text(ByteView{hash.data(), 16}).substr(2);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-4" + hex.substr(13, 3) + "-8" +
         hex.substr(17, 3) + "-" + hex.substr(20, 12);
}

std::string subscribed_frame(std::int64_t id, const std::string& channel, std::int64_t sid) {
  return line(Node::object(
      {{"type", Node::text("subscribed")},
       {"id", Node::number(id)},
       {"msg", Node::object({{"channel", Node::text(channel)}, {"sid", Node::number(sid)}})}}));
}

std::string error_frame(std::int64_t id, int code, std::string_view text) {
  return line(Node::object(
      {{"id", Node::number(id)},
       {"type", Node::text("error")},
       {"msg", Node::object({{"code", Node::number(code)}, {"msg", Node::text(text)}})}}));
}

// Recorded: a market nobody knows is answered by a snapshot whose market_id is empty.
std::string snapshot_frame(Place place, const std::string& ticker, const Book* book) {
  auto msg = Node::object(
      {{"market_ticker", Node::text(ticker)},
       {"market_id", Node::text(book == nullptr ? std::string{} : market_id_of(ticker))}});
  if (book != nullptr) {
    add_levels(msg, "yes_dollars_fp", book->yes);
    add_levels(msg, "no_dollars_fp", book->no);
  }
  return line(counted_message("orderbook_snapshot", place, std::move(msg)));
}

std::string delta_frame(Place place, const std::string& ticker, const LevelChange& change,
                        UtcTime at) {
  return line(counted_message("orderbook_delta", place,
                              Node::object({{"market_ticker", Node::text(ticker)},
                                            {"market_id", Node::text(market_id_of(ticker))},
                                            {"price_dollars", dollars(change.price)},
                                            {"delta_fp", counted(change.by)},
                                            {"side", Node::text(change.yes ? "yes" : "no")},
                                            {"ts", Node::text(rfc3339_text(at))},
                                            {"ts_ms", Node::number(unix_ms(at))}})));
}

std::string fill_frame(std::int64_t sid, const Fill& fill, Quantity position_after) {
  const Trade& trade = fill.trade;
  auto msg = Node::object({{"trade_id", Node::text(trade.fill_id)},
                           {"order_id", Node::text(trade.order_id)},
                           {"market_ticker", Node::text(trade.ticker)},
                           {"is_taker", Node::boolean(trade.is_taker)},
                           {"yes_price_dollars", dollars(trade.yes_price)},
                           {"count_fp", counted(size_of(trade.change))},
                           {"fee_cost", dollars(trade.fee)},
                           {"ts", Node::number(unix_s(fill.at))},
                           {"ts_ms", Node::number(unix_ms(fill.at))},
                           {"client_order_id", Node::text(trade.client_order_id)},
                           {"post_position_fp", counted(position_after)},
                           {"subaccount", Node::number(trade.subaccount)},
                           {"exchange_index", Node::number(trade.shard)}});
  add_direction(msg, trade.change, trade.sells);
  msg.set("purchased_side", Node::text(trade.change.is_negative() ? "no" : "yes"));
  return line(message("fill", sid, std::move(msg)));
}

std::string position_frame(std::int64_t sid, const std::string& user_id, const RowKey& key,
                           const Row& row) {
  return line(message("market_position", sid,
                      Node::object({{"user_id", Node::text(user_id)},
                                    {"market_ticker", Node::text(key.ticker)},
                                    {"position_fp", counted(row.position)},
                                    {"position_cost_dollars", dollars(row.exposure)},
                                    {"realized_pnl_dollars", dollars(row.realized)},
                                    {"fees_paid_dollars", dollars(row.fees)},
                                    {"position_fee_cost_dollars", dollars(row.fees)},
                                    {"volume_fp", counted(row.traded_count)},
                                    {"subaccount", Node::number(key.subaccount)}})));
}

std::string order_frame(std::int64_t sid, const std::string& user_id, const Order& order) {
  auto msg = Node::object({{"order_id", Node::text(order.id)},
                           {"user_id", Node::text(user_id)},
                           {"ticker", Node::text(order.ticker)},
                           {"status", Node::text(order.status)},
                           {"yes_price_dollars", dollars(order.yes_price)},
                           {"fill_count_fp", counted(size_of(order.filled))},
                           {"remaining_count_fp", counted(order.remaining())},
                           {"initial_count_fp", counted(order.initial)},
                           {"taker_fill_cost_dollars", dollars(order.taker_cost)},
                           {"maker_fill_cost_dollars", dollars(order.maker_cost)},
                           {"taker_fees_dollars", dollars(order.taker_fees)},
                           {"maker_fees_dollars", dollars(order.maker_fees)},
                           {"client_order_id", Node::text(order.client_order_id)},
                           {"created_time", Node::text(rfc3339_text(order.created))},
                           {"created_ts_ms", Node::number(unix_ms(order.created))},
                           {"last_update_time", Node::text(rfc3339_text(order.updated))},
                           {"last_updated_ts_ms", Node::number(unix_ms(order.updated))},
                           {"subaccount_number", Node::number(order.subaccount)},
                           {"exchange_index", Node::number(order.shard)}});
  Node direction = Node::object();
  add_direction(direction, order.change, order.sells);
  const std::string side = direction.find("side")->value();
  msg.set("side", Node::text(side))
      .set("is_yes", Node::boolean(side == "yes"))
      .set("outcome_side", *direction.find("outcome_side"))
      .set("book_side", *direction.find("book_side"));
  return line(message("user_order", sid, std::move(msg)));
}

std::string trade_frame(std::int64_t sid, const Fill& fill) {
  const Trade& trade = fill.trade;
  const bool yes = taker_bids(trade.change, trade.is_taker);
  return line(
      message("trade", sid,
              Node::object({{"trade_id", Node::text(trade.fill_id)},
                            {"market_ticker", Node::text(trade.ticker)},
                            {"yes_price_dollars", dollars(trade.yes_price)},
                            {"no_price_dollars", dollars(side_price(false, trade.yes_price))},
                            {"count_fp", counted(size_of(trade.change))},
                            {"taker_side", Node::text(yes ? "yes" : "no")},
                            {"taker_outcome_side", Node::text(yes ? "yes" : "no")},
                            {"taker_book_side", Node::text(yes ? "bid" : "ask")},
                            {"ts", Node::number(unix_s(fill.at))},
                            {"ts_ms", Node::number(unix_ms(fill.at))}})));
}

std::string ticker_frame(std::int64_t sid, const Market& market, const Book& book, UtcTime at) {
  const auto bid = book.yes.empty() ? Price{} : book.yes.rbegin()->first;
  const auto ask = book.no.empty() ? Price::from_units(1'000'000'000)
                                   : side_price(false, book.no.rbegin()->first);
  return line(message("ticker", sid,
                      Node::object({{"market_ticker", Node::text(market.ticker)},
                                    {"market_id", Node::text(market_id_of(market.ticker))},
                                    {"price_dollars", dollars(market.last_price)},
                                    {"yes_bid_dollars", dollars(bid)},
                                    {"yes_ask_dollars", dollars(ask)},
                                    {"volume_fp", counted(market.volume)},
                                    {"open_interest_fp", counted(market.open_interest)},
                                    {"ts", Node::number(unix_s(at))},
                                    {"ts_ms", Node::number(unix_ms(at))}})));
}

}  // namespace holdfast::sim::kalshi
