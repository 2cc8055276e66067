#include "sim/control/actions.hpp"
#include "sim/polygon/abi.hpp"

namespace holdfast::sim::control {
namespace {

Node holdings(const polymarket::VenueWorld& venue, const polymarket::Wallet& wallet) {
  auto rows = Node::list();
  for (const auto& [token, holding] : wallet.holdings) {
    const auto* market = venue.market_of(token);
    if (market == nullptr) continue;
    rows.push(Node::object({{"token_id", Node::text(token)},
                            {"condition_id", Node::text(market->condition_id)},
                            {"slug", Node::text(market->slug)},
                            {"outcome", Node::text(venue.outcome_of(token)->name)},
                            {"size", Node::text(holding.size.text())},
                            {"entry_cost", Node::text(holding.entry_cost.text())},
                            {"entry_fees", Node::text(holding.entry_fees.text())},
                            {"realized", Node::text(holding.realized.text())},
                            {"resolved", Node::boolean(market->resolved_at.has_value())},
                            {"neg_risk", Node::boolean(market->neg_risk)}}));
  }
  return rows;
}

Node shares(polymarket::BaseUnits units) { return Node::text(decimal_text(units, 6)); }

// Every order that was ever taken in, oldest first.
Node orders(const polymarket::Clob& clob) {
  auto rows = Node::list();
  for (const auto& id : clob.by_age) {
    const auto& order = clob.orders.at(id);
    rows.push(Node::object({{"id", Node::text(id)},
                            {"wallet", Node::text(order.maker)},
                            {"token_id", Node::text(order.token_id)},
                            {"side", Node::text(order.buys ? "BUY" : "SELL")},
                            {"price", Node::text(order.price.text())},
                            {"size", shares(order.size)},
                            {"matched", shares(order.matched)},
                            {"status", Node::text(order.status)}}));
  }
  return rows;
}

Node leg(const polymarket::TradeLeg& part) {
  return Node::object({{"order_id", Node::text(part.order_id)},
                       {"wallet", Node::text(part.maker)},
                       {"token_id", Node::text(part.token_id)},
                       {"side", Node::text(part.buys ? "BUY" : "SELL")},
                       {"price", Node::text(part.price.text())},
                       {"size", shares(part.size)}});
}

// Oldest first.
Node matches(const polymarket::Clob& clob) {
  auto rows = Node::list();
  for (const auto& trade : clob.trades) {
    auto makers = Node::list();
    for (const auto& maker : trade.makers) makers.push(leg(maker));
    rows.push(Node::object({{"id", Node::text(trade.id)},
                            {"status", Node::text(trade.status)},
                            {"transaction_hash", Node::text(trade.transaction_hash)},
                            {"taker", leg(trade.taker)},
                            {"makers", std::move(makers)}}));
  }
  return rows;
}

}  // namespace

Node polymarket_truth(const World& world, UtcTime now) {
  const auto& venue = world.polymarket;
  const auto& truth = venue.timeline.truth();
  auto wallets = Node::object();
  for (const auto& [address, wallet] : truth.by_address) {
    const auto account = venue.chain.accounts.find(address);
    wallets.set(address, Node::object({{"owner", account == venue.chain.accounts.end()
                                                     ? Node{}
                                                     : Node::text(account->second.owner)},
                                       {"holdings", holdings(venue, wallet)}}));
  }
  const auto head = polygon::Chain::height_at(now);
  return Node::object(
      {{"wallets", std::move(wallets)},
       {"orders", orders(venue.clob)},
       {"matches", matches(venue.clob)},
       {"activity_rows", Node::number(std::ssize(truth.activity))},
       {"chain", Node::object({{"head", Node::number(static_cast<std::int64_t>(head))},
                               {"finalized", Node::number(static_cast<std::int64_t>(
                                                 head - venue.finality_blocks))},
                               {"head_hash", Node::text(venue.chain.block(head).hash)}})}});
}

}  // namespace holdfast::sim::control
