#include "scenario/views.hpp"
#include "sim/kalshi/trading.hpp"

namespace holdfast::scenario {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t one = 1'000'000'000;

Price half() { return Price::from_units(one / 2); }

Quantity size_of(Quantity quantity) {
  return quantity.is_negative() ? Quantity::from_units(-quantity.units()) : quantity;
}

}  // namespace

void Views::begin_kalshi(const std::string& public_pem) {
  owner_ = "key-of-" + name_;
  stranger_ = "stranger";
  for (sim::Simulator& simulator : simulators_) {
    sim::kalshi::Exchange& exchange = simulator.world().kalshi;
    exchange.members["main"] = {.user_id = "main"};
    exchange.members[stranger_] = {.user_id = stranger_};
    exchange.keys[owner_] = {
        .id = owner_, .account = "main", .name = "scenario", .public_pem = public_pem};
  }
}

void Views::add_kalshi(const InstrumentPlan& plan) {
  const UtcTime began = base_ - std::chrono::days{29};
  tokens_[plan.id] = plan.ticker;
  for (sim::Simulator& simulator : simulators_) {
    sim::kalshi::Exchange& exchange = simulator.world().kalshi;
    exchange.members["main"].subaccounts.insert(plan.subaccount);
    exchange.markets.insert_or_assign(plan.ticker,
                                      sim::kalshi::Market{.ticker = plan.ticker,
                                                          .event_ticker = "E-" + plan.ticker,
                                                          .title = plan.id,
                                                          .yes_sub_title = "Yes",
                                                          .shard = plan.shard,
                                                          .created_at = began,
                                                          .open_at = began,
                                                          .close_at = base_ + plan.closes,
                                                          .updated_at = began,
                                                          .last_price = half(),
                                                          .step = Price::from_units(one / 100)});
  }
}

void Views::list_kalshi(const std::vector<HeldPlan>& rows) {
  sim::World& world = simulators_[listing].world();
  auto& timeline = world.kalshi.timeline;
  timeline = sim::Timeline<sim::kalshi::Portfolios, sim::kalshi::PortfolioEvent>{};
  const UtcTime at = base_ - std::chrono::days{20};
  for (const std::uint16_t subaccount : world.kalshi.members["main"].subaccounts) {
    timeline.record({.at = at,
                     .account = "main",
                     .what = sim::kalshi::CashMove{.subaccount = subaccount,
                                                   .change = Money::from_units(1'000'000 * one)}});
  }
  const auto trade = [&](const HeldPlan& row, Quantity change, UtcTime when) {
    const InstrumentPlan& plan = plan_of(row.instrument);
    const Price price = row.average_price.value_or(half());
    timeline.record({.at = when,
                     .account = "main",
                     .what = sim::kalshi::Trade{
                         .ticker = plan.ticker,
                         .event_ticker = "E-" + plan.ticker,
                         .subaccount = plan.subaccount,
                         .shard = plan.shard,
                         .change = change,
                         .yes_price = sim::kalshi::side_price(!change.is_negative(), price),
                         .fill_id = world.random.uuid(),
                         .order_id = world.random.uuid()}});
  };
  for (const HeldPlan& row : rows) {
    if (!row.quantity.is_zero()) {
      trade(row, row.quantity, at + 1h);
      continue;
    }
    trade(row, Quantity::from_units(one), at + 1h);  // a flat row is one that once held something
    trade(row, Quantity::from_units(-one), at + 2h);
  }
}

Result<void> Views::fill_kalshi(const AddFill& fill, UtcTime at) {
  sim::World& world = simulators_[events].world();
  const InstrumentPlan& plan = plan_of(fill.instrument);
  const auto done = world.kalshi.trade({.account = "main",
                                        .ticker = plan.ticker,
                                        .subaccount = plan.subaccount,
                                        .change = fill.change,
                                        .yes_price = fill.price,
                                        .fee = fill.fee.value_or(Money{}),
                                        .sells = fill.change.is_negative()},
                                       at, world.random);
  return done ? Result<void>{} : tl::make_unexpected(done.error());
}

Result<void> Views::settle_kalshi(const AddSettlement& settlement, UtcTime at) {
  const auto units = settlement.payout.units();
  const std::string result = units == one ? "yes" : units == 0 ? "no" : "scalar";
  return simulators_[events].world().kalshi.settle(plan_of(settlement.instrument).ticker, result,
                                                   settlement.payout, at);
}

// Resting orders are shown by the feeds' view; what of them was filled is fills of their own.
Result<void> Views::order_kalshi(const SetOrder& order, UtcTime at) {
  sim::World& world = simulators_[events].world();
  const InstrumentPlan& plan = plan_of(order.instrument);
  const auto known = orders_.find(order.id);
  if (known != orders_.end()) {
    static_cast<void>(sim::kalshi::cancel(world.kalshi,
                                          {.account = "main",
                                           .order_id = known->second,
                                           .subaccount = plan.subaccount,
                                           .shard = plan.shard},
                                          at));
    orders_.erase(known);
  }
  if (order.state != "resting") return {};
  auto cash = world.kalshi.move_cash("main",
                                     {.subaccount = plan.subaccount,
                                      .shard = plan.shard,
                                      .change = Money::from_units(1'000'000 * one)},
                                     base_ - std::chrono::days{20});
  if (!cash) return cash;
  const auto placed = sim::kalshi::place(world.kalshi,
                                         {.account = "main",
                                          .ticker = plan.ticker,
                                          .client_order_id = {},
                                          .subaccount = plan.subaccount,
                                          .bids = !order.change.is_negative(),
                                          .count = size_of(order.change),
                                          .price = order.price.value_or(half())},
                                         at, world.random);
  if (!placed) return fail(Fault::refused, "the venue does not take the order");
  orders_[order.id] = placed->order_id;
  return {};
}

}  // namespace holdfast::scenario
