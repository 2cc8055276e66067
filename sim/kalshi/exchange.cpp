#include "sim/kalshi/exchange.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::sim::kalshi {
namespace {

constexpr std::int64_t one = 1'000'000'000;
constexpr std::int64_t contract_step = one / 100;   // 0.01 contracts
constexpr std::int64_t most_contracts = 1'000'000;  // keeps every total far from overflow

}  // namespace

void Exchange::record(PortfolioEvent event) {
  if (observer == nullptr) {
    timeline.record(std::move(event));
    return;
  }
  timeline.record(event);
  observer->kalshi_happened(event);
}

void Exchange::book_changed(const std::string& ticker, UtcTime at) const {
  if (observer != nullptr) observer->kalshi_book_changed(ticker, at);
}

Result<std::string> Exchange::trade(const HandTrade& trade, UtcTime at, Random& random) {
  const auto market = markets.find(trade.ticker);
  if (market == markets.end()) return fail(Fault::refused, "no such market: " + trade.ticker);
  if (!members.contains(trade.account)) {
    return fail(Fault::refused, "no such Kalshi account: " + trade.account);
  }
  if (trade.change.is_zero() || trade.change.units() % contract_step != 0 ||
      magnitude(trade.change) > Int128{most_contracts} * one) {
    return fail(Fault::refused, "count is not a multiple of 0.01 contracts, up to 1,000,000: " +
                                    trade.change.text());
  }
  if (trade.yes_price.is_negative() || trade.yes_price.units() > one ||
      trade.yes_price.units() % 100'000 != 0) {
    return fail(Fault::refused,
                "price is not within 0..1 in steps of 0.0001: " + trade.yes_price.text());
  }
  if (!market->second.result.empty()) {
    return fail(Fault::refused, trade.ticker + " is settled: nothing trades there");
  }
  members[trade.account].subaccounts.insert(trade.subaccount);
  Trade what{.ticker = trade.ticker,
             .event_ticker = market->second.event_ticker,
             .subaccount = trade.subaccount,
             .shard = market->second.shard,
             .change = trade.change,
             .yes_price = trade.yes_price,
             .fee = trade.fee.value_or(trade.is_taker ? taker_fee(trade.change, trade.yes_price)
                                                      : Money{}),
             .is_taker = trade.is_taker,
             .sells = trade.sells,
             .fill_id = random.uuid(),
             .order_id = random.uuid(),
             .client_order_id = random.uuid()};
  auto fill_id = what.fill_id;
  market->second.last_price = trade.yes_price;
  market->second.updated_at = at;
  market->second.volume = Quantity::from_units(market->second.volume.units() +
                                               static_cast<std::int64_t>(magnitude(trade.change)));
  record({.at = at, .account = trade.account, .what = std::move(what)});
  return fill_id;
}

void Exchange::cancel_market(const std::string& ticker, UtcTime at) {
  const auto orders = std::exchange(resting[ticker], {});
  for (const auto& [account, id] : orders) {
    record({.at = at, .account = account, .what = OrderCanceled{id}});
  }
  if (!orders.empty()) book_changed(ticker, at);
}

Result<void> Exchange::settle(const std::string& ticker, const std::string& result,
                              std::optional<Price> value, UtcTime at) {
  const auto found = markets.find(ticker);
  if (found == markets.end()) return fail(Fault::refused, "no such market: " + ticker);
  Market& market = found->second;
  if (!market.result.empty()) return fail(Fault::refused, ticker + " is settled already");
  if (result == "yes" || result == "no") {
    value = Price::from_units(result == "yes" ? one : 0);
  } else if (result != "scalar" || !value || value->is_negative() || value->units() > one) {
    return fail(Fault::refused, "result is yes, no, or scalar with a value within 0..1");
  }
  market.result = result;
  market.status = "finalized";
  market.settlement_value = value;
  market.settled_at = at;
  market.updated_at = at;
  cancel_market(ticker, at);
  record({.at = at,
          .account = {},
          .what = Payout{.ticker = ticker,
                         .event_ticker = market.event_ticker,
                         .result = result,
                         .value = *value}});
  const bool all_settled = std::ranges::all_of(markets, [&](const auto& entry) {
    return entry.second.event_ticker != market.event_ticker || !entry.second.result.empty();
  });
  if (all_settled) {
    record({.at = at + lags.archive, .account = {}, .what = Archive{market.event_ticker}});
  }
  return {};
}

Result<void> Exchange::move_cash(const std::string& account, const CashMove& move, UtcTime at) {
  if (!members.contains(account)) return fail(Fault::refused, "no such Kalshi account: " + account);
  members[account].subaccounts.insert(move.subaccount);
  record({.at = at, .account = account, .what = move});
  return {};
}

Result<void> Exchange::move_position(const std::string& account, const PositionMove& move,
                                     UtcTime at) {
  const auto& rows = timeline.truth().of(account).rows;
  const auto held = [&](std::uint16_t subaccount) {
    const auto row = rows.find({subaccount, move.ticker, move.shard});
    return row == rows.end() ? Quantity{} : row->second.position;
  };
  const Quantity there = held(move.to);
  if (move.from == move.to || move.count.units() <= 0 ||
      magnitude(held(move.from)) < Int128{move.count.units()}) {
    return fail(Fault::refused, "so many contracts are not held there");
  }
  if (!there.is_zero() && there.is_negative() != held(move.from).is_negative()) {
    return fail(Fault::refused, "the other side is held where they would go");
  }
  members[account].subaccounts.insert(move.to);
  record({.at = at, .account = account, .what = move});
  return {};
}

}  // namespace holdfast::sim::kalshi
