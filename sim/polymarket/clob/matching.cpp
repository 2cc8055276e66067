#include <algorithm>

#include "sim/amount_text.hpp"
#include "sim/polymarket/clob/trading.hpp"

namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t one = 1'000'000'000;

Price other(Price price) { return Price::from_units(one - price.units()); }

bool is_first(const Market& market, const std::string& token_id) {
  return market.outcomes[0].token_id == token_id;
}

// In terms of outcome 0, buying one outcome is selling the other.
struct Turned {
  bool bids{};
  Price price;
};
Turned turned(const Market& market, const std::string& token_id, bool buys, Price price) {
  return is_first(market, token_id) ? Turned{buys, price} : Turned{!buys, other(price)};
}

struct Offer {
  Price price;  // of outcome 0
  BaseUnits size{};
  std::string order_id;  // empty: the anonymous level
  std::size_t rank{};
};

// Best first; the anonymous level stands before members' orders at one price. An order never trades
// with its own wallet's.
std::vector<Offer> offers(const VenueWorld& venue, const Market& market, const Turned& taker,
                          const std::string& wallet) {
  std::vector<Offer> found;
  const auto book = venue.clob.books.find(market.condition_id);
  if (book == venue.clob.books.end()) return found;
  const auto within = [&](Price price) {
    return taker.bids ? price <= taker.price : price >= taker.price;
  };
  for (const auto& [price, size] : taker.bids ? book->second.asks : book->second.bids) {
    if (within(price)) found.push_back({.price = price, .size = size});
  }
  for (const auto& id : book->second.resting) {
    const auto& order = venue.clob.orders.at(id);
    const auto its = turned(market, order.token_id, order.buys, order.price);
    if (its.bids == taker.bids || !within(its.price) || order.maker == wallet) continue;
    found.push_back({.price = its.price, .size = order.left(), .order_id = id});
  }
  for (std::size_t i = 0; i < found.size(); ++i) found[i].rank = i;
  std::ranges::sort(found, [&](const Offer& a, const Offer& b) {
    if (a.price == b.price) return a.rank < b.rank;
    return taker.bids ? a.price < b.price : a.price > b.price;
  });
  return found;
}

// Buyers pay the broken unit, sellers go without it.
BaseUnits cash_for(BaseUnits shares, Price price, bool buys) {
  return static_cast<BaseUnits>(divide_rounded(Int128{shares} * price.units(), one,
                                               buys ? Rounding::up : Rounding::toward_zero));
}

BaseUnits shares_for(BaseUnits cash, Price price) {
  return price.is_zero() ? 0 : static_cast<BaseUnits>(Int128{cash} * one / price.units());
}

// What of a target is still wanted, in shares at that price.
struct Target {
  BaseUnits shares{};
  BaseUnits spend{};  // of a market BUY; shares are not limited then
  bool by_spend{};

  [[nodiscard]] BaseUnits wanted(Price price) const {
    return by_spend ? shares_for(spend, price) : shares;
  }
  void take(BaseUnits size, BaseUnits cash) {
    shares -= size;
    spend -= cash;
  }
};

Target target_of(const ClobOrder& order, BaseUnits spend) {
  return {.shares = order.size - order.matched, .spend = spend, .by_spend = spend > 0};
}

TradeLeg leg_of(const ClobOrder& order, BaseUnits size, Price price) {
  return {.order_id = order.id,
          .owner = order.owner,
          .maker = order.maker,
          .maker_as_sent = order.maker_as_sent,
          .token_id = order.token_id,
          .outcome = order.outcome,
          .buys = order.buys,
          .known = true,
          .price = price,
          .size = size,
          .cash = cash_for(size, price, order.buys)};
}

std::string stranger_address(Random& random) { return random.hex32().substr(0, 42); }

// The unnamed side of a match, shown as the venue shows strangers.
TradeLeg stranger(const TradeLeg& known, Random& random) {
  TradeLeg leg = known;
  leg.order_id = random.hex32();
  leg.owner = random.uuid();
  leg.maker = leg.maker_as_sent = stranger_address(random);
  leg.buys = !known.buys;
  leg.known = false;
  leg.fee = 0;
  return leg;
}

void reduce_level(ClobBook& book, const Turned& taker, const Offer& offer, BaseUnits size) {
  auto& levels = taker.bids ? book.asks : book.bids;
  auto& level = levels.at(offer.price);
  level -= size;
  if (level == 0) levels.erase(offer.price);
}

void fill_order(VenueWorld& venue, ClobOrder& order, BaseUnits size, const std::string& trade) {
  order.matched += size;
  if (std::ranges::find(order.trades, trade) == order.trades.end()) order.trades.push_back(trade);
  if (order.matched < order.size) return;
  order.status = "MATCHED";
  std::erase(venue.clob.books[order.condition_id].resting, order.id);
}

// The trade and its settlement: the block after the delay, unless one of its orders has another
// fate.
ClobTrade new_trade(VenueWorld& venue, const Market& market, Fate fate, UtcTime now,
                    Random& random) {
  ClobTrade trade{.id = random.uuid(),
                  .condition_id = market.condition_id,
                  .block = polygon::Chain::height_at(now + venue.lags.settlement) + 1,
                  .matched_at = now,
                  .updated_at = now,
                  .fate = fate};
  if (fate == Fate::settles && venue.clob.failing_trades > 0) {
    --venue.clob.failing_trades;
    trade.fate = Fate::fails;
  }
  return trade;
}

void print(VenueWorld& venue, Market& market, const Print& trade, UtcTime now) {
  auto& book = venue.clob.books[market.condition_id];
  book.prints.push_back(trade);
  book.changed = now;
  market.move_to(trade.price);
}

void tell_match(Clob& clob, const ClobTrade& trade, UtcTime now) {
  for (const auto& leg : trade.makers) {
    if (leg.known) tell(clob, OrderWord::update, clob.orders.at(leg.order_id), now);
  }
  tell(clob, trade, now);
  if (clob.observer != nullptr) clob.observer->polymarket_book_changed(trade.condition_id, now);
}

}  // namespace

BaseUnits fee_of(const Market& market, BaseUnits shares, Price price) {
  // shares in 1e-6, rate and prices in 1e-9; the result in 1e-5 is cut, then shown in 1e-6.
  const Int128 rate =
      Int128{market.fee_rate.units()} * price.units() / one * (one - price.units()) / one;
  return static_cast<BaseUnits>(Int128{shares} * rate / one / 10) * 10;
}

Depth depth_for(const VenueWorld& venue, const ClobOrder& order, BaseUnits spend) {
  const auto& market = *venue.market_of(order.token_id);
  const auto taker = turned(market, order.token_id, order.buys, order.price);
  auto target = target_of(order, spend);
  Depth depth;
  for (const auto& offer : offers(venue, market, taker, order.maker)) {
    const auto own = is_first(market, order.token_id) ? offer.price : other(offer.price);
    const auto size = std::min(offer.size, target.wanted(own));
    if (size <= 0) break;
    const auto cash = cash_for(size, own, order.buys);
    depth.shares += size;
    depth.cash += cash;
    target.take(size, cash);
  }
  return depth;
}

PostResult match(VenueWorld& venue, Incoming incoming, UtcTime now, Random& random) {
  ClobOrder& order = incoming.order;
  Market& market = venue.markets.at(order.condition_id);
  const auto taker = turned(market, order.token_id, order.buys, order.price);
  auto target = target_of(order, incoming.spend);
  PostResult result{.order_id = order.id};
  for (const auto& offer : offers(venue, market, taker, order.maker)) {
    const auto own = is_first(market, order.token_id) ? offer.price : other(offer.price);
    const auto size = std::min(offer.size, target.wanted(own));
    if (size <= 0) break;
    const Fate of_maker =
        offer.order_id.empty() ? Fate::settles : venue.clob.orders.at(offer.order_id).fate;
    auto trade = new_trade(venue, market, std::max(order.fate, of_maker), now, random);
    trade.taker = leg_of(order, size, own);
    trade.taker.fee = fee_of(market, size, own);
    if (offer.order_id.empty()) {
      trade.makers.push_back(stranger(trade.taker, random));
      reduce_level(venue.clob.books[market.condition_id], taker, offer, size);
    } else {
      auto& maker = venue.clob.orders.at(offer.order_id);
      const auto its = is_first(market, maker.token_id) ? offer.price : other(offer.price);
      trade.makers.push_back(leg_of(maker, size, its));
      fill_order(venue, maker, size, trade.id);
    }
    order.matched += size;
    order.trades.push_back(trade.id);
    target.take(size, trade.taker.cash);
    result.making += order.buys ? trade.taker.cash : size;
    result.taking += order.buys ? size : trade.taker.cash;
    result.trade_ids.push_back(trade.id);
    print(venue, market, {offer.price, size, taker.bids}, now);
    tell_match(venue.clob, trade, now);
    venue.clob.trades.push_back(std::move(trade));
  }
  return result;
}

BaseUnits take(VenueWorld& venue, const HandTrade& trade, UtcTime now, Random& random) {
  const auto* known = venue.market_of(trade.token_id);
  if (known == nullptr) return 0;
  Market& market = venue.markets.at(known->condition_id);
  const auto taker = turned(market, trade.token_id, !trade.sells, trade.price);
  BaseUnits left = trade.size.units() / 1'000;
  BaseUnits filled = 0;
  for (const auto& offer : offers(venue, market, taker, "")) {
    const auto size = std::min(offer.size, left);
    if (size <= 0) break;
    left -= size;
    filled += size;
    if (offer.order_id.empty()) {
      reduce_level(venue.clob.books[market.condition_id], taker, offer, size);
      print(venue, market, {offer.price, size, taker.bids}, now);
      continue;
    }
    auto& maker = venue.clob.orders.at(offer.order_id);
    const auto its = is_first(market, maker.token_id) ? offer.price : other(offer.price);
    auto match = new_trade(venue, market, maker.fate, now, random);
    match.makers.push_back(leg_of(maker, size, its));
    match.taker = stranger(match.makers.front(), random);
    fill_order(venue, maker, size, match.id);
    print(venue, market, {offer.price, size, taker.bids}, now);
    tell_match(venue.clob, match, now);
    venue.clob.trades.push_back(std::move(match));
  }
  return filled;
}

TokenBook book_of(const VenueWorld& venue, const Market& market, const std::string& token_id) {
  TokenBook first;
  const auto found = venue.clob.books.find(market.condition_id);
  if (found == venue.clob.books.end()) return first;
  first.bids = found->second.bids;
  first.asks = found->second.asks;
  for (const auto& id : found->second.resting) {
    const auto& order = venue.clob.orders.at(id);
    const auto its = turned(market, order.token_id, order.buys, order.price);
    (its.bids ? first.bids : first.asks)[its.price] += order.left();
  }
  if (is_first(market, token_id)) return first;
  TokenBook mirrored;
  for (const auto& [price, size] : first.asks) mirrored.bids[other(price)] = size;
  for (const auto& [price, size] : first.bids) mirrored.asks[other(price)] = size;
  return mirrored;
}

}  // namespace holdfast::sim::polymarket
