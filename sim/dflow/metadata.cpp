#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <set>

#include "sim/amount_text.hpp"
#include "sim/dflow/venue.hpp"
#include "sim/world.hpp"

// DFlow's prediction market metadata API.
namespace holdfast::sim::dflow {
namespace {

constexpr std::size_t filter_most = 200;
constexpr std::size_t batch_most = 100;

Answer bad_request(std::string_view message) {
  return {
      .status = 400,
      .body = Node::object({{"code", Node::text("bad_request")}, {"msg", Node::text(message)}})};
}

Node text_or_null(const std::string& text) { return text.empty() ? Node{} : Node::text(text); }

Node price_node(const Market& market, std::int64_t units) {
  if (market.status != "active") return Node{};
  return Node::text(
      places_text(Price::from_units(std::clamp<std::int64_t>(units, 0, 1'000'000'000)), 4));
}

Node rail_node(const Rail& rail) {
  return Node::object(
      {{"marketLedger", Node::text(rail.ledger)},
       {"yesMint", Node::text(rail.yes_mint)},
       {"noMint", Node::text(rail.no_mint)},
       {"isInitialized", Node::boolean(rail.initialized)},
       {"redemptionStatus", text_or_null(rail.redemption)},
       {"scalarOutcomePct", rail.scalar_bps ? Node::number(*rail.scalar_bps) : Node{}}});
}

Node market_node(const Market& market) {
  constexpr std::int64_t spread = 20'000'000;
  const auto bid = market.yes_bid.units();
  auto rails = Node::object();
  for (const Rail& rail : market.rails) rails.set(rail.settlement_mint, rail_node(rail));
  return Node::object({{"ticker", Node::text(market.ticker)},
                       {"eventTicker", Node::text(market.event_ticker)},
                       {"marketType", Node::text("binary")},
                       {"title", Node::text(market.title)},
                       {"subtitle", Node::text("")},
                       {"yesSubTitle", Node::text(market.yes_title)},
                       {"noSubTitle", Node::text(market.no_title)},
                       {"openTime", Node::number(unix_s(market.opened_at))},
                       {"closeTime", Node::number(unix_s(market.closes_at))},
                       {"expirationTime", Node::number(unix_s(market.closes_at) + 604'800)},
                       {"status", Node::text(market.status)},
                       {"volume", Node::number(1'000)},
                       {"result", Node::text(market.result)},
                       {"openInterest", Node::number(500)},
                       {"canCloseEarly", Node::boolean(true)},
                       {"rulesPrimary", Node::text("r")},
                       {"yesBid", price_node(market, bid)},
                       {"yesAsk", price_node(market, bid + spread)},
                       {"noBid", price_node(market, 1'000'000'000 - bid - spread)},
                       {"noAsk", price_node(market, 1'000'000'000 - bid)},
                       {"accounts", std::move(rails)}});
}

// The texts of a list in the body; none when the body or the list is not what it should be.
std::optional<std::vector<std::string>> texts_in(const std::string& body, std::string_view name) {
  boost::json::error_code error;
  const auto parsed = boost::json::parse(body, error);
  if (error || !parsed.is_object()) return std::nullopt;
  const auto* list = parsed.get_object().if_contains({name.data(), name.size()});
  std::vector<std::string> texts;
  if (list == nullptr) return texts;
  if (!list->is_array()) return std::nullopt;
  for (const auto& item : list->get_array()) {
    const auto* text = item.if_string();
    if (text == nullptr) return std::nullopt;
    texts.emplace_back(text->data(), text->size());
  }
  return texts;
}

Answer filter_outcome_mints(World& world, const Call& call) {
  const auto asked = texts_in(call.request.body, "addresses");
  if (!asked) return bad_request("addresses is a list of strings");
  if (asked->size() > filter_most) return bad_request("at most 200 addresses");
  auto found = Node::list();
  for (const auto& mint : *asked) {
    if (world.dflow.mints.contains(mint)) found.push(Node::text(mint));
  }
  return {.body = Node::object({{"outcomeMints", std::move(found)}}), .rows = "outcomeMints"};
}

// Unknown mints and tickers are silently left out.
Answer markets_batch(World& world, const Call& call) {
  const auto mints = texts_in(call.request.body, "mints");
  const auto tickers = texts_in(call.request.body, "tickers");
  if (!mints || !tickers) return bad_request("mints and tickers are lists of strings");
  if (mints->size() + tickers->size() > batch_most) return bad_request("at most 100 ids");
  std::set<std::string> wanted{tickers->begin(), tickers->end()};
  for (const auto& mint : *mints) {
    if (const auto* market = world.dflow.market_of(mint)) wanted.insert(market->ticker);
  }
  auto markets = Node::list();
  for (const auto& ticker : wanted) {
    const auto found = world.dflow.markets.find(ticker);
    if (found != world.dflow.markets.end()) markets.push(market_node(found->second));
  }
  return {.body = Node::object({{"markets", std::move(markets)}, {"cursor", Node{}}}),
          .rows = "markets"};
}

Answer outcome_mints(World& world, const Call&) {
  auto mints = Node::list();
  for (const auto& [mint, ticker] : world.dflow.mints) mints.push(Node::text(mint));
  return {.body = Node::object({{"mints", std::move(mints)}}), .rows = "mints"};
}

// limit (100); `cursor` is the ticker the page begins with.
Answer list_markets(World& world, const Call& call) {
  const auto limit = whole_number(call.target.value("limit", "100")).value_or(0);
  if (limit < 1) return bad_request("limit is at least 1");
  const auto status = call.target.value("status");
  auto markets = Node::list();
  Node next;
  for (auto at = world.dflow.markets.lower_bound(call.target.value("cursor"));
       at != world.dflow.markets.end(); ++at) {
    if (!status.empty() && at->second.status != status) continue;
    if (static_cast<std::int64_t>(markets.items().size()) == limit) {
      next = Node::text(at->first);
      break;
    }
    markets.push(market_node(at->second));
  }
  return {.body = Node::object({{"markets", std::move(markets)}, {"cursor", std::move(next)}}),
          .rows = "markets",
          .cursor = "cursor"};
}

Answer market(World& world, const Call& call) {
  const auto found = world.dflow.markets.find(call.captures.front());
  return found == world.dflow.markets.end() ? not_found()
                                            : Answer{.body = market_node(found->second)};
}

Answer market_by_mint(World& world, const Call& call) {
  const auto* found = world.dflow.market_of(call.captures.front());
  return found == nullptr ? not_found() : Answer{.body = market_node(*found)};
}

Answer orderbook(World& world, const Call& call) {
  const auto found = world.dflow.markets.find(call.captures.front());
  if (found == world.dflow.markets.end()) return not_found();
  const auto bid = found->second.yes_bid.units();
  const auto level = [](std::int64_t units, std::int64_t size) {
    return Node::object({{places_text(Price::from_units(units), 4), Node::number(size)}});
  };
  return {.body = Node::object({{"yes_bids", level(bid, 1'500)},
                                {"no_bids", level(1'000'000'000 - bid - 20'000'000, 700)},
                                {"sequence", Node::number(12'345)}})};
}

Node trade_node(const Trade& trade, const std::string& owner) {
  return Node::object({{"createdAt", Node::number(unix_s(trade.at))},
                       {"eventType", Node::text(trade.event)},
                       {"feeAmount", Node::number(static_cast<std::int64_t>(trade.fee))},
                       {"feeMint", Node{}},
                       {"fillRecipient", Node::text(owner)},
                       {"id", Node::number(trade.id)},
                       {"inputAmount", Node::number(static_cast<std::int64_t>(trade.input))},
                       {"inputMint", Node::text(trade.input_mint)},
                       {"orderAccount", Node::text(trade.order)},
                       {"outputAmount", Node::number(static_cast<std::int64_t>(trade.output))},
                       {"outputMint", Node::text(trade.output_mint)},
                       {"refundRecipient", Node::text(owner)},
                       {"transactionSignature", Node::text(trade.signature)},
                       {"wallet", Node::text(owner)},
                       {"marketTicker", Node::text(trade.ticker)},
                       {"side", Node::text(trade.side)}});
}

// limit 1-250 (100); `cursor` is the id of the trade the page begins with.
Answer onchain_trades(World& world, const Call& call) {
  const auto limit = whole_number(call.target.value("limit", "100")).value_or(0);
  if (limit < 1 || limit > 250) return bad_request("limit is 1 to 250");
  const auto by = call.target.value("sortBy", "createdAt");
  const auto order = call.target.value("sortOrder", "desc");
  if (by != "createdAt" || (order != "desc" && order != "asc")) {
    return bad_request("sortBy is createdAt here, sortOrder asc or desc");
  }
  const auto wallet = call.target.value("wallet");
  const auto ticker = call.target.value("ticker");
  const auto mint = call.target.value("mint");
  const auto until = shown_moment(world, call, world.dflow.lags.trades);
  std::vector<const Trade*> all;
  for (const Trade& trade : world.dflow.trades) {
    const bool fits = (wallet.empty() || trade.wallet == wallet) &&
                      (ticker.empty() || trade.ticker == ticker) &&
                      (mint.empty() || trade.input_mint == mint || trade.output_mint == mint);
    if (fits && trade.at <= until) all.push_back(&trade);
  }
  std::ranges::sort(all, [&](const Trade* a, const Trade* b) {
    if (a->at != b->at) return order == "asc" ? a->at < b->at : a->at > b->at;
    return order == "asc" ? a->id < b->id : a->id > b->id;
  });
  auto first = all.begin();
  if (const auto* cursor = call.target.find("cursor")) {
    const auto id = whole_number(*cursor).value_or(-1);
    first = std::ranges::find_if(all, [&](const Trade* trade) { return trade->id == id; });
    if (first == all.end()) return bad_request("no such cursor");
  }
  auto rows = Node::list();
  const auto* forged = call.fault(FaultKind::wrong_owner);
  auto at = first;
  for (; at != all.end() && static_cast<std::int64_t>(rows.items().size()) < limit; ++at) {
    rows.push(trade_node(**at, forged == nullptr ? (*at)->wallet : forged->param("owner")));
  }
  const auto next = at == all.end() ? Node{} : Node::text(std::to_string((*at)->id));
  return {.body = Node::object({{"trades", std::move(rows)}, {"cursor", next}}),
          .rows = "trades",
          .cursor = "cursor",
          .first_cursor = all.empty() ? "" : std::to_string(all.front()->id)};
}

}  // namespace

std::span<const Route> metadata_routes() {
  static constexpr std::array table{
      Route{"POST", "/api/v1/filter_outcome_mints", "filter_outcome_mints", filter_outcome_mints},
      Route{"POST", "/api/v1/markets/batch", "markets_batch", markets_batch},
      Route{"GET", "/api/v1/markets", "markets", list_markets},
      Route{"GET", "/api/v1/outcome_mints", "outcome_mints", outcome_mints},
      Route{"GET", "/api/v1/market/by-mint/{mint}", "market_by_mint", market_by_mint},
      Route{"GET", "/api/v1/market/{ticker}", "market", market},
      Route{"GET", "/api/v1/orderbook/{ticker}", "orderbook", orderbook},
      Route{"GET", "/api/v1/onchain-trades", "onchain_trades", onchain_trades},
  };
  return table;
}

Answer not_found(std::string_view code, std::string_view message) {
  return {.status = 404,
          .body = Node::object({{"code", Node::text(code)}, {"msg", Node::text(message)}})};
}

std::optional<Answer> guard(const World& world, const Call& call) {
  if (world.dflow.api_key.empty()) return std::nullopt;
  const auto* key = call.request.header("x-api-key");
  if (key != nullptr && *key == world.dflow.api_key) return std::nullopt;
  return Answer{.status = 401,
                .body = Node::object({{"code", Node::text("unauthorized")},
                                      {"msg", Node::text("Invalid API key")}})};
}

}  // namespace holdfast::sim::dflow
