#include <algorithm>

#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/contracts.hpp"

namespace holdfast::sim::polymarket {
namespace {

// What is promised by a live order, or given by a match that is not settled.
BaseUnits promised(const Market& market, const ClobOrder& order) {
  if (!order.buys) return order.left();
  const auto cash = Int128{order.left()} * order.price.units() / 1'000'000'000;
  return static_cast<BaseUnits>(cash) + fee_of(market, order.left(), order.price);
}

// Orders that the wallet could not pay for even alone, by what the service believes now.
void drop_unpayable(VenueWorld& venue, const std::string& wallet, const std::string& asset,
                    BaseUnits balance, UtcTime now) {
  std::vector<std::string> invalid;
  for (const auto& [condition, book] : venue.clob.books) {
    for (const auto& id : book.resting) {
      const auto& order = venue.clob.orders.at(id);
      const bool same = order.buys ? asset == "COLLATERAL" : asset == order.token_id;
      if (!same || order.maker != wallet) continue;
      if (promised(venue.markets.at(condition), order) > balance) invalid.push_back(id);
    }
  }
  for (const auto& id : invalid) cancel_order(venue, id, now, "INVALID");
}

// The order trades now; what is left of it rests or is gone.
PostResult trade_in(VenueWorld& venue, ClobOrder& order, BaseUnits spend, UtcTime now,
                    Random& random) {
  auto& clob = venue.clob;
  auto result = match(venue, {.order = order, .spend = spend}, now, random);
  auto& book = clob.books[order.condition_id];
  const bool full = spend > 0 ? !result.trade_ids.empty() : order.matched == order.size;
  if (full) {
    order.status = "MATCHED";
  } else if (rests(order.type)) {
    book.resting.push_back(order.id);
    book.changed = now;
  } else {
    // The rest of a FAK is canceled; what it traded stays matched.
    order.status = order.matched > 0 ? "MATCHED" : "CANCELED";
  }
  result.status = result.trade_ids.empty() ? "live" : "matched";
  return result;
}

// What became of it, where that is news.
void tell_outcome(Clob& clob, const ClobOrder& order, bool is_news, UtcTime now) {
  const bool ended = order.status.starts_with("CANCELED");
  if (is_news || ended) {
    tell(clob, ended ? OrderWord::cancellation : OrderWord::update, order, now);
  }
  if (clob.observer != nullptr) {
    clob.observer->polymarket_book_changed(order.condition_id, now);
  }
}

bool gives(const TradeLeg& leg, const std::string& wallet, const std::string& asset) {
  if (!leg.known || leg.maker != wallet) return false;
  return leg.buys ? asset == "COLLATERAL" : asset == leg.token_id;
}

}  // namespace

BaseUnits given(const TradeLeg& leg) { return leg.buys ? leg.cash + leg.fee : leg.size; }

PostResult take_in(VenueWorld& venue, ClobOrder fresh, BaseUnits spend, UtcTime now,
                   Random& random) {
  auto& clob = venue.clob;
  const auto id = fresh.id;
  auto& order = clob.orders.insert_or_assign(id, std::move(fresh)).first->second;
  clob.by_age.push_back(id);
  const auto held_for = std::chrono::seconds{venue.markets.at(order.condition_id).seconds_delay};
  const bool waits = held_for.count() > 0 && depth_for(venue, order, spend).shares > 0;
  if (waits) order.status = "DELAYED";
  tell(clob, OrderWord::placement, order, now);
  if (!waits) {
    auto result = trade_in(venue, order, spend, now, random);
    tell_outcome(clob, order, order.matched > 0, now);
    return result;
  }
  const HeldOrder held{id, spend, now + held_for};
  clob.held.insert(std::ranges::upper_bound(clob.held, held.until, {}, &HeldOrder::until), held);
  return {.order_id = id, .status = "delayed"};
}

void release_held(VenueWorld& venue, UtcTime now, Random& random) {
  auto& held = venue.clob.held;
  while (!held.empty() && held.front().until <= now) {
    const HeldOrder next = held.front();
    held.erase(held.begin());
    auto& order = venue.clob.orders.at(next.id);
    order.status = "LIVE";
    if (venue.markets.at(order.condition_id).resolved_by(next.until)) {
      order.status = "CANCELED_MARKET_RESOLVED";
    } else if (!kill_text(venue, order, next.spend).empty()) {
      order.status = "CANCELED";
    }
    if (order.status == "LIVE") trade_in(venue, order, next.spend, next.until, random);
    tell_outcome(venue.clob, order, true, next.until);
  }
}

Funds funds_of(VenueWorld& venue, const std::string& wallet, const std::string& asset,
               const std::string& condition_id, UtcTime now) {
  auto& clob = venue.clob;
  const auto known = clob.balances.find({wallet, asset});
  Funds funds{.balance = known == clob.balances.end() ? refresh_balance(venue, wallet, asset, now)
                                                      : known->second};
  for (const auto& [condition, book] : clob.books) {
    const bool counts = asset != "COLLATERAL" || condition == condition_id;
    for (const auto& id : book.resting) {
      const auto& order = clob.orders.at(id);
      const bool same = order.buys ? asset == "COLLATERAL" : asset == order.token_id;
      if (!counts || !same || order.maker != wallet) continue;
      funds.active += promised(venue.markets.at(condition), order);
    }
  }
  for (const auto& held : clob.held) {
    const auto& order = clob.orders.at(held.id);
    const bool counts = asset != "COLLATERAL" || order.condition_id == condition_id;
    const bool same = order.buys ? asset == "COLLATERAL" : asset == order.token_id;
    if (!counts || !same || order.maker != wallet) continue;
    funds.active += promised(venue.markets.at(order.condition_id), order);
  }
  for (auto i = clob.first_open_trade; i < clob.trades.size(); ++i) {
    const auto& trade = clob.trades[i];
    if (trade.status != "MATCHED") continue;
    if (gives(trade.taker, wallet, asset)) funds.matched += given(trade.taker);
    for (const auto& leg : trade.makers) {
      if (gives(leg, wallet, asset)) funds.matched += given(leg);
    }
  }
  return funds;
}

BaseUnits balance_on_chain(const VenueWorld& venue, const std::string& wallet,
                           const std::string& asset, polygon::Height block) {
  U256 held;
  if (asset == "COLLATERAL") {
    held = venue.chain.balance(std::string{pusd}, wallet, std::nullopt, block);
  } else if (const auto* market = venue.market_of(asset)) {
    held = venue.chain.balance(VenueWorld::ledger_of(*market), wallet,
                               U256::parse_decimal(asset).value_or(U256{}), block);
  }
  return static_cast<BaseUnits>(held.low());
}

BaseUnits refresh_balance(VenueWorld& venue, const std::string& wallet, const std::string& asset,
                          UtcTime now) {
  const auto units = balance_on_chain(venue, wallet, asset, polygon::Chain::height_at(now));
  venue.clob.balances[{wallet, asset}] = units;
  drop_unpayable(venue, wallet, asset, units, now);
  return units;
}

}  // namespace holdfast::sim::polymarket
