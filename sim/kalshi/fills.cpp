#include "sim/amount_text.hpp"
#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/direction.hpp"
#include "sim/kalshi/feed.hpp"

// GET /portfolio/fills, /historical/fills and /markets/trades (openapi 3.31, recorded June 2026).
namespace holdfast::sim::kalshi {
namespace {

Node fill_node(const Fill& fill) {
  const Trade& trade = fill.trade;
  const auto count = Quantity::from_units(static_cast<std::int64_t>(magnitude(trade.change)));
  auto row = Node::object({
      {"count_fp", Node::text(places_text(count, 2))},
      {"created_time", Node::text(rfc3339_text(fill.at))},
      {"exchange_index", Node::number(trade.shard)},
      {"fee_cost", Node::text(places_text(trade.fee, 6))},
      {"fill_id", Node::text(trade.fill_id)},
      {"is_taker", Node::boolean(trade.is_taker)},
      {"market_ticker", Node::text(trade.ticker)},
      {"no_price_dollars", Node::text(places_text(side_price(false, trade.yes_price), 4))},
      {"order_id", Node::text(trade.order_id)},
      {"subaccount_number", Node::number(trade.subaccount)},
      {"ticker", Node::text(trade.ticker)},
      {"trade_id", Node::text(trade.fill_id)},
      {"ts", Node::number(unix_s(fill.at))},
      {"yes_price_dollars", Node::text(places_text(trade.yes_price, 4))},
  });
  add_direction(row, trade.change, trade.sells);
  return row;
}

// What everybody sees of it.
Node trade_node(const Fill& fill) {
  const Trade& trade = fill.trade;
  const auto count = Quantity::from_units(static_cast<std::int64_t>(magnitude(trade.change)));
  const bool bids = taker_bids(trade.change, trade.is_taker);
  return Node::object({
      {"count_fp", Node::text(places_text(count, 2))},
      {"created_time", Node::text(rfc3339_text(fill.at))},
      {"is_block_trade", Node::boolean(false)},
      {"no_price_dollars", Node::text(places_text(side_price(false, trade.yes_price), 4))},
      {"taker_book_side", Node::text(bids ? "bid" : "ask")},
      {"taker_outcome_side", Node::text(bids ? "yes" : "no")},
      {"taker_side", Node::text(bids ? "yes" : "no")},
      {"ticker", Node::text(trade.ticker)},
      {"trade_id", Node::text(trade.fill_id)},
      {"yes_price_dollars", Node::text(places_text(trade.yes_price, 4))},
  });
}

Answer listing(World& world, const Call& call, std::string_view operation, bool historical) {
  const auto filter = feed_filter(world, call, operation);
  if (!filter) return filter.error();
  const auto order_id = call.target.value("order_id");
  const auto cutoff = world.kalshi.trades_cutoff;
  const Portfolio& portfolio = shown_portfolio(world, call, world.kalshi.lags.fills);
  return feed_page(portfolio.fills, *filter, "fills", [&](const Fill& fill) -> std::optional<Node> {
    const Trade& trade = fill.trade;
    if ((fill.at < cutoff) != historical) return std::nullopt;
    if (!filter->takes(trade.subaccount, trade.shard, trade.ticker, fill.at)) return std::nullopt;
    if (!order_id.empty() && order_id != trade.order_id) return std::nullopt;
    return fill_node(fill);
  });
}

}  // namespace

Answer fills(World& world, const Call& call) { return listing(world, call, "GetFills", false); }

// Every member's trades; strangers' among themselves are not of this world.
Answer public_trades(World& world, const Call& call) {
  const auto filter = feed_filter(world, call, "GetTrades");
  if (!filter) return filter.error();
  const auto until = shown_moment(world, call, world.kalshi.lags.fills);
  std::vector<Fill> all;
  for (const auto& event : world.kalshi.timeline.events()) {
    const auto* trade = std::get_if<Trade>(&event.what);
    if (trade != nullptr && event.at <= until) all.push_back({*trade, event.at});
  }
  return feed_page(all, *filter, "trades", [&](const Fill& fill) -> std::optional<Node> {
    const Trade& trade = fill.trade;
    if (!filter->takes(trade.subaccount, trade.shard, trade.ticker, fill.at)) return std::nullopt;
    return trade_node(fill);
  });
}

Answer historical_fills(World& world, const Call& call) {
  return listing(world, call, "GetHistoricalFills", true);
}

}  // namespace holdfast::sim::kalshi
