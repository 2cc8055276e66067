#include <algorithm>

#include "sim/amount_text.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/contracts.hpp"

// From a match to the chain: matched, mined with the block after the delay, confirmed some blocks
// later; or failed, and then the chain has never seen it.
namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t base_unit = 1'000;  // of 10^-9

Quantity quantity_of(BaseUnits units) { return Quantity::from_units(units * base_unit); }

void settle_leg(VenueWorld& venue, const ClobTrade& trade, const TradeLeg& leg) {
  if (!leg.known) return;
  venue.settle({.wallet = leg.maker,
                .token_id = leg.token_id,
                .size = quantity_of(leg.size),
                .price = leg.price,
                .sells = !leg.buys},
               {.block = trade.block,
                .hash = trade.transaction_hash,
                .cash = Money::from_units(leg.cash * base_unit),
                .fee = Money::from_units(leg.fee * base_unit),
                .by_clob = true});
  const auto at = polygon::Chain::time_of(trade.block);
  refresh_balance(venue, leg.maker, "COLLATERAL", at);
  refresh_balance(venue, leg.maker, leg.token_id, at);
}

// The orders' own counts go back; an order that was full is gone, nobody puts it into the book
// again.
void take_back(VenueWorld& venue, const TradeLeg& leg, UtcTime now) {
  const auto found = venue.clob.orders.find(leg.order_id);
  if (found == venue.clob.orders.end()) return;
  auto& order = found->second;
  order.matched -= leg.size;
  if (order.status == "MATCHED") order.status = "CANCELED";
  tell(venue.clob, OrderWord::update, order, now);
}

// A wallet that has given its money or shares away since the match makes the transaction revert.
bool can_give(const VenueWorld& venue, const ClobTrade& trade, const TradeLeg& leg) {
  if (!leg.known) return true;
  const auto asset = leg.buys ? std::string{"COLLATERAL"} : leg.token_id;
  return balance_on_chain(venue, leg.maker, asset, trade.block) >= given(leg);
}

bool reverts(const VenueWorld& venue, const ClobTrade& trade) {
  if (trade.fate == Fate::fails || !can_give(venue, trade, trade.taker)) return true;
  return !std::ranges::all_of(trade.makers,
                              [&](const auto& leg) { return can_give(venue, trade, leg); });
}

void mine(VenueWorld& venue, ClobTrade& trade) {
  const auto at = polygon::Chain::time_of(trade.block);
  trade.updated_at = at;
  if (reverts(venue, trade)) {
    trade.status = "FAILED";
    take_back(venue, trade.taker, at);
    for (const auto& leg : trade.makers) take_back(venue, leg, at);
  } else {
    trade.status = "MINED";
    trade.transaction_hash = hex_text(keccak256(bytes_of(trade.id)));
    settle_leg(venue, trade, trade.taker);
    for (const auto& leg : trade.makers) settle_leg(venue, trade, leg);
  }
  tell(venue.clob, trade, at);
}

void advance(VenueWorld& venue, ClobTrade& trade, UtcTime now) {
  if (trade.fate == Fate::hangs) return;
  if (trade.status == "MATCHED" && polygon::Chain::time_of(trade.block) <= now) {
    mine(venue, trade);
  }
  const auto final_at = polygon::Chain::time_of(trade.block + venue.finality_blocks);
  if (trade.status == "MINED" && final_at <= now) {
    trade.status = "CONFIRMED";
    trade.updated_at = final_at;
    tell(venue.clob, trade, final_at);
  }
}

bool is_over(const ClobTrade& trade) {
  return trade.status == "CONFIRMED" || trade.status == "FAILED";
}

void end_orders(VenueWorld& venue, UtcTime now) {
  constexpr Duration security = std::chrono::seconds{60};  // GTD orders end that much earlier
  constexpr Duration silence = std::chrono::seconds{10};
  std::vector<std::string> over;
  std::vector<std::string> resolved;
  for (const auto& [condition, book] : venue.clob.books) {
    if (book.resting.empty()) continue;
    const bool closed = venue.markets.at(condition).resolved_by(now);
    for (const auto& id : book.resting) {
      const auto& order = venue.clob.orders.at(id);
      const UtcTime expires{std::chrono::seconds{order.expiration}};
      const auto beat = venue.clob.heartbeats.find(order.owner);
      const bool silent = beat != venue.clob.heartbeats.end() && beat->second.at + silence < now;
      if (closed) {
        resolved.push_back(id);
      } else if (silent || (order.expiration > 0 && expires - security <= now)) {
        over.push_back(id);
      }
    }
  }
  for (const auto& id : over) cancel_order(venue, id, now);
  for (const auto& id : resolved) cancel_order(venue, id, now, "CANCELED_MARKET_RESOLVED");
}

}  // namespace

void pass_time(VenueWorld& venue, UtcTime now, Random& random) {
  auto& clob = venue.clob;
  release_held(venue, now, random);
  for (auto i = clob.first_open_trade; i < clob.trades.size(); ++i) {
    advance(venue, clob.trades[i], now);
  }
  while (clob.first_open_trade < clob.trades.size() &&
         is_over(clob.trades[clob.first_open_trade])) {
    ++clob.first_open_trade;
  }
  end_orders(venue, now);
}

bool cancel_order(VenueWorld& venue, const std::string& id, UtcTime now,
                  const std::string& status) {
  const auto found = venue.clob.orders.find(id);
  if (found == venue.clob.orders.end() || found->second.status != "LIVE") return false;
  auto& order = found->second;
  order.status = status;
  auto& book = venue.clob.books[order.condition_id];
  std::erase(book.resting, id);
  book.changed = now;
  tell(venue.clob, OrderWord::cancellation, order, now);
  if (auto* observer = venue.clob.observer) {
    observer->polymarket_book_changed(order.condition_id, now);
  }
  return true;
}

}  // namespace holdfast::sim::polymarket
