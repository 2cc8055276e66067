#include "sim/pacifica/stream_frames.hpp"

#include "sim/amount_text.hpp"
#include "sim/pacifica/answers.hpp"
#include "sim/pacifica/margin.hpp"

namespace holdfast::sim::pacifica {
namespace {

constexpr Int128 one = 1'000'000'000;

Node text_or_null(const std::string& text) { return text.empty() ? Node{} : Node::text(text); }

Price average_of(const Order& order) {
  if (order.filled.is_zero()) return order.price;
  return Price::from_units(
      static_cast<std::int64_t>(Int128{order.fill_cost.units()} * one / order.filled.units()));
}

// What happened to it last, in the venue's words.
std::string_view event_of(const Order& order) {
  if (order.status == "filled" || order.status == "partially_filled") {
    return order.type == "market" ? "fulfill_market" : "fulfill_limit";
  }
  if (order.status == "cancelled") return "cancel";
  if (order.status == "rejected") return "post_only_rejected";
  return order.is_stop() ? "stop_created" : "make";
}

}  // namespace

std::string frame_text(std::string_view channel, Node data) {
  return Node::object({{"channel", Node::text(channel)}, {"data", std::move(data)}}).json();
}

std::string positions_frame(const Exchange& exchange, const Account& account) {
  auto rows = Node::list();
  for (const auto& [symbol, held] : account.positions) {
    const auto size = Quantity::from_units(static_cast<std::int64_t>(magnitude(held.amount)));
    const auto liquidation = liquidation_price(exchange, account, symbol);
    rows.push(Node::object({{"s", Node::text(symbol)},
                            {"d", Node::text(held.amount.is_negative() ? "ask" : "bid")},
                            {"a", Node::text(size.text())},
                            {"p", Node::text(held.entry_price().text())},
                            {"m", Node::text(margin_of(held).text())},
                            {"f", Node::text(held.funding.text())},
                            {"i", Node::boolean(held.isolated)},
                            {"l", liquidation ? Node::text(liquidation->text()) : Node{}},
                            {"t", Node::number(unix_ms(held.updated))}}));
  }
  return Node::object({{"channel", Node::text("account_positions")},
                       {"data", std::move(rows)},
                       {"li", Node::number(account.last_order_id)}})
      .json();
}

Node trade_row(const std::string& address, const Trade& trade) {
  return Node::object({{"h", Node::number(trade.history_id)},
                       {"i", Node::number(trade.order_id)},
                       {"I", text_or_null(trade.client_order_id)},
                       {"u", Node::text(address)},
                       {"s", Node::text(trade.symbol)},
                       {"p", Node::text(trade.price.text())},
                       {"o", Node::text(trade.entry_price.text())},
                       {"a", Node::text(trade.amount.text())},
                       {"te", Node::text(trade.is_maker ? "fulfill_maker" : "fulfill_taker")},
                       {"ts", Node::text(trade.side)},
                       {"tc", Node::text(trade.cause)},
                       {"f", Node::text(trade.fee.text())},
                       {"n", Node::text(trade.pnl.text())},
                       {"t", Node::number(unix_ms(trade.at))},
                       {"li", Node::number(trade.number)}});
}

Node order_row(const std::string& address, const Order& order) {
  return Node::object({{"i", Node::number(order.id)},
                       {"I", text_or_null(order.client_order_id)},
                       {"u", Node::text(address)},
                       {"s", Node::text(order.symbol)},
                       {"d", Node::text(order.is_buy ? "bid" : "ask")},
                       {"p", Node::text(average_of(order).text())},
                       {"ip", Node::text(order.price.text())},
                       {"lp", Node::text(average_of(order).text())},
                       {"a", Node::text(order.amount.text())},
                       {"f", Node::text(order.filled.text())},
                       {"oe", Node::text(event_of(order))},
                       {"os", Node::text(order.status)},
                       {"ot", Node::text(order.type)},
                       {"sp", order.stop_price ? Node::text(order.stop_price->text()) : Node{}},
                       {"si", order.parent ? Node::number(*order.parent) : Node{}},
                       {"r", Node::boolean(order.reduce_only)},
                       {"ct", Node::number(unix_ms(order.created))},
                       {"ut", Node::number(unix_ms(order.updated))},
                       {"li", Node::number(order.number)}});
}

std::string book_frame(const Market& market, UtcTime at) {
  return frame_text("book", Node::object({{"l", level_rows(shown_offers(market))},
                                          {"s", Node::text(market.symbol)},
                                          {"t", Node::number(unix_ms(at))},
                                          {"li", Node::number(market.offers_number)}}));
}

std::string best_frame(const Market& market, UtcTime at) {
  const auto offers = shown_offers(market);
  const bool bid = !offers.bids.empty();
  const bool ask = !offers.asks.empty();
  const auto price = [](Price level) { return Node::text(level.text()); };
  const auto size = [](Quantity level) { return Node::text(level.text()); };
  return frame_text("bbo", Node::object({{"s", Node::text(market.symbol)},
                                         {"i", Node::number(market.offers_number)},
                                         {"t", Node::number(unix_ms(at))},
                                         {"b", bid ? price(offers.bids.rbegin()->first) : Node{}},
                                         {"B", bid ? size(offers.bids.rbegin()->second) : Node{}},
                                         {"a", ask ? price(offers.asks.begin()->first) : Node{}},
                                         {"A", ask ? size(offers.asks.begin()->second) : Node{}},
                                         {"li", Node::number(market.offers_number)}}));
}

}  // namespace holdfast::sim::pacifica
