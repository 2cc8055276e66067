#include "sim/control/actions.hpp"
#include "sim/polygon/abi.hpp"

namespace holdfast::sim::control {

Node polymarket_truth(const World& world, UtcTime now) {
  const auto& venue = world.polymarket;
  const auto& truth = venue.timeline.truth();
  auto wallets = Node::object();
  for (const auto& [address, wallet] : truth.by_address) {
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
    const auto account = venue.chain.accounts.find(address);
    wallets.set(address, Node::object({{"owner", account == venue.chain.accounts.end()
                                                     ? Node{}
                                                     : Node::text(account->second.owner)},
                                       {"holdings", std::move(rows)}}));
  }
  const auto head = polygon::Chain::height_at(now);
  return Node::object(
      {{"wallets", std::move(wallets)},
       {"activity_rows", Node::number(std::ssize(truth.activity))},
       {"chain", Node::object({{"head", Node::number(static_cast<std::int64_t>(head))},
                               {"finalized", Node::number(static_cast<std::int64_t>(
                                                 head - venue.finality_blocks))},
                               {"head_hash", Node::text(venue.chain.block(head).hash)}})}});
}

}  // namespace holdfast::sim::control
