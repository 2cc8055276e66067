#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "sim/amount_text.hpp"
#include "sim/polymarket/book_frames.hpp"
#include "sim/polymarket/clob/auth.hpp"
#include "sim/polymarket/clob/clob_answers.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/world.hpp"

// What anybody may ask the order book service about markets and books.
namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t one = 1'000'000'000;

const Market* market_asked(const World& world, const Call& call) {
  const auto token = call.captures.empty() ? call.target.value("token_id") : call.captures[0];
  return world.polymarket.market_of(token);
}

Answer no_book() { return clob_error(404, "No orderbook exists for the requested token id"); }

struct Best {
  std::optional<Price> bid;
  std::optional<Price> ask;
};

Best best_of(const World& world, const Market& market, const std::string& token) {
  const auto book = book_of(world.polymarket, market, token);
  Best best;
  if (!book.bids.empty()) best.bid = book.bids.rbegin()->first;
  if (!book.asks.empty()) best.ask = book.asks.begin()->first;
  return best;
}

std::optional<std::vector<std::string>> tokens_of(const Call& call) {
  boost::json::error_code error;
  const auto body = boost::json::parse(call.request.body, error);
  if (error || !body.is_array()) return std::nullopt;
  std::vector<std::string> tokens;
  for (const auto& item : body.get_array()) {
    const auto* object = item.if_object();
    const auto* token = object == nullptr ? nullptr : object->if_contains("token_id");
    if (token == nullptr || !token->is_string()) return std::nullopt;
    tokens.emplace_back(token->get_string().c_str());
  }
  return tokens;
}

// A phantom is what /book and /books alone show: prices, midpoints and streams are right.
Node book_node(const World& world, const Call& call, const Market& market,
               const std::string& token) {
  const auto& venue = world.polymarket;
  const auto kept = venue.clob.books.find(market.condition_id);
  const auto changed = kept == venue.clob.books.end() ? market.created_at : kept->second.changed;
  const auto* phantom = call.fault(FaultKind::phantom_book);
  const bool hidden = phantom != nullptr && phantom->param("token", token) == token;
  return hashed_book({market, token, last_trade_price(venue, market, token)},
                     hidden ? phantom_book() : book_of(venue, market, token), changed);
}

Node fee_node(const Market& market) {
  return Node::object({{"r", Node::raw(market.fee_rate.text())},
                       {"e", Node::number(1)},
                       {"to", Node::boolean(true)}});
}

}  // namespace

Answer clob_ok(World&, const Call&) { return {.body = Node::text("OK")}; }
Answer clob_time(World&, const Call& call) { return {.body = Node::number(unix_s(call.now))}; }
Answer clob_version(World&, const Call&) {
  return {.body = Node::object({{"version", Node::number(2)}})};
}

Answer clob_book(World& world, const Call& call) {
  const auto* market = market_asked(world, call);
  if (market == nullptr || market->resolved_by(call.true_now)) return no_book();
  return {.body = book_node(world, call, *market, call.target.value("token_id"))};
}

Answer clob_books(World& world, const Call& call) {
  const auto tokens = tokens_of(call);
  if (!tokens) return clob_error(400, "Invalid payload");
  auto rows = Node::list();
  for (const auto& token : *tokens) {
    const auto* market = world.polymarket.market_of(token);
    if (market != nullptr && !market->resolved_by(call.true_now)) {
      rows.push(book_node(world, call, *market, token));
    }
  }
  return {.body = std::move(rows), .rows = "."};
}

Answer clob_plural_get(World&, const Call&) { return clob_error(400, "Invalid payload"); }

// The documented reading: BUY is the best bid, SELL the best ask.
Answer clob_price(World& world, const Call& call) {
  const auto* market = market_asked(world, call);
  if (market == nullptr) return no_book();
  const auto side = call.target.value("side");
  if (side != "BUY" && side != "SELL") return clob_error(400, "Invalid side");
  const auto best = best_of(world, *market, call.target.value("token_id"));
  const auto price = (side == "BUY" ? best.bid : best.ask).value_or(Price{});
  return {.body = Node::object({{"price", Node::text(price.text())}})};
}

Answer clob_midpoint(World& world, const Call& call) {
  const auto* market = market_asked(world, call);
  if (market == nullptr) return no_book();
  const auto best = best_of(world, *market, call.target.value("token_id"));
  const auto bid = best.bid.value_or(Price{}).units();
  const auto ask = best.ask.value_or(Price::from_units(one)).units();
  return {.body = Node::object({{"mid", Node::text(Price::from_units((bid + ask) / 2).text())}})};
}

Answer clob_spread(World& world, const Call& call) {
  const auto* market = market_asked(world, call);
  if (market == nullptr) return no_book();
  const auto best = best_of(world, *market, call.target.value("token_id"));
  const auto bid = best.bid.value_or(Price{}).units();
  const auto ask = best.ask.value_or(Price::from_units(one)).units();
  return {.body = Node::object({{"spread", Node::text(Price::from_units(ask - bid).text())}})};
}

Answer clob_last_trade(World& world, const Call& call) {
  const auto* market = market_asked(world, call);
  if (market == nullptr) return no_book();
  const auto token = call.target.value("token_id");
  const auto* last = last_print(world.polymarket, *market);
  return {
      .body = Node::object(
          {{"price", Node::text(last == nullptr ? "0.5" : price_of(*last, *market, token).text())},
           {"side", Node::text(last == nullptr ? "" : side_of(*last, *market, token))}})};
}

Answer clob_tick_size(World& world, const Call& call) {
  const auto* market = market_asked(world, call);
  if (market == nullptr) return clob_error(404, "market not found");
  return {.body = Node::object({{"minimum_tick_size", Node::raw(market->tick.text())}})};
}

Answer clob_neg_risk(World& world, const Call& call) {
  const auto* market = market_asked(world, call);
  if (market == nullptr) return clob_error(404, "market not found");
  return {.body = Node::object({{"neg_risk", Node::boolean(market->neg_risk)}})};
}

Answer clob_fee_rate(World& world, const Call& call) {
  const auto* market = market_asked(world, call);
  if (market == nullptr) return clob_error(404, "fee rate not found for market");
  return {.body =
              Node::object({{"base_fee", Node::number(market->fee_rate.is_zero() ? 0 : 1000)}})};
}

Answer clob_market_by_token(World& world, const Call& call) {
  const auto* market = market_asked(world, call);
  if (market == nullptr) return clob_error(404, "market not found");
  return {.body = Node::object({{"condition_id", Node::text(market->condition_id)},
                                {"primary_token_id", Node::text(market->outcomes[0].token_id)},
                                {"secondary_token_id", Node::text(market->outcomes[1].token_id)}})};
}

Answer clob_market_info(World& world, const Call& call) {
  const auto found = world.polymarket.markets.find(call.captures.at(0));
  if (found == world.polymarket.markets.end()) return clob_error(404, "market not found");
  const Market& market = found->second;
  const auto base_fee = Node::number(market.fee_rate.is_zero() ? 0 : 1000);
  auto tokens = Node::list();
  for (const auto& outcome : market.outcomes) {
    tokens.push(
        Node::object({{"t", Node::text(outcome.token_id)}, {"o", Node::text(outcome.name)}}));
  }
  auto node = Node::object(
      {{"r", Node::object(
                 {{"mi", Node::number(50)}, {"ma", Node::raw("4.5")}, {"moas", Node::number(30)}})},
       {"t", std::move(tokens)},
       {"c", Node::text(market.condition_id)},
       {"mos", Node::number(5)},
       {"mts", Node::raw(market.tick.text())},
       {"mbf", base_fee},
       {"tbf", base_fee},
       {"ao", Node::boolean(!market.resolved_by(call.true_now))},
       {"cbos", Node::boolean(true)},
       {"aot",
        Node::text(rfc3339_text(std::chrono::floor<std::chrono::seconds>(market.created_at)))},
       {"itode", Node::boolean(true)},
       {"fd", fee_node(market)},
       {"v", Node::text(market.version)}});
  if (market.neg_risk) node.set("nr", Node::boolean(true));
  if (market.seconds_delay > 0) node.set("sd", Node::number(market.seconds_delay));
  return {.body = std::move(node)};
}

// The long form.
Answer clob_market(World& world, const Call& call) {
  const auto found = world.polymarket.markets.find(call.captures.at(0));
  if (found == world.polymarket.markets.end()) return clob_error(404, "market not found");
  const Market& market = found->second;
  const bool closed = market.resolved_by(call.true_now);
  auto tokens = Node::list();
  for (const auto& outcome : market.outcomes) {
    const bool wins = outcome.payout && outcome.payout->units() == one;
    tokens.push(Node::object({{"token_id", Node::text(outcome.token_id)},
                              {"outcome", Node::text(outcome.name)},
                              {"price", Node::raw(outcome.price.text())},
                              {"winner", Node::boolean(wins)}}));
  }
  return {.body = Node::object(
              {{"enable_order_book", Node::boolean(!closed)},
               {"active", Node::boolean(true)},
               {"closed", Node::boolean(closed)},
               {"archived", Node::boolean(market.archived)},
               {"accepting_orders", Node::boolean(!closed)},
               {"minimum_order_size", Node::number(5)},
               {"minimum_tick_size", Node::raw(market.tick.text())},
               {"condition_id", Node::text(market.condition_id)},
               {"question_id", Node::text(market.question_id)},
               {"question", Node::text(market.question)},
               {"market_slug", Node::text(market.slug)},
               {"end_date_iso", Node::text(rfc3339_text(market.end_at))},
               {"seconds_delay", Node::number(market.seconds_delay)},
               {"maker_base_fee", Node::number(0)},
               {"taker_base_fee", Node::number(market.fee_rate.is_zero() ? 0 : 1000)},
               {"neg_risk", Node::boolean(market.neg_risk)},
               {"neg_risk_market_id", Node::text(market.neg_risk ? market.question_id : "")},
               {"tokens", std::move(tokens)}})};
}

Answer clob_builder_fees(World&, const Call&) {
  return {.body = Node::object({{"builder_maker_fee_rate_bps", Node::number(0)},
                                {"builder_taker_fee_rate_bps", Node::number(0)}})};
}

}  // namespace holdfast::sim::polymarket
