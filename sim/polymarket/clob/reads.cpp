#include <algorithm>

#include "sim/amount_text.hpp"
#include "sim/polymarket/clob/auth.hpp"
#include "sim/polymarket/clob/clob_answers.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/world.hpp"

// GET /data/orders, /data/order/{id} and /data/trades: pages whose last cursor is "LTE=".
namespace holdfast::sim::polymarket {
namespace {

constexpr std::string_view end_cursor = "LTE=";
constexpr std::int64_t page_size = 100;

Node text_of(BaseUnits units) { return Node::text(decimal_text(units, 6)); }

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

// As a maker the top members are still the taker's; one's own part is in maker_orders.
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

bool takes_part(const ClobTrade& trade, const std::string& api_key) {
  return trade.taker.owner == api_key ||
         std::ranges::any_of(trade.makers, [&](const auto& leg) { return leg.owner == api_key; });
}

bool has_maker(const ClobTrade& trade, const std::string& api_key, const std::string& address) {
  const auto is = [&](const TradeLeg& leg) { return leg.owner == api_key && leg.maker == address; };
  return is(trade.taker) || std::ranges::any_of(trade.makers, is);
}

// Cursors are base64 of the row's number; the one of the end is not to be asked for.
std::optional<std::int64_t> start_of(const Call& call) {
  const auto text = call.target.value("next_cursor", "MA==");
  const auto bytes = bytes_from_base64(text);
  if (!bytes) return std::nullopt;
  return whole_number(std::string{bytes->begin(), bytes->end()});
}

Answer page_of(const Call& call, const std::vector<Node>& all) {
  const auto start = start_of(call);
  if (!start || *start < 0) {
    return clob_error(400, "next item should be greater than or equal to 0");
  }
  const auto total = std::ssize(all);
  const auto from = std::min(*start, total);
  const auto to = std::min(from + page_size, total);
  auto data = Node::list();
  for (auto i = from; i < to; ++i) data.push(Node{all[static_cast<std::size_t>(i)]});
  const auto next =
      to < total ? base64_text(bytes_of(std::to_string(to))) : std::string{end_cursor};
  return {.body = Node::object({{"limit", Node::number(page_size)},
                                {"next_cursor", Node::text(next)},
                                {"count", Node::number(std::ssize(data.items()))},
                                {"data", std::move(data)}}),
          .rows = "data"};
}

bool fits(const std::string& wanted, const std::string& value) {
  return wanted.empty() || wanted == value;
}

}  // namespace

// Without an id only what is live; with one, whatever became of it.
Answer clob_open_orders(World& world, const Call& call) {
  const auto& clob = world.polymarket.clob;
  const auto id = call.target.value("id");
  const auto market = call.target.value("market");
  const auto asset = call.target.value("asset_id");
  std::vector<Node> rows;
  for (auto at = clob.by_age.rbegin(); at != clob.by_age.rend(); ++at) {
    const auto& order = clob.orders.at(*at);
    if (order.owner != call.caller.key_id || !fits(id, order.id)) continue;
    if (id.empty() && order.status != "LIVE") continue;
    if (fits(market, order.condition_id) && fits(asset, order.token_id)) {
      rows.push_back(order_node(order));
    }
  }
  return page_of(call, rows);
}

Answer clob_order(World& world, const Call& call) {
  const auto& orders = world.polymarket.clob.orders;
  const auto found = orders.find(call.captures.at(0));
  if (found == orders.end() || found->second.owner != call.caller.key_id) {
    return clob_error(404, "order not found");
  }
  return {.body = order_node(found->second)};
}

Answer clob_trades(World& world, const Call& call) {
  const auto& clob = world.polymarket.clob;
  const auto id = call.target.value("id");
  const auto market = call.target.value("market");
  const auto asset = call.target.value("asset_id");
  const auto maker = address_of(call.target.value("maker_address"));
  const auto after = whole_number(call.target.value("after", "0")).value_or(0);
  const auto before = whole_number(call.target.value("before", "0")).value_or(0);
  const auto& key = call.caller.key_id;
  std::vector<Node> rows;
  for (auto trade = clob.trades.rbegin(); trade != clob.trades.rend(); ++trade) {
    const auto at = unix_s(trade->matched_at);
    if (!takes_part(*trade, key) || !fits(id, trade->id)) continue;
    if (!maker.empty() && !has_maker(*trade, key, maker)) continue;
    if (!fits(market, trade->condition_id) || !fits(asset, trade->taker.token_id)) continue;
    if (at < after || (before > 0 && at > before)) continue;
    rows.push_back(trade_node(*trade, key));
  }
  return page_of(call, rows);
}

}  // namespace holdfast::sim::polymarket
