#include <algorithm>

#include "sim/kalshi/trading.hpp"

namespace holdfast::sim::kalshi {
namespace {

constexpr std::int64_t one = 1'000'000'000;

std::int64_t size_of(Quantity quantity) { return static_cast<std::int64_t>(magnitude(quantity)); }

}  // namespace

std::vector<Offer> offers(const Exchange& exchange, const Market& market, bool to_bids,
                          Price limit) {
  std::vector<Offer> found;
  const auto within = [&](Price price) { return to_bids ? price <= limit : price >= limit; };
  // A NO bid at q offers YES at 1 - q; a YES bid takes YES at its own price.
  for (const auto& [price, size] : to_bids ? market.book.no : market.book.yes) {
    const auto yes = to_bids ? Price::from_units(one - price.units()) : price;
    if (within(yes) && !size.is_zero()) found.push_back({.price = yes, .size = size});
  }
  const auto& truth = exchange.timeline.truth();
  const auto resting = exchange.resting.find(market.ticker);
  if (resting != exchange.resting.end()) {
    for (const auto& [account, id] : resting->second) {
      const auto& order = truth.of(account).orders.at(id);
      const bool bids = !order.change.is_negative();
      if (bids == to_bids || !within(order.yes_price)) continue;
      found.push_back({.price = order.yes_price,
                       .size = order.remaining(),
                       .account = account,
                       .order_id = id});
    }
  }
  for (std::size_t i = 0; i < found.size(); ++i) found[i].rank = i;
  std::ranges::sort(found, [&](const Offer& a, const Offer& b) {
    if (a.price == b.price) return a.rank < b.rank;
    return to_bids ? a.price < b.price : a.price > b.price;
  });
  return found;
}

Book shown_book(const Exchange& exchange, const Market& market) {
  Book book = market.book;
  const auto resting = exchange.resting.find(market.ticker);
  if (resting == exchange.resting.end()) return book;
  for (const auto& [account, id] : resting->second) {
    const auto& order = exchange.timeline.truth().of(account).orders.at(id);
    const bool bids = !order.change.is_negative();
    auto& level = (bids ? book.yes : book.no)[side_price(bids, order.yes_price)];
    level = Quantity::from_units(level.units() + order.remaining().units());
  }
  return book;
}

Quantity queue_before(const Exchange& exchange, const Order& order) {
  const auto& market = exchange.markets.at(order.ticker);
  const bool bids = !order.change.is_negative();
  const auto& levels = bids ? market.book.yes : market.book.no;
  const auto level = levels.find(side_price(bids, order.yes_price));
  auto before = level == levels.end() ? 0 : level->second.units();
  for (const auto& [account, id] : exchange.resting.at(order.ticker)) {
    if (id == order.id) break;
    const auto& other = exchange.timeline.truth().of(account).orders.at(id);
    const bool same = other.change.is_negative() != bids && other.yes_price == order.yes_price;
    if (same) before += other.remaining().units();
  }
  return Quantity::from_units(before);
}

Quantity closable(const Exchange& exchange, const OrderPlan& plan, std::uint16_t shard,
                  const std::string& besides_order) {
  const auto& portfolio = exchange.timeline.truth().of(plan.account);
  const auto row = portfolio.rows.find({plan.subaccount, plan.ticker, shard});
  if (row == portfolio.rows.end()) return {};
  const auto position = row->second.position;
  if (position.is_zero() || position.is_negative() != plan.bids) return {};
  auto left = size_of(position);
  for (const auto& [id, order] : portfolio.orders) {
    if (id == besides_order || order.ticker != plan.ticker || order.subaccount != plan.subaccount ||
        order.change.is_negative() == plan.bids) {
      continue;
    }
    left -= order.remaining().units() - std::min(order.opens, order.remaining()).units();
  }
  return Quantity::from_units(std::max<std::int64_t>(left, 0));
}

}  // namespace holdfast::sim::kalshi
