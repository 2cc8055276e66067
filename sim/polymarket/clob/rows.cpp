#include "sim/polymarket/clob/rows.hpp"

#include "sim/amount_text.hpp"

namespace holdfast::sim::polymarket {
namespace {

Node text_of(BaseUnits units) { return Node::text(decimal_text(units, 6)); }

Node maker_node(const TradeLeg& leg) {
  return Node::object({{"order_id", Node::text(leg.order_id)},
                       {"owner", Node::text(leg.owner)},
                       {"maker_address", Node::text(leg.maker_as_sent)},
                       {"matched_amount", text_of(leg.size)},
                       {"price", Node::text(leg.price.text())},
                       {"fee_rate_bps", Node::text("0")},
                       {"asset_id", Node::text(leg.token_id)},
                       {"outcome", Node::text(leg.outcome)},
                       {"side", Node::text(leg.buys ? "BUY" : "SELL")}});
}

}  // namespace

Node order_node(const ClobOrder& order) {
  auto trades = Node::list();
  for (const auto& id : order.trades) trades.push(Node::text(id));
  return Node::object({{"id", Node::text(order.id)},
                       {"status", Node::text(order.status)},
                       {"owner", Node::text(order.owner)},
                       {"maker_address", Node::text(order.maker_as_sent)},
                       {"market", Node::text(order.condition_id)},
                       {"asset_id", Node::text(order.token_id)},
                       {"side", Node::text(order.buys ? "BUY" : "SELL")},
                       {"original_size", text_of(order.size)},
                       {"size_matched", text_of(order.matched)},
                       {"price", Node::text(order.price.text())},
                       {"outcome", Node::text(order.outcome)},
                       {"expiration", Node::text(std::to_string(order.expiration))},
                       {"order_type", Node::text(name_of(order.type))},
                       {"associate_trades", std::move(trades)},
                       {"created_at", Node::number(unix_s(order.created))}});
}

Node trade_node(const ClobTrade& trade, const std::string& api_key) {
  auto makers = Node::list();
  for (const auto& leg : trade.makers) makers.push(maker_node(leg));
  const bool takes = trade.taker.owner == api_key;
  const auto& own = takes ? trade.taker : trade.makers.front();
  auto node = Node::object({{"id", Node::text(trade.id)},
                            {"taker_order_id", Node::text(trade.taker.order_id)},
                            {"market", Node::text(trade.condition_id)},
                            {"asset_id", Node::text(trade.taker.token_id)},
                            {"side", Node::text(trade.taker.buys ? "BUY" : "SELL")},
                            {"size", text_of(trade.taker.size)},
                            {"fee_rate_bps", Node::text("0")},
                            {"price", Node::text(trade.taker.price.text())},
                            {"status", Node::text(trade.status)},
                            {"match_time", Node::text(std::to_string(unix_s(trade.matched_at)))},
                            {"last_update", Node::text(std::to_string(unix_s(trade.updated_at)))},
                            {"outcome", Node::text(trade.taker.outcome)},
                            {"bucket_index", Node::number(trade.bucket_index)},
                            {"owner", Node::text(own.owner)},
                            {"maker_address", Node::text(own.maker_as_sent)},
                            {"maker_orders", std::move(makers)},
                            {"transaction_hash", Node::text(trade.transaction_hash)},
                            {"trader_side", Node::text(takes ? "TAKER" : "MAKER")}});
  if (trade.status == "FAILED") node.set("err_msg", Node::text("the transaction was reverted"));
  return node;
}

}  // namespace holdfast::sim::polymarket
