#include "sim/amount_text.hpp"
#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/parameters.hpp"

// GET /portfolio/balance, /portfolio/subaccounts/balances and /netting (openapi 3.31).
namespace holdfast::sim::kalshi {
namespace {

constexpr std::int64_t cent = 10'000'000;

// What the positions would fetch at the markets' last prices (recorded: 2 contracts at 0.99 = 198).
Int128 position_value(const World& world, const Portfolio& portfolio, std::uint16_t subaccount,
                      std::optional<std::uint16_t> shard) {
  Int128 units = 0;
  for (const auto& [key, row] : portfolio.rows) {
    if (key.subaccount != subaccount || row.archived || row.position.is_zero()) continue;
    if (shard && key.shard != *shard) continue;
    const auto market = world.kalshi.markets.find(key.ticker);
    if (market == world.kalshi.markets.end()) continue;
    const auto price = side_price(!row.position.is_negative(), market->second.last_price);
    units += magnitude(row.position) * price.units() / 1'000'000'000;
  }
  if (!world.kalshi.portfolio_value_counts_orders) return units;
  for (const auto& [place, amount] : portfolio.cash) {
    if (place.first != subaccount || (shard && place.second != *shard)) continue;
    units += reserved(portfolio, place.first, place.second).units();
  }
  return units;
}

// The balance is what can be spent: resting orders keep theirs aside.
Money free_cash(const Portfolio& portfolio, const std::pair<std::uint16_t, std::uint16_t>& place,
                Money amount) {
  const auto kept = reserved(portfolio, place.first, place.second);
  return Money::from_units(amount.units() - kept.units());
}

}  // namespace

Answer balance(World& world, const Call& call) {
  const auto subaccount = subaccount_parameter(call, "GetBalance");
  if (!subaccount) return subaccount.error();
  const auto shard = shard_parameter(call, "GetBalance");
  if (!shard) return shard.error();
  const Portfolio& portfolio = shown_portfolio(world, call, world.kalshi.lags.balance);
  const auto number = subaccount->value_or(0);
  Sum<Money> total;
  auto breakdown = Node::list();
  for (const auto& [place, amount] : portfolio.cash) {
    if (place.first != number || (*shard && place.second != **shard)) continue;
    const auto free = free_cash(portfolio, place, amount);
    total.add(free);
    breakdown.push(Node::object({{"balance", Node::text(places_text(free, 4))},
                                 {"exchange_index", Node::number(place.second)}}));
  }
  auto body = Node::object({
      {"balance", Node::raw(decimal_text(total.units() / cent, 0))},
      {"balance_dollars", Node::text(places_text(total.units(), Money::scale, 4))},
      {"portfolio_value",
       Node::raw(decimal_text(position_value(world, portfolio, number, *shard) / cent, 0))},
      {"updated_ts", Node::number(unix_s(portfolio.cash_updated))},
  });
  if (!call.caller.pinned_subaccount) body.set("balance_breakdown", std::move(breakdown));
  body.sort_keys();
  return {.body = std::move(body)};
}

Answer subaccount_balances(World& world, const Call& call) {
  const Portfolio& portfolio = shown_portfolio(world, call, world.kalshi.lags.balance);
  auto rows = Node::list();
  for (const auto& [place, amount] : portfolio.cash) {
    const auto free = free_cash(portfolio, place, amount);
    rows.push(Node::object({{"balance", Node::text(places_text(free, 4))},
                            {"exchange_index", Node::number(place.second)},
                            {"subaccount_number", Node::number(place.first)},
                            {"updated_ts", Node::number(unix_s(portfolio.cash_updated))}}));
  }
  return {.body = Node::object({{"subaccount_balances", std::move(rows)}}),
          .rows = "subaccount_balances"};
}

Answer subaccount_netting(World& world, const Call& call) {
  auto rows = Node::list();
  for (const auto number : world.kalshi.members[call.caller.account].subaccounts) {
    rows.push(Node::object({{"enabled", Node::boolean(true)},
                            {"exchange_index", Node::number(0)},
                            {"subaccount_number", Node::number(number)}}));
  }
  return {.body = Node::object({{"netting_configs", std::move(rows)}}), .rows = "netting_configs"};
}

}  // namespace holdfast::sim::kalshi
