#include "scenario/views.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/demo.hpp"
#include "sim/polymarket/contracts.hpp"
#include "sim/polymarket/ctf_ids.hpp"

namespace holdfast::scenario {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t one = 1'000'000'000;

Price half() { return Price::from_units(one / 2); }

// Every view shows its world as it is; delays are the file's business.
sim::Simulator quiet_world(UtcTime base) {
  sim::World world{7, base - std::chrono::days{30}};
  world.kalshi.lags = {.positions = 0s,
                       .orders = 0s,
                       .fills = 0s,
                       .settlements = 0s,
                       .balance = 0s,
                       .archive = std::chrono::hours{24 * 365}};
  world.kalshi.rate_limits = false;
  world.polymarket.lags = {
      .positions = 0s, .activity = 0s, .trades = 0s, .value = 0s, .settlement = 0s};
  world.polymarket.cdn = false;
  world.polymarket.rate_limits = false;
  return sim::Simulator{std::move(world)};
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string_view data_venue(VenueName venue) {
  return venue == VenueName::kalshi ? "kalshi" : "polymarket-data";
}

}  // namespace

const std::string& Views::wallet() {
  static const std::string address = sim::polymarket::safe_wallet_of(std::string{sim::demo_owner});
  return address;
}

std::string_view Views::owner() { return sim::demo_owner; }

Views::Views(const Scenario& scenario, UtcTime base, const std::string& kalshi_public_pem)
    : base_{base}, simulators_{quiet_world(base), quiet_world(base), quiet_world(base)} {
  const UtcTime began = base - std::chrono::days{30};
  for (sim::Simulator& simulator : simulators_) {
    sim::kalshi::Exchange& exchange = simulator.world().kalshi;
    exchange.members["main"] = {.user_id = "main"};
    exchange.members["stranger"] = {.user_id = "stranger"};
    exchange.keys[std::string{kalshi_key_id}] = {.id = std::string{kalshi_key_id},
                                                 .account = "main",
                                                 .name = "scenario",
                                                 .public_pem = kalshi_public_pem};
    sim::polymarket::VenueWorld& venue = simulator.world().polymarket;
    venue.chain.accounts[wallet()] = {.kind = sim::polygon::WalletKind::safe,
                                      .owner = std::string{owner()}};
    venue.profiles[wallet()] = {.name = "scenario", .pseudonym = "Quiet-Harbour"};
    venue.approve(wallet(), began);
  }
  add_markets(scenario);
}

void Views::add_markets(const Scenario& scenario) {
  std::map<std::string, std::vector<const InstrumentPlan*>> markets;
  for (const InstrumentPlan& plan : scenario.instruments) {
    plans_.emplace(plan.id, plan);
    if (plan.venue == VenueName::kalshi) {
      add_kalshi(plan);
    } else {
      markets[plan.market.empty() ? plan.id : plan.market].push_back(&plan);
    }
  }
  for (const auto& [name, plans] : markets) add_polymarket(name, plans);
}

void Views::add_kalshi(const InstrumentPlan& plan) {
  const UtcTime began = base_ - std::chrono::days{29};
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
                                                          .close_at = base_ + std::chrono::days{30},
                                                          .updated_at = began,
                                                          .last_price = half(),
                                                          .step = Price::from_units(one / 100)});
  }
}

// The same draws in every world give the same ids.
void Views::add_polymarket(const std::string& market,
                           const std::vector<const InstrumentPlan*>& plans) {
  for (sim::Simulator& simulator : simulators_) {
    sim::World& world = simulator.world();
    sim::polymarket::MarketPlan plan{.slug = market,
                                     .question = market,
                                     .neg_risk = plans.front()->negative_risk,
                                     .price = half(),
                                     .created_at = base_ - std::chrono::days{29},
                                     .end_at = base_ + std::chrono::days{30}};
    for (std::size_t i = 0; i < plans.size() && i < 2; ++i) plan.outcomes.at(i) = plans[i]->outcome;
    if (plan.outcomes[0] == plan.outcomes[1]) plan.outcomes[1] = "other";
    const auto condition = world.polymarket.add_market(plan, world.random);
    auto& made = world.polymarket.markets.at(condition);
    for (std::size_t i = 0; i < plans.size() && i < 2; ++i) {
      std::string& token = made.outcomes.at(i).token_id;
      if (!plans[i]->token_id.empty()) {
        world.polymarket.tokens.erase(token);
        token = plans[i]->token_id;
        world.polymarket.tokens[token] = condition;
      }
      tokens_[plans[i]->id] = token;
    }
  }
}

sim::Simulator& Views::answering(std::string_view target) {
  if (target.starts_with("/polygon/")) return simulators_[chain];
  const bool feed = contains(target, "/portfolio/fills") ||
                    contains(target, "/portfolio/settlements") ||
                    contains(target, "/portfolio/orders") || contains(target, "/historical/") ||
                    contains(target, "/activity");
  return simulators_[feed ? events : listing];
}

const InstrumentPlan& Views::plan_of(const std::string& instrument) const {
  return plans_.at(instrument);
}

std::string Views::token_of(const std::string& instrument) const {
  const auto found = tokens_.find(instrument);
  return found == tokens_.end() ? instrument : found->second;
}

PositionKey Views::key_of(const AccountId& account, const std::string& instrument) const {
  const InstrumentPlan& plan = plan_of(instrument);
  const bool kalshi = plan.venue == VenueName::kalshi;
  return {.account = account,
          .venue = plan.venue,
          .subaccount = plan.subaccount,
          .shard = plan.shard,
          .instrument = InstrumentId{kalshi ? plan.ticker : token_of(instrument)}};
}

Result<void> Views::begin(const std::vector<HeldPlan>& held, UtcTime now) {
  std::map<VenueName, std::vector<HeldPlan>> rows;
  for (const HeldPlan& row : held) {
    const VenueName venue = plan_of(row.instrument).venue;
    rows[venue].push_back(row);
    const UtcTime at = now - 1h;
    if (row.average_price) {
      auto added = add(AddFill{.account = row.account,
                               .instrument = row.instrument,
                               .change = row.quantity,
                               .price = *row.average_price,
                               .fee = Money{}},
                       at);
      if (!added) return added;
    } else if (venue == VenueName::polymarket) {
      slip_in(token_of(row.instrument), row.quantity, at);
    }
    if (venue == VenueName::polymarket) set_balance(token_of(row.instrument), row.quantity, now);
  }
  list_kalshi(rows[VenueName::kalshi]);
  list_polymarket(rows[VenueName::polymarket]);
  return {};
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

void Views::list_polymarket(const std::vector<HeldPlan>& rows) {
  auto& venue = simulators_[listing].world().polymarket;
  venue.timeline = sim::Timeline<sim::polymarket::Wallets, sim::polymarket::WalletEvent>{};
  for (const HeldPlan& row : rows) {
    venue.timeline.record({.at = base_ - std::chrono::days{20},
                           .wallet = wallet(),
                           .legs = {{.token_id = token_of(row.instrument),
                                     .change = row.quantity,
                                     .price = row.average_price.value_or(half())}}});
  }
}

std::vector<HeldPlan> Views::with_filler(const ShowHoldings& show) {
  std::vector<HeldPlan> rows = show.rows;
  for (std::int64_t i = 0; i < show.filler; ++i) {
    const std::string id = fmt::format("FILLER-{:04}", i);
    const bool is_new = filler_.insert(id).second;
    if (is_new) {
      InstrumentPlan plan{.id = id, .venue = show.venue, .outcome = "Yes", .ticker = id};
      plans_.emplace(id, plan);
      if (show.venue == VenueName::kalshi) {
        add_kalshi(plan);
      } else {
        add_polymarket(id, {&plan});
        set_balance(token_of(id), Quantity::from_units(10 * one), base_);
      }
    }
    rows.push_back({.instrument = id, .quantity = Quantity::from_units(10 * one)});
  }
  return rows;
}

Result<void> Views::show(const ShowHoldings& show, UtcTime now) {
  if (show.venue == VenueName::kalshi) {
    list_kalshi(with_filler(show));
  } else {
    list_polymarket(with_filler(show));
  }
  const std::string_view endpoint = show.then.kind == Delivery::Kind::auth_as_empty ? "*"
                                    : show.then.kind == Delivery::Kind::stale_watermark
                                        ? "user_data_timestamp"
                                    : show.venue == VenueName::kalshi ? "positions"
                                                                      : "v2_positions";
  deliver(listing, data_venue(show.venue), endpoint, show.then, now);
  return {};
}

Result<void> Views::show(const ShowBalances& show, UtcTime now) {
  for (const HeldPlan& row : show.rows) set_balance(token_of(row.instrument), row.quantity, now);
  deliver(chain, show.then.kind == Delivery::Kind::one_lies ? "polygon/2" : "*", "*", show.then,
          now);
  return {};
}

Result<void> Views::show(const ShowEvents& show, UtcTime now) {
  deliver(events, data_venue(show.venue), "*", show.then, now);
  return {};
}

// A minute ago, so that the finalised block has it already.
void Views::set_balance(const std::string& token, Quantity balance, UtcTime now) {
  auto& venue = simulators_[chain].world().polymarket;
  const auto* market = venue.market_of(token);
  if (market == nullptr) return;
  const auto change = (balance.units() - balances_[token].units()) / 1'000;  // 6 decimals
  balances_[token] = balance;
  if (change == 0) return;
  const std::string nobody{sim::polymarket::zero_address};
  sim::polygon::Transfer transfer{.block = sim::polygon::Chain::height_at(now - 1min),
                                  .transaction_hash = simulators_[chain].world().random.hex32(),
                                  .contract = sim::polymarket::VenueWorld::ledger_of(*market),
                                  .operator_address = nobody,
                                  .from = change > 0 ? nobody : wallet(),
                                  .to = change > 0 ? wallet() : nobody,
                                  .ids = {U256::parse_decimal(token).value_or(U256{})},
                                  .values = {static_cast<std::uint64_t>(std::abs(change))}};
  venue.chain.add(std::move(transfer));
}

}  // namespace holdfast::scenario
