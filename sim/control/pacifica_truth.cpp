#include "sim/amount_text.hpp"
#include "sim/control/actions.hpp"

namespace holdfast::sim::control {
namespace {

Node holdings(const pacifica::Account& account) {
  auto rows = Node::list();
  for (const auto& [symbol, held] : account.positions) {
    rows.push(Node::object({{"symbol", Node::text(symbol)},
                            {"amount", Node::text(held.amount.text())},
                            {"entry_price", Node::text(held.entry_price().text())},
                            {"isolated", Node::boolean(held.isolated)},
                            {"funding", Node::text(held.funding.text())}}));
  }
  return rows;
}

Node trades(const pacifica::Account& account) {
  auto rows = Node::list();
  for (const auto& trade : account.trades) {
    rows.push(Node::object({{"history_id", Node::number(trade.history_id)},
                            {"order_id", Node::number(trade.order_id)},
                            {"symbol", Node::text(trade.symbol)},
                            {"side", Node::text(trade.side)},
                            {"amount", Node::text(trade.amount.text())},
                            {"price", Node::text(trade.price.text())},
                            {"fee", Node::text(trade.fee.text())},
                            {"cause", Node::text(trade.cause)},
                            {"at", Node::text(rfc3339_text(trade.at))}}));
  }
  return rows;
}

Node orders(const pacifica::Account& account) {
  auto rows = Node::list();
  for (const auto& [id, order] : account.orders) {
    rows.push(Node::object({{"order_id", Node::number(id)},
                            {"client_order_id", Node::text(order.client_order_id)},
                            {"symbol", Node::text(order.symbol)},
                            {"side", Node::text(order.is_buy ? "bid" : "ask")},
                            {"type", Node::text(order.type)},
                            {"amount", Node::text(order.amount.text())},
                            {"filled", Node::text(order.filled.text())},
                            {"status", Node::text(order.status)}}));
  }
  return rows;
}

}  // namespace

Node pacifica_truth(const World& world) {
  auto accounts = Node::object();
  for (const auto& address : world.pacifica.accounts) {
    const auto& account = world.pacifica.truth(address);
    accounts.set(address, Node::object({{"holdings", holdings(account)},
                                        {"trades", trades(account)},
                                        {"orders", orders(account)},
                                        {"balance", Node::text(account.balance.text())},
                                        {"last_order_id", Node::number(account.last_order_id)}}));
  }
  auto marks = Node::object();
  for (const auto& [symbol, market] : world.pacifica.markets) {
    marks.set(symbol, Node::text(market.mark.text()));
  }
  return Node::object({{"accounts", std::move(accounts)}, {"marks", std::move(marks)}});
}

}  // namespace holdfast::sim::control
