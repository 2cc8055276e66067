#include <fmt/format.h>

#include <algorithm>

#include "sim/amount_text.hpp"
#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/errors.hpp"
#include "sim/kalshi/parameters.hpp"
#include "sim/kalshi/trading.hpp"

// GET /markets, /markets/{ticker}, order books and /events/{ticker} (recorded June 2026, less the
// fields removed in May and July).
namespace holdfast::sim::kalshi {
namespace {

constexpr std::int64_t one = 1'000'000'000;

Node dollars(Price price) { return Node::text(places_text(price, 4)); }
Node counted(Quantity quantity) { return Node::text(places_text(quantity, 2)); }

struct Top {
  Price price;
  Quantity size;
};

Top best(const std::map<Price, Quantity>& bids) {
  return bids.empty() ? Top{} : Top{bids.rbegin()->first, bids.rbegin()->second};
}

void add_prices(Node& row, const Exchange& exchange, const Market& market) {
  const Book book = shown_book(exchange, market);
  const Top yes = best(book.yes);
  const Top no = best(book.no);
  row.set("yes_bid_dollars", dollars(yes.price))
      .set("yes_bid_size_fp", counted(yes.size))
      .set("no_bid_dollars", dollars(no.price))
      .set("yes_ask_dollars", dollars(side_price(false, no.price)))
      .set("yes_ask_size_fp", counted(no.size))
      .set("no_ask_dollars", dollars(side_price(false, yes.price)))
      .set("last_price_dollars", dollars(market.last_price))
      .set("previous_price_dollars", dollars({}))
      .set("previous_yes_bid_dollars", dollars({}))
      .set("previous_yes_ask_dollars", dollars({}))
      .set("liquidity_dollars", dollars({}))
      .set("notional_value_dollars", dollars(Price::from_units(one)))
      .set("volume_fp", counted(market.volume))
      .set("volume_24h_fp", counted(market.volume))
      .set("open_interest_fp", counted(market.open_interest));
}

void add_times(Node& row, const Market& market) {
  const auto time = [](UtcTime at) { return Node::text(rfc3339_text(at)); };
  const auto second = [&](UtcTime at) {
    return time(std::chrono::floor<std::chrono::seconds>(at));
  };
  row.set("created_time", time(market.created_at))
      .set("open_time", second(market.open_at))
      .set("close_time", second(market.close_at))
      .set("expected_expiration_time", second(market.close_at))
      .set("expiration_time", second(market.close_at))
      .set("latest_expiration_time", second(market.close_at))
      .set("occurrence_datetime", second(market.close_at))
      .set("updated_time", time(market.updated_at))
      .set("settlement_timer_seconds", Node::number(60));
  if (market.settled_at) row.set("settlement_ts", time(*market.settled_at));
}

Node market_node(const Exchange& exchange, const Market& market) {
  const bool deci = market.step.units() < one / 100;
  auto row = Node::object({
      {"can_close_early", Node::boolean(true)},
      {"custom_strike", Node::object()},
      {"early_close_condition",
       Node::text("This market will close and expire early if the event occurs.")},
      {"event_ticker", Node::text(market.event_ticker)},
      {"exchange_index", Node::number(market.shard)},
      {"expiration_value", Node::text("")},
      {"market_type", Node::text("binary")},
      {"no_sub_title", Node::text(market.yes_sub_title)},
      {"price_level_structure", Node::text(deci ? "deci_cent" : "linear_cent")},
      {"price_ranges", Node::list({Node::object({{"end", dollars(Price::from_units(one))},
                                                 {"start", dollars({})},
                                                 {"step", dollars(market.step)}})})},
      {"result", Node::text(market.result)},
      {"rules_primary", Node::text("The market resolves as the simulator's world is told.")},
      {"rules_secondary", Node::text("")},
      {"status", Node::text(market.status)},
      {"strike_type", Node::text("custom")},
      {"ticker", Node::text(market.ticker)},
      {"title", Node::text(market.title)},
      {"yes_sub_title", Node::text(market.yes_sub_title)},
  });
  if (market.settlement_value)
    row.set("settlement_value_dollars", dollars(*market.settlement_value));
  add_prices(row, exchange, market);
  add_times(row, market);
  row.sort_keys();
  return row;
}

// The list's filter has words of its own.
std::string_view filter_word(const std::string& status) {
  if (status == "initialized") return "unopened";
  if (status == "active") return "open";
  if (status == "inactive") return "paused";
  if (status == "finalized") return "settled";
  return "closed";
}

Node book_node(const Exchange& exchange, const Market& market, std::int64_t depth) {
  const Book book = shown_book(exchange, market);
  const auto levels = [&](const std::map<Price, Quantity>& bids) {
    auto rows = Node::list();
    const auto skipped = depth > 0 ? std::max<std::int64_t>(0, std::ssize(bids) - depth) : 0;
    for (auto at = std::next(bids.begin(), skipped); at != bids.end(); ++at) {
      rows.push(Node::list({dollars(at->first), counted(at->second)}));
    }
    return rows;
  };
  return Node::object({{"no_dollars", levels(book.no)}, {"yes_dollars", levels(book.yes)}});
}

}  // namespace

Answer markets(World& world, const Call& call) {
  const auto limit = limit_parameter(call, "GetMarkets");
  if (!limit) return limit.error();
  const auto status = call.target.value("status");
  if (!status.empty() && status != "unopened" && status != "open" && status != "paused" &&
      status != "closed" && status != "settled") {
    return parameter_error("invalid status: " + status);
  }
  const auto tickers = call.target.values("tickers");
  const auto event = call.target.value("event_ticker");
  const auto series = call.target.value("series_ticker");
  auto rows = Node::list();
  std::string cursor;
  std::string last;
  for (auto at = world.kalshi.markets.upper_bound(cursor_place(call));
       at != world.kalshi.markets.end(); ++at) {
    const Market& market = at->second;
    if (!status.empty() && filter_word(market.status) != status) continue;
    if (!tickers.empty() && std::ranges::find(tickers, market.ticker) == tickers.end()) continue;
    if (!event.empty() && market.event_ticker != event) continue;
    if (!series.empty() && !market.event_ticker.starts_with(series + "-")) continue;
    if (std::ssize(rows.items()) == *limit) {
      cursor = cursor_text(last);
      break;
    }
    rows.push(market_node(world.kalshi, market));
    last = market.ticker;
  }
  return {.body = Node::object({{"cursor", Node::text(cursor)}, {"markets", std::move(rows)}}),
          .rows = "markets",
          .cursor = "cursor",
          .first_cursor = "again"};
}

Answer market(World& world, const Call& call) {
  const auto found = world.kalshi.markets.find(call.captures.at(0));
  if (found == world.kalshi.markets.end()) return not_found();
  return {.body = Node::object({{"market", market_node(world.kalshi, found->second)}})};
}

Answer orderbook(World& world, const Call& call) {
  const auto depth = number_parameter(call, "GetMarketOrderbook", "depth", "Depth", 0, 100, 0);
  if (!depth) return depth.error();
  const auto found = world.kalshi.markets.find(call.captures.at(0));
  if (found == world.kalshi.markets.end()) return not_found();
  return {.body = Node::object({{"orderbook_fp", book_node(world.kalshi, found->second, *depth)}})};
}

Answer orderbooks(World& world, const Call& call) {
  const auto tickers = call.target.values("tickers");
  if (tickers.empty() || tickers.size() > 100) return parameter_error("tickers: 1 to 100");
  auto rows = Node::list();
  for (const auto& ticker : tickers) {
    const auto found = world.kalshi.markets.find(ticker);
    if (found == world.kalshi.markets.end()) continue;
    rows.push(Node::object({{"orderbook_fp", book_node(world.kalshi, found->second, 0)},
                            {"ticker", Node::text(ticker)}}));
  }
  return {.body = Node::object({{"orderbooks", std::move(rows)}}), .rows = "orderbooks"};
}

Answer event(World& world, const Call& call) {
  const auto& ticker = call.captures.at(0);
  auto rows = Node::list();
  std::string title;
  for (const auto& [name, market] : world.kalshi.markets) {
    if (market.event_ticker != ticker) continue;
    if (title.empty()) title = market.title;
    rows.push(market_node(world.kalshi, market));
  }
  if (rows.items().empty()) return not_found();
  const auto series = ticker.substr(0, ticker.find('-'));
  return {.body =
              Node::object({{"event", Node::object({{"category", Node::text("Simulated")},
                                                    {"collateral_return_type", Node::text("")},
                                                    {"event_ticker", Node::text(ticker)},
                                                    {"mutually_exclusive", Node::boolean(false)},
                                                    {"series_ticker", Node::text(series)},
                                                    {"sub_title", Node::text("")},
                                                    {"title", Node::text(title)}})},
                            {"markets", std::move(rows)}})};
}

}  // namespace holdfast::sim::kalshi
