#include "sim/amount_text.hpp"
#include "sim/control/actions.hpp"

namespace holdfast::sim::control {
namespace {

Node holdings(const kalshi::Portfolio& portfolio) {
  auto rows = Node::list();
  for (const auto& [key, row] : portfolio.rows) {
    rows.push(Node::object({{"subaccount", Node::number(key.subaccount)},
                            {"shard", Node::number(key.shard)},
                            {"ticker", Node::text(key.ticker)},
                            {"position", Node::text(row.position.text())},
                            {"exposure", Node::text(row.exposure.text())},
                            {"realized", Node::text(row.realized.text())},
                            {"fees", Node::text(row.fees.text())},
                            {"archived", Node::boolean(row.archived)}}));
  }
  return rows;
}

Node fills(const kalshi::Portfolio& portfolio) {
  auto rows = Node::list();
  for (const auto& fill : portfolio.fills) {
    rows.push(Node::object({{"fill_id", Node::text(fill.trade.fill_id)},
                            {"ticker", Node::text(fill.trade.ticker)},
                            {"subaccount", Node::number(fill.trade.subaccount)},
                            {"change", Node::text(fill.trade.change.text())},
                            {"yes_price", Node::text(fill.trade.yes_price.text())},
                            {"at", Node::text(rfc3339_text(fill.at))}}));
  }
  return rows;
}

Node cash(const kalshi::Portfolio& portfolio) {
  auto rows = Node::list();
  for (const auto& [place, amount] : portfolio.cash) {
    rows.push(Node::object({{"subaccount", Node::number(place.first)},
                            {"shard", Node::number(place.second)},
                            {"amount", Node::text(amount.text())}}));
  }
  return rows;
}

}  // namespace

Node kalshi_truth(const World& world) {
  auto accounts = Node::object();
  for (const auto& [name, member] : world.kalshi.members) {
    const auto& portfolio = world.kalshi.timeline.truth().of(name);
    auto keys = Node::list();
    for (const auto& [id, key] : world.kalshi.keys) {
      if (key.account == name) keys.push(Node::text(id));
    }
    accounts.set(name,
                 Node::object({{"keys", std::move(keys)},
                               {"holdings", holdings(portfolio)},
                               {"fills", fills(portfolio)},
                               {"settlements", Node::number(std::ssize(portfolio.settlements))},
                               {"cash", cash(portfolio)}}));
  }
  return Node::object({{"accounts", std::move(accounts)}});
}

}  // namespace holdfast::sim::control
