#include "sim/amount_text.hpp"
#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/feed.hpp"

// GET /portfolio/settlements (openapi 3.31): revenue and value are whole cents, the rest strings.
namespace holdfast::sim::kalshi {
namespace {

constexpr std::int64_t cent = 10'000'000;

Node settlement_node(const Settled& settled) {
  const bool is_yes = !settled.held.is_negative();
  const auto count = Quantity::from_units(static_cast<std::int64_t>(magnitude(settled.held)));
  const auto counted = [&](bool side) {
    return Node::text(places_text(side ? count : Quantity{}, 2));
  };
  const auto cost = [&](bool side) {
    return Node::text(places_text(side ? settled.cost : Money{}, 6));
  };
  return Node::object({
      {"event_ticker", Node::text(settled.payout.event_ticker)},
      {"exchange_index", Node::number(settled.key.shard)},
      {"fee_cost", Node::text(places_text(settled.fees, 4))},
      {"market_result", Node::text(settled.payout.result)},
      {"no_count_fp", counted(!is_yes)},
      {"no_total_cost_dollars", cost(!is_yes)},
      {"revenue", Node::number(settled.revenue.units() / cent)},
      {"settled_time", Node::text(rfc3339_text(settled.at))},
      {"ticker", Node::text(settled.key.ticker)},
      {"value", Node::number(settled.payout.value.units() / cent)},
      {"yes_count_fp", counted(is_yes)},
      {"yes_total_cost_dollars", cost(is_yes)},
  });
}

}  // namespace

Answer settlements(World& world, const Call& call) {
  const auto filter = feed_filter(world, call, "GetSettlements");
  if (!filter) return filter.error();
  const auto event = call.target.value("event_ticker");
  const Portfolio& portfolio = shown_portfolio(world, call, world.kalshi.lags.settlements);
  return feed_page(portfolio.settlements, *filter, "settlements",
                   [&](const Settled& settled) -> std::optional<Node> {
                     if (!filter->takes(settled.key.subaccount, settled.key.shard,
                                        settled.key.ticker, settled.at)) {
                       return std::nullopt;
                     }
                     if (!event.empty() && event != settled.payout.event_ticker)
                       return std::nullopt;
                     return settlement_node(settled);
                   });
}

}  // namespace holdfast::sim::kalshi
