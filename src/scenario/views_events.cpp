#include <map>
#include <utility>

#include "scenario/views.hpp"

// What the feeds tell and how answers are bent.
namespace holdfast::scenario {
namespace {

constexpr std::int64_t one = 1'000'000'000;

sim::FaultKind bent_by(Delivery::Kind kind) {
  using Kind = Delivery::Kind;
  switch (kind) {
    case Kind::cut_after_page:
      return sim::FaultKind::page_cut;
    case Kind::error:
      return sim::FaultKind::http;
    case Kind::auth_as_empty:
      return sim::FaultKind::auth_as_empty;
    case Kind::body_error:
      return sim::FaultKind::empty;
    case Kind::schema_renamed:
      return sim::FaultKind::rename_field;
    case Kind::duplicate_row:
      return sim::FaultKind::duplicate_row;
    case Kind::stale_watermark:
      return sim::FaultKind::stale;
    case Kind::wrong_owner:
      return sim::FaultKind::wrong_owner;
    case Kind::behind:
      return sim::FaultKind::behind;
    case Kind::one_lies:
      return sim::FaultKind::lie;
    case Kind::timeout:
    case Kind::complete:
      break;
  }
  return sim::FaultKind::timeout;
}

std::map<std::string, std::string> parameters_of(const Delivery& delivery) {
  using Kind = Delivery::Kind;
  switch (delivery.kind) {
    case Kind::error:
      return {{"status", std::to_string(delivery.number)}};
    case Kind::body_error:
      return {{"body", R"({"error":"internal","success":false})"}};
    case Kind::schema_renamed:
      return {{"from", delivery.text}, {"to", delivery.text + "_renamed"}};
    case Kind::stale_watermark:
      return {{"age_ms", "600000"}};
    default:
      return {};
  }
}

}  // namespace

void Views::deliver(View view, std::string_view venue, std::string_view endpoint,
                    const Delivery& delivery, UtcTime now) {
  sim::Faults& faults = simulators_.at(view).world().faults;
  auto& set = switches_[{view, view == chain ? "chain" : std::string{venue}}];
  for (const std::uint64_t id : std::exchange(set, {})) faults.clear(id);
  if (delivery.kind == Delivery::Kind::complete) return;
  sim::SetFault fault{.venue = std::string{venue},
                      .endpoint = std::string{endpoint},
                      .kind = bent_by(delivery.kind),
                      .params = parameters_of(delivery),
                      .since = now};
  if (delivery.kind == Delivery::Kind::cut_after_page) fault.skip = delivery.number - 1;
  if (delivery.page > 1) fault.match = "cursor=";
  set.push_back(faults.set(std::move(fault)));
}

void Views::slip_in(const std::string& token, Quantity needed, UtcTime at) {
  auto& venue = simulators_[events].world().polymarket;
  const auto missing = needed.units() - venue.held(wallet(), token).units();
  if (missing <= 0) return;
  venue.timeline.record({.at = at - std::chrono::seconds{60},
                         .wallet = wallet(),
                         .legs = {{.token_id = token,
                                   .change = Quantity::from_units(missing),
                                   .price = Price::from_units(one / 2)}}});
}

Result<void> Views::add(const AddFill& fill, UtcTime at) {
  sim::World& world = simulators_[events].world();
  const InstrumentPlan& plan = plan_of(fill.instrument);
  const bool sells = fill.change.is_negative();
  const auto size = Quantity::from_units(sells ? -fill.change.units() : fill.change.units());
  if (plan.venue == VenueName::kalshi) {
    const auto done = world.kalshi.trade({.account = "main",
                                          .ticker = plan.ticker,
                                          .subaccount = plan.subaccount,
                                          .change = fill.change,
                                          .yes_price = fill.price,
                                          .fee = fill.fee.value_or(Money{}),
                                          .sells = sells},
                                         at, world.random);
    return done ? Result<void>{} : tl::make_unexpected(done.error());
  }
  const std::string token = token_of(fill.instrument);
  if (sells) slip_in(token, size, at);
  const auto done = world.polymarket.trade(
      {.wallet = wallet(), .token_id = token, .size = size, .price = fill.price, .sells = sells},
      at, world.random);
  return done ? Result<void>{} : tl::make_unexpected(done.error());
}

Result<void> Views::add(const AddSettlement& settlement, UtcTime at) {
  sim::World& world = simulators_[events].world();
  const InstrumentPlan& plan = plan_of(settlement.instrument);
  if (plan.venue == VenueName::kalshi) {
    const auto units = settlement.payout.units();
    const std::string result = units == one ? "yes" : units == 0 ? "no" : "scalar";
    return world.kalshi.settle(plan.ticker, result, settlement.payout, at);
  }
  const auto* market = world.polymarket.market_of(token_of(settlement.instrument));
  const std::string condition = market->condition_id;
  if (!market->resolved_at) {
    const bool first = market->outcomes[0].token_id == token_of(settlement.instrument);
    auto resolved = world.polymarket.resolve(
        condition, first ? settlement.payout : Price::from_units(one - settlement.payout.units()),
        at - std::chrono::seconds{10});
    if (!resolved) return resolved;
  }
  auto done = world.polymarket.redeem(wallet(), condition, at, world.random);
  return done ? Result<void>{} : tl::make_unexpected(done.error());
}

Result<void> Views::add(const AddMove& move, UtcTime at) {
  sim::World& world = simulators_[events].world();
  const auto* market = world.polymarket.market_of(token_of(move.instrument));
  const std::string condition = market->condition_id;
  if (move.kind == AddMove::Kind::merge) {
    for (const auto& outcome : market->outcomes) slip_in(outcome.token_id, move.quantity, at);
  }
  const auto done =
      move.kind == AddMove::Kind::merge
          ? world.polymarket.merge(wallet(), condition, move.quantity, at, world.random)
          : world.polymarket.split(wallet(), condition, move.quantity, at, world.random);
  return done ? Result<void>{} : tl::make_unexpected(done.error());
}

Result<void> Views::set(const SetMarket& market, UtcTime now) {
  const InstrumentPlan& plan = plan_of(market.instrument);
  for (sim::Simulator& simulator : simulators_) {
    sim::World& world = simulator.world();
    if (plan.venue == VenueName::kalshi) {
      auto& known = world.kalshi.markets.at(plan.ticker);
      known.status = market.state == "open"     ? "active"
                     : market.state == "paused" ? "inactive"
                     : market.state == "closed" ? "closed"
                                                : "finalized";
      if (market.payout) known.settlement_value = *market.payout;
      known.updated_at = now;
      continue;
    }
    if (market.state != "resolved") continue;
    const std::string token = token_of(market.instrument);
    const auto* known = world.polymarket.market_of(token);
    if (known->resolved_at) continue;
    const bool first = known->outcomes[0].token_id == token;
    const auto payout = first ? *market.payout : Price::from_units(one - market.payout->units());
    auto done =
        world.polymarket.resolve(known->condition_id, payout, now - std::chrono::seconds{30});
    if (!done) return done;
  }
  return {};
}

}  // namespace holdfast::scenario
