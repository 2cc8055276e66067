#include <algorithm>

#include "sim/amount_text.hpp"
#include "sim/polymarket/clob/auth.hpp"
#include "sim/polymarket/clob/clob_answers.hpp"
#include "sim/polymarket/clob/rows.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/world.hpp"

// GET /data/orders, /data/order/{id} and /data/trades: pages whose last cursor is "LTE=".
namespace holdfast::sim::polymarket {
namespace {

constexpr std::string_view end_cursor = "LTE=";
constexpr std::int64_t page_size = 100;

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
