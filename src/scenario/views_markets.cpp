#include "scenario/views.hpp"

// What the venue's market data say, the same in every view.
namespace holdfast::scenario {
namespace {

constexpr std::int64_t one = 1'000'000'000;

std::string_view kalshi_status(std::string_view state) {
  if (state == "open") return "active";
  if (state == "paused") return "inactive";
  return state == "closed" ? "closed" : "finalized";
}

}  // namespace

Result<void> Views::set(const SetMarket& market, UtcTime now) {
  const InstrumentPlan& plan = plan_of(market.instrument);
  const std::string token = token_of(market.instrument);
  const bool resolves = market.state == "resolved";
  if (venue_ == VenueName::kalshi_solana && resolves) return resolve_solana(plan, *market.payout);
  if (venue_ == VenueName::polymarket && resolves) {
    auto done = resolve_polymarket(token, *market.payout, now - std::chrono::seconds{30});
    if (!done) return done;
  }
  for (sim::Simulator& simulator : simulators_) {
    sim::World& world = simulator.world();
    if (venue_ == VenueName::kalshi) {
      auto& known = world.kalshi.markets.at(plan.ticker);
      known.status = kalshi_status(market.state);
      if (market.payout) known.settlement_value = *market.payout;
      if (market.closes) known.close_at = base_ + *market.closes;
      known.updated_at = now;
    } else if (venue_ == VenueName::kalshi_solana) {
      auto& known = world.dflow.markets.at(plan.ticker);
      known.status = kalshi_status(market.state);
      if (market.closes) known.closes_at = base_ + *market.closes;
    } else if (venue_ == VenueName::polymarket) {
      auto& known = world.polymarket.markets.at(world.polymarket.tokens.at(token));
      if (market.closes) known.end_at = base_ + *market.closes;
      known.closed = market.state == "closed";
      known.paused = market.state == "paused";
    } else if (market.state != "open") {
      return fail(Fault::refused, "a perpetual's market has no such state here");
    }
  }
  return {};
}

// What the market is worth, as the venue shows it: the middle of bid and ask, or the last price.
Result<void> Views::set(const SetTick& tick, UtcTime) {
  const InstrumentPlan& plan = plan_of(tick.instrument);
  const Price middle = Price::from_units((tick.bid.units() + tick.ask.units()) / 2);
  for (sim::Simulator& simulator : simulators_) {
    sim::World& world = simulator.world();
    switch (venue_) {
      case VenueName::kalshi: {
        auto& known = world.kalshi.markets.at(plan.ticker);
        known.last_price = middle;
        known.book = {};
        known.book.yes[tick.bid] = Quantity::from_units(100 * one);
        known.book.no[Price::from_units(one - tick.ask.units())] = Quantity::from_units(100 * one);
        break;
      }
      case VenueName::polymarket: {
        const std::string token = token_of(tick.instrument);
        auto& known = world.polymarket.markets.at(world.polymarket.tokens.at(token));
        const bool first = known.outcomes[0].token_id == token;
        known.outcomes.at(first ? 0 : 1).price = middle;
        known.outcomes.at(first ? 1 : 0).price = Price::from_units(one - middle.units());
        break;
      }
      case VenueName::pacifica:
        world.pacifica.markets.at(plan.ticker).mark = middle;
        break;
      case VenueName::kalshi_solana: {
        const bool no = plan.outcome == "No";
        world.dflow.markets.at(plan.ticker).yes_bid =
            no ? Price::from_units(one - tick.ask.units()) : tick.bid;
        break;
      }
    }
  }
  return {};
}

}  // namespace holdfast::scenario
