#include <fmt/format.h>

#include "sim/amount_text.hpp"
#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/tiers.hpp"

// What the exchange says about itself, the caller's limits and keys (openapi 3.31).
namespace holdfast::sim::kalshi {
namespace {

Node whole_second(UtcTime at) {
  return Node::text(rfc3339_text(std::chrono::floor<std::chrono::seconds>(at)));
}

Node bucket_node(std::int64_t capacity, std::int64_t rate) {
  return Node::object(
      {{"bucket_capacity", Node::number(capacity)}, {"refill_rate", Node::number(rate)}});
}

}  // namespace

Answer exchange_status(World& world, const Call&) {
  const auto& exchange = world.kalshi;
  std::map<std::uint16_t, std::string_view> shards{
      {0, "default"}, {1, "combos"}, {2, "crypto"}, {3, "tennis and baseball"}};
  auto statuses = Node::list();
  for (const auto& [index, description] : shards) {
    statuses.push(Node::object({
        {"description", Node::text(description)},
        {"exchange_active", Node::boolean(exchange.exchange_active)},
        {"exchange_index", Node::number(index)},
        {"intra_exchange_transfers_active", Node::boolean(exchange.exchange_active)},
        {"trading_active", Node::boolean(exchange.trading_active)},
    }));
  }
  return {.body = Node::object({
              {"exchange_active", Node::boolean(exchange.exchange_active)},
              {"exchange_index_statuses", std::move(statuses)},
              {"intra_exchange_transfers_active", Node::boolean(exchange.exchange_active)},
              {"trading_active", Node::boolean(exchange.trading_active)},
          })};
}

// The instant to which balance, orders, fills and positions have all been read: the slowest of the
// four views. A stale switch on this endpoint makes it older than the truth.
Answer user_data_timestamp(World& world, const Call& call) {
  const auto& lags = world.kalshi.lags;
  const auto lag = std::max({world.faults.lag_of("kalshi", "positions", lags.positions),
                             world.faults.lag_of("kalshi", "orders", lags.orders),
                             world.faults.lag_of("kalshi", "fills", lags.fills),
                             world.faults.lag_of("kalshi", "balance", lags.balance)});
  return {.body = Node::object({{"as_of_time", whole_second(shown_moment(world, call, lag))}})};
}

Answer historical_cutoff(World& world, const Call& call) {
  const auto& portfolios = world.kalshi.timeline.as_of(
      call.endpoint, shown_moment(world, call, world.kalshi.lags.positions));
  UtcTime newest = world.genesis - std::chrono::days{60};
  for (const auto& [name, member] : portfolios.members) {
    for (const auto& [key, row] : member.rows) {
      if (row.archived) newest = std::max(newest, row.updated + std::chrono::seconds{1});
    }
  }
  const auto trades = std::max(world.kalshi.trades_cutoff, world.genesis - std::chrono::days{60});
  return {.body = Node::object({{"market_positions_last_updated_ts", whole_second(newest)},
                                {"market_settled_ts", whole_second(trades)},
                                {"orders_updated_ts", whole_second(trades)},
                                {"trades_created_ts", whole_second(trades)}})};
}

Answer account_limits(World& world, const Call& call) {
  const auto& tier = world.kalshi.members[call.caller.account].tier;
  const auto rates = rates_of(tier);
  auto grants = Node::list();
  if (world.kalshi.margin.accounts.contains(call.caller.account)) {
    grants.push(Node::object({{"exchange_instance", Node::text("margined")},
                              {"level", Node::text(tier)},
                              {"source", Node::text("default")}}));
  }
  return {.body = Node::object({{"grants", std::move(grants)},
                                {"read", bucket_node(rates.read_capacity, rates.read_rate)},
                                {"usage_tier", Node::text(tier)},
                                {"write", bucket_node(rates.write_capacity, rates.write_rate)}})};
}

Answer endpoint_costs(World&, const Call&) {
  struct Cost {
    std::int64_t cost;
    std::string_view method;
    std::string_view path;
  };
  static constexpr std::array costs{
      Cost{2, "DELETE", "/trade-api/v2/portfolio/events/orders/:order_id"},
      Cost{2, "DELETE", "/trade-api/v2/portfolio/events/orders/batched"},
      Cost{2, "GET", "/trade-api/v2/portfolio/orders/:order_id"},
  };
  auto rows = Node::list();
  for (const auto& row : costs) {
    rows.push(Node::object({{"cost", Node::number(row.cost)},
                            {"method", Node::text(row.method)},
                            {"path", Node::text(row.path)}}));
  }
  return {.body = Node::object(
              {{"default_cost", Node::number(10)}, {"endpoint_costs", std::move(rows)}})};
}

Answer api_keys(World& world, const Call& call) {
  auto rows = Node::list();
  for (const auto& [id, key] : world.kalshi.keys) {
    if (key.account != call.caller.account) continue;
    auto scopes = Node::list();
    for (const auto& scope : key.scopes) scopes.push(Node::text(scope));
    auto row = Node::object({{"api_key_id", Node::text(id)},
                             {"name", Node::text(key.name)},
                             {"scopes", std::move(scopes)}});
    if (key.subaccount) row.set("subaccount", Node::number(*key.subaccount));
    rows.push(std::move(row));
  }
  return {.body = Node::object({{"api_keys", std::move(rows)}}), .rows = "api_keys"};
}

Answer fee_changes(World&, const Call&) {
  return {.body = Node::object({{"series_fee_change_arr", Node::list()}}),
          .rows = "series_fee_change_arr"};
}

}  // namespace holdfast::sim::kalshi
