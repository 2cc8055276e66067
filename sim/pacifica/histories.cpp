#include <algorithm>

#include "sim/pacifica/answers.hpp"
#include "sim/pacifica/history.hpp"

// GET /orders, /orders/history, /orders/history_by_id, /trades/history, /funding/history (documents
// of December 2025).
namespace holdfast::sim::pacifica {
namespace {

constexpr Int128 one = 1'000'000'000;

Node text_or_null(const std::string& text) { return text.empty() ? Node{} : Node::text(text); }

Node price_or_null(const std::optional<Price>& price) {
  return price ? Node::text(price->text()) : Node{};
}

Node number_or_null(const std::optional<std::int64_t>& number) {
  return number ? Node::number(*number) : Node{};
}

std::string_view side_of(const Order& order) { return order.is_buy ? "bid" : "ask"; }

Price average_of(const Order& order) {
  if (order.filled.is_zero()) return {};
  return Price::from_units(
      static_cast<std::int64_t>(Int128{order.fill_cost.units()} * one / order.filled.units()));
}

Answer missing_account(const World& world) {
  return refusal(world.pacifica.service, 400, "Missing field: account");
}

Node open_order_node(const Order& order) {
  return Node::object({{"order_id", Node::number(order.id)},
                       {"client_order_id", text_or_null(order.client_order_id)},
                       {"symbol", Node::text(order.symbol)},
                       {"side", Node::text(side_of(order))},
                       {"price", Node::text(order.price.text())},
                       {"initial_amount", Node::text(order.amount.text())},
                       {"filled_amount", Node::text(order.filled.text())},
                       {"cancelled_amount", Node::text(order.cancelled.text())},
                       {"stop_price", price_or_null(order.stop_price)},
                       {"order_type", Node::text(order.type)},
                       {"stop_parent_order_id", number_or_null(order.parent)},
                       {"reduce_only", Node::boolean(order.reduce_only)},
                       {"created_at", Node::number(unix_ms(order.created))},
                       {"updated_at", Node::number(unix_ms(order.updated))}});
}

Node past_order_node(const Order& order) {
  return Node::object({{"order_id", Node::number(order.id)},
                       {"client_order_id", text_or_null(order.client_order_id)},
                       {"symbol", Node::text(order.symbol)},
                       {"side", Node::text(side_of(order))},
                       {"initial_price", Node::text(order.price.text())},
                       {"average_filled_price", Node::text(average_of(order).text())},
                       {"amount", Node::text(order.amount.text())},
                       {"filled_amount", Node::text(order.filled.text())},
                       {"order_status", Node::text(order.status)},
                       {"order_type", Node::text(order.type)},
                       {"stop_price", price_or_null(order.stop_price)},
                       {"stop_parent_order_id", number_or_null(order.parent)},
                       {"reduce_only", Node::boolean(order.reduce_only)},
                       {"reason", text_or_null(order.reason)},
                       {"created_at", Node::number(unix_ms(order.created))},
                       {"updated_at", Node::number(unix_ms(order.updated))}});
}

Node trade_node(const Trade& trade) {
  return Node::object(
      {{"history_id", Node::number(trade.history_id)},
       {"order_id", Node::number(trade.order_id)},
       {"client_order_id", text_or_null(trade.client_order_id)},
       {"symbol", Node::text(trade.symbol)},
       {"amount", Node::text(trade.amount.text())},
       {"price", Node::text(trade.price.text())},
       {"entry_price", Node::text(trade.entry_price.text())},
       {"fee", Node::text(trade.fee.text())},
       {"pnl", Node::text(trade.pnl.text())},
       {"event_type", Node::text(trade.is_maker ? "fulfill_maker" : "fulfill_taker")},
       {"side", Node::text(trade.side)},
       {"created_at", Node::number(unix_ms(trade.at))},
       {"cause", Node::text(trade.cause)}});
}

// An order as history_page wants it: with the moment it is filtered by.
struct DatedOrder {
  Order order;
  UtcTime at;
};

}  // namespace

Answer orders(World& world, const Call& call) {
  const auto& exchange = world.pacifica;
  const Account* shown = shown_account(world, call, exchange.lags.orders);
  if (shown == nullptr) return missing_account(world);
  auto rows = Node::list();
  for (const auto& [id, order] : shown->orders) {
    if (order.is_open()) rows.push(open_order_node(order));
  }
  auto answer = success(std::move(rows));
  answer.rows = "data";
  if (exchange.service.numbers_listings) {
    answer.body.set("last_order_id", Node::number(shown->last_order_id));
  }
  return answer;
}

Answer order_history(World& world, const Call& call) {
  const Account* shown = shown_account(world, call, world.pacifica.lags.orders);
  if (shown == nullptr) return missing_account(world);
  std::vector<DatedOrder> dated;
  for (const auto& [id, order] : shown->orders) dated.push_back({order, order.created});
  return history_page(dated, call, [](const DatedOrder& entry) -> std::optional<Node> {
    return past_order_node(entry.order);
  });
}

// One event, the newest: the simulator keeps an order's state, not its course.
Answer order_history_by_id(World& world, const Call& call) {
  const auto wanted = whole_number(call.target.value("order_id"));
  auto rows = Node::list();
  for (const auto& [name, account] : world.pacifica.timeline.truth().accounts) {
    const auto found = account.orders.find(wanted.value_or(0));
    if (found == account.orders.end()) continue;
    const Order& order = found->second;
    auto row = open_order_node(order);
    row.set("history_id", Node::number(order.id));
    row.set("order_status", Node::text(order.status));
    row.set("event_type", Node::text(order.status == "filled" ? "fulfill_limit" : "make"));
    rows.push(std::move(row));
  }
  auto answer = success(std::move(rows));
  answer.rows = "data";
  return answer;
}

Answer trade_history(World& world, const Call& call) {
  const Account* shown = shown_account(world, call, world.pacifica.lags.trades);
  if (shown == nullptr) return missing_account(world);
  const auto symbol = call.target.value("symbol");
  return history_page(shown->trades, call, [&](const Trade& trade) -> std::optional<Node> {
    if (!symbol.empty() && symbol != trade.symbol) return std::nullopt;
    return trade_node(trade);
  });
}

Answer funding_history(World& world, const Call& call) {
  const Account* shown = shown_account(world, call, world.pacifica.lags.funding);
  if (shown == nullptr) return missing_account(world);
  return history_page(shown->funding, call, [](const FundingPayment& paid) -> std::optional<Node> {
    const auto size = Quantity::from_units(static_cast<std::int64_t>(magnitude(paid.amount)));
    return Node::object({{"history_id", Node::number(paid.history_id)},
                         {"symbol", Node::text(paid.symbol)},
                         {"side", Node::text(paid.amount.is_negative() ? "ask" : "bid")},
                         {"amount", Node::text(size.text())},
                         {"payout", Node::text(paid.payout.text())},
                         {"rate", Node::text(paid.rate.text())},
                         {"created_at", Node::number(unix_ms(paid.at))}});
  });
}

}  // namespace holdfast::sim::pacifica
