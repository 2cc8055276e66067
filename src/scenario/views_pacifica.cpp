#include <fmt/format.h>

#include "scenario/views.hpp"
#include "sim/solana/keys.hpp"

namespace holdfast::scenario {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t one = 1'000'000'000;

Price dollar() { return Price::from_units(one); }

}  // namespace

void Views::begin_pacifica(const std::string& address) {
  owner_ = address.empty() ? sim::solana::keypair_named(name_).address : address;
  stranger_ = sim::solana::keypair_named("a stranger").address;
  for (sim::Simulator& simulator : simulators_) {
    auto& exchange = simulator.world().pacifica;
    exchange.accounts = {owner_, stranger_};
  }
}

void Views::add_pacifica(const InstrumentPlan& plan) {
  tokens_[plan.id] = plan.ticker;
  for (sim::Simulator& simulator : simulators_) {
    auto& markets = simulator.world().pacifica.markets;
    sim::pacifica::Market market{
        .symbol = plan.ticker, .mark = dollar(), .created = base_ - std::chrono::days{29}};
    market.tick = Price::from_units(1'000);
    market.lot = Quantity::from_units(1'000);
    markets.insert_or_assign(plan.ticker, std::move(market));
  }
}

// The rows are old; that the account is as listed is the venue's word of this moment, and so is the
// number of the listing.
void Views::list_pacifica(View view, const std::vector<HeldPlan>& rows, UtcTime now) {
  sim::World& world = simulators_.at(view).world();
  auto& exchange = world.pacifica;
  exchange.timeline = sim::Timeline<sim::pacifica::Books, sim::pacifica::AccountEvent>{};
  exchange.order_nonce = 1'000'000;
  const UtcTime at = base_ - std::chrono::days{20};
  for (const HeldPlan& row : rows) {
    if (row.quantity.is_zero()) continue;  // the venue has no flat rows
    const InstrumentPlan& plan = plan_of(row.instrument);
    static_cast<void>(exchange.trade({.account = owner_,
                                      .symbol = plan.ticker,
                                      .change = row.quantity,
                                      .price = row.average_price.value_or(dollar()),
                                      .fee = Money{},
                                      .isolated = plan.isolated},
                                     at));
  }
  exchange.order_nonce = 2'000'000 + ++listings_;
  exchange.timeline.record({.at = now,
                            .account = owner_,
                            .order_nonce = exchange.order_nonce,
                            .what = sim::pacifica::CashMove{}});
}

// So many positions, whichever they are.
void Views::count_pacifica(std::int64_t positions, UtcTime now) {
  std::vector<HeldPlan> rows;
  for (std::int64_t i = 0; i < positions; ++i) {
    const std::string id = fmt::format("COUNTED{}", i);
    const InstrumentPlan plan{.id = id, .venue = venue_, .ticker = id};
    plans_.emplace(id, plan);
    add_pacifica(plan);
    rows.push_back({.instrument = id, .quantity = Quantity::from_units(one)});
  }
  list_pacifica(witness, rows, now);
}

Result<void> Views::fill_pacifica(const AddFill& fill, UtcTime at) {
  const InstrumentPlan& plan = plan_of(fill.instrument);
  const auto done = simulators_[events].world().pacifica.trade({.account = owner_,
                                                                .symbol = plan.ticker,
                                                                .change = fill.change,
                                                                .price = fill.price,
                                                                .fee = fill.fee.value_or(Money{}),
                                                                .isolated = plan.isolated},
                                                               at);
  return done ? Result<void>{} : tl::make_unexpected(done.error());
}

// The venue takes the whole position at its price.
Result<void> Views::settle_pacifica(const AddSettlement& settlement, UtcTime at) {
  return simulators_[events].world().pacifica.take(owner_, plan_of(settlement.instrument).ticker,
                                                   "settlement", settlement.payout, at);
}

// One row of the funding history: it carries the whole position's size, and changes none.
Result<void> Views::add(const AddFunding& funding, UtcTime at) {
  auto& exchange = simulators_[events].world().pacifica;
  const std::string& symbol = plan_of(funding.instrument).ticker;
  const auto& positions = exchange.truth(owner_).positions;
  const auto held = positions.find(symbol);
  exchange.timeline.record(
      {.at = at,
       .account = owner_,
       .order_nonce = exchange.order_nonce,
       .what = sim::pacifica::FundingPayment{
           .history_id = ++exchange.history_ids,
           .symbol = symbol,
           .amount = held == positions.end() ? Quantity{} : held->second.amount,
           .payout = funding.received,
           .rate = exchange.markets.at(symbol).funding_rate,
           .at = at}});
  return {};
}

Result<void> Views::order_pacifica(const SetOrder& order, UtcTime at) {
  auto& exchange = simulators_[events].world().pacifica;
  const auto size = [](Quantity q) { return Quantity::from_units(std::abs(q.units())); };
  sim::pacifica::Order shown{.symbol = plan_of(order.instrument).ticker,
                             .is_buy = !order.change.is_negative(),
                             .price = order.price.value_or(dollar()),
                             .amount = size(order.change),
                             .filled = size(order.filled),
                             .created = at,
                             .updated = at};
  const auto known = orders_.find(order.id);
  shown.id = known == orders_.end() ? ++exchange.order_nonce : std::stoll(known->second);
  orders_[order.id] = std::to_string(shown.id);
  shown.status = order.state == "resting" ? (shown.filled.is_zero() ? "open" : "partially_filled")
                 : order.state == "executed" ? "filled"
                 : order.state == "rejected" ? "rejected"
                                             : "cancelled";
  exchange.timeline.record({.at = at,
                            .account = owner_,
                            .order_nonce = exchange.order_nonce,
                            .what = sim::pacifica::OrderChange{shown}});
  return {};
}

}  // namespace holdfast::scenario
