#include <algorithm>

#include "sim/amount_text.hpp"
#include "sim/pacifica/answers.hpp"
#include "sim/pacifica/errors.hpp"
#include "sim/pacifica/margin.hpp"

// GET /positions, /account, /account/settings, /info, /info/prices (documents of December 2025,
// with liquidation_price, last_order_id and the account's newer members of 2026).
namespace holdfast::sim::pacifica {
namespace {

Node position_node(const Exchange& exchange, const Account& account, const std::string& symbol) {
  const Position& held = account.positions.at(symbol);
  const auto size = Quantity::from_units(static_cast<std::int64_t>(magnitude(held.amount)));
  const auto liquidation = liquidation_price(exchange, account, symbol);
  return Node::object(
      {{"symbol", Node::text(symbol)},
       {"side", Node::text(held.amount.is_negative() ? "ask" : "bid")},
       {"amount", Node::text(size.text())},
       {"entry_price", Node::text(held.entry_price().text())},
       {"margin", Node::text(margin_of(held).text())},
       {"funding", Node::text(held.funding.text())},
       {"isolated", Node::boolean(held.isolated)},
       {"liquidation_price", liquidation ? Node::text(liquidation->text()) : Node{}},
       {"created_at", Node::number(unix_ms(held.created))},
       {"updated_at", Node::number(unix_ms(held.updated))}});
}

Node money(Int128 units) { return Node::text(places_text(units, 9, 6)); }

Node account_node(const Exchange& exchange, const Account& account) {
  const auto is_open = [](bool stops) {
    return [stops](const auto& known) {
      return known.second.is_open() && known.second.is_stop() == stops;
    };
  };
  const auto limits = std::ranges::count_if(account.orders, is_open(false));
  const auto stops = std::ranges::count_if(account.orders, is_open(true));
  const Int128 balance = account.balance.units();
  const Int128 equity = balance + unrealised(exchange, account);
  const Int128 free = std::max<Int128>(equity - margin_used(account), 0);
  return Node::object({{"balance", money(balance)},
                       {"fee_level", Node::number(0)},
                       {"maker_fee", Node::text("0.00015")},
                       {"taker_fee", Node::text("0.0004")},
                       {"account_equity", money(equity)},
                       {"cross_account_equity", money(equity)},
                       {"spot_market_value", money(0)},
                       {"spot_collateral", money(0)},
                       {"available_to_spend", money(free)},
                       {"available_to_withdraw", money(free)},
                       {"pending_balance", money(0)},
                       {"pending_interest", money(0)},
                       {"total_margin_used", money(margin_used(account))},
                       {"cross_mmr", money(margin_used(account) / 2)},
                       {"positions_count", Node::number(std::ssize(account.positions))},
                       {"orders_count", Node::number(limits)},
                       {"stop_orders_count", Node::number(stops)},
                       {"spot_balances", Node::list()},
                       {"updated_at", Node::number(unix_ms(account.updated))},
                       {"use_ltp_for_stop_orders", Node::boolean(false)}});
}

}  // namespace

const Account* shown_account(World& world, const Call& call, Duration lag) {
  auto address = call.target.value("account");
  if (address.empty()) return nullptr;
  if (const auto* other = call.fault(FaultKind::wrong_owner)) {
    const auto named = other->param("owner");
    for (const auto& name : world.pacifica.accounts) {
      if (named.empty() && name != address) address = name;
    }
    if (!named.empty()) address = named;
  }
  return &world.pacifica.timeline.as_of(call.endpoint, shown_moment(world, call, lag)).of(address);
}

Answer positions(World& world, const Call& call) {
  const auto& exchange = world.pacifica;
  const Account* shown = shown_account(world, call, exchange.lags.positions);
  if (shown == nullptr) return refusal(exchange.service, 400, "Missing field: account");
  auto rows = Node::list();
  for (const auto& [symbol, held] : shown->positions) {
    rows.push(position_node(exchange, *shown, symbol));
  }
  auto answer = success(std::move(rows));
  answer.rows = "data";
  if (exchange.service.numbers_listings) {
    answer.body.set("last_order_id", Node::number(shown->last_order_id));
  }
  return answer;
}

Answer account(World& world, const Call& call) {
  const auto& exchange = world.pacifica;
  const auto address = call.target.value("account");
  if (address.empty()) return refusal(exchange.service, 400, "Missing field: account");
  // UNCERTAIN: what is said of an address without an account.
  if (!exchange.accounts.contains(address)) {
    return refusal(exchange.service, 404, "Account not found");
  }
  const Account* shown = shown_account(world, call, exchange.lags.account);
  auto row = account_node(exchange, *shown);
  if (!exchange.service.account_as_list) return success(std::move(row));
  std::vector<Node> rows;
  rows.push_back(std::move(row));
  return success(Node::list(std::move(rows)));
}

// Only what is not as by default.
Answer settings(World& world, const Call& call) {
  const auto& exchange = world.pacifica;
  const auto address = call.target.value("account");
  std::set<std::string> symbols;
  if (const auto modes = exchange.isolated.find(address); modes != exchange.isolated.end()) {
    symbols.insert(modes->second.begin(), modes->second.end());
  }
  std::map<std::string, std::int64_t> levels;
  if (const auto set = exchange.leverage.find(address); set != exchange.leverage.end()) {
    levels = set->second;
    for (const auto& [symbol, level] : levels) symbols.insert(symbol);
  }
  auto rows = Node::list();
  for (const auto& symbol : symbols) {
    const auto modes = exchange.isolated.find(address);
    const bool isolated = modes != exchange.isolated.end() && modes->second.contains(symbol);
    const auto level = levels.find(symbol);
    const auto market = exchange.markets.find(symbol);
    const auto most = market == exchange.markets.end() ? 20 : market->second.max_leverage;
    rows.push(
        Node::object({{"symbol", Node::text(symbol)},
                      {"isolated", Node::boolean(isolated)},
                      {"leverage", Node::number(level == levels.end() ? most : level->second)},
                      {"created_at", Node::number(unix_ms(world.genesis))},
                      {"updated_at", Node::number(unix_ms(world.genesis))}}));
  }
  auto answer = success(std::move(rows));
  answer.rows = "data";
  return answer;
}

Answer info(World& world, const Call& call) {
  static_cast<void>(call);
  auto rows = Node::list();
  for (const auto& [symbol, market] : world.pacifica.markets) {
    rows.push(Node::object({{"symbol", Node::text(symbol)},
                            {"tick_size", Node::text(market.tick.text())},
                            {"min_tick", Node::text("0")},
                            {"max_tick", Node::text("1000000")},
                            {"lot_size", Node::text(market.lot.text())},
                            {"max_leverage", Node::number(market.max_leverage)},
                            {"isolated_only", Node::boolean(market.isolated_only)},
                            {"min_order_size", Node::text(std::to_string(min_order_dollars))},
                            {"max_order_size", Node::text("5000000")},
                            {"funding_rate", Node::text(market.funding_rate.text())},
                            {"next_funding_rate", Node::text(market.funding_rate.text())},
                            {"created_at", Node::number(unix_ms(market.created))},
                            {"instrument_type", Node::text(market.is_spot ? "spot" : "perpetual")},
                            {"base_asset", Node::text(symbol.substr(0, symbol.find('-')))}}));
  }
  auto answer = success(std::move(rows));
  answer.rows = "data";
  return answer;
}

// Between the best prices of the book that is shown; of one without both sides the mark.
Price mid_of(const Market& market) {
  const Offers offers = shown_offers(market);
  if (offers.bids.empty() || offers.asks.empty()) return market.mark;
  return Price::from_units(
      (offers.bids.rbegin()->first.units() + offers.asks.begin()->first.units()) / 2);
}

Node price_rows(const Exchange& exchange, UtcTime at) {
  auto rows = Node::list();
  for (const auto& [symbol, market] : exchange.markets) {
    const auto mark = market.mark.text();
    const auto yesterday = market.yesterday.is_zero() ? mark : market.yesterday.text();
    rows.push(Node::object({{"funding", Node::text(market.funding_rate.text())},
                            {"mark", Node::text(mark)},
                            {"mid", Node::text(mid_of(market).text())},
                            {"next_funding", Node::text(market.funding_rate.text())},
                            {"open_interest", Node::text("3634796")},
                            {"oracle", Node::text(mark)},
                            {"symbol", Node::text(symbol)},
                            {"timestamp", Node::number(unix_ms(at))},
                            {"volume_24h", Node::text("20896698.0672")},
                            {"yesterday_price", Node::text(yesterday)}}));
  }
  return rows;
}

Answer prices(World& world, const Call& call) {
  auto answer = success(price_rows(world.pacifica, call.true_now));
  answer.rows = "data";
  return answer;
}

Node level_rows(const Offers& offers) {
  auto bids = Node::list();
  auto asks = Node::list();
  const auto level = [](Price price, Quantity size) {
    return Node::object(
        {{"a", Node::text(size.text())}, {"n", Node::number(1)}, {"p", Node::text(price.text())}});
  };
  for (auto at = offers.bids.rbegin(); at != offers.bids.rend(); ++at) {
    bids.push(level(at->first, at->second));
  }
  for (const auto& [price, size] : offers.asks) asks.push(level(price, size));
  return Node::list({std::move(bids), std::move(asks)});
}

Answer book(World& world, const Call& call) {
  const auto market = world.pacifica.markets.find(call.target.value("symbol"));
  if (market == world.pacifica.markets.end()) {
    return refusal(world.pacifica.service, 404, "Book not found");
  }
  return success(Node::object({{"l", level_rows(shown_offers(market->second))},
                               {"s", Node::text(market->first)},
                               {"t", Node::number(unix_ms(call.true_now))}}));
}

}  // namespace holdfast::sim::pacifica
