#include <algorithm>

#include "scenario/views.hpp"
#include "sim/encoding.hpp"
#include "sim/polymarket/contracts.hpp"
#include "sim/polymarket/ctf_ids.hpp"

namespace holdfast::scenario {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t one = 1'000'000'000;

Price half() { return Price::from_units(one / 2); }

}  // namespace

void Views::begin_polymarket(const std::string& address) {
  signer_ = "0x" + sim::hex_text(sim::keccak256(sim::bytes_of(name_))).substr(26);
  owner_ = address.empty() ? sim::polymarket::safe_wallet_of(signer_) : address;
  stranger_ = sim::polymarket::safe_wallet_of("0x" + std::string(40, 'b'));
  const UtcTime began = base_ - std::chrono::days{30};
  for (sim::Simulator& simulator : simulators_) {
    sim::polymarket::VenueWorld& venue = simulator.world().polymarket;
    venue.chain.accounts[owner_] = {.kind = sim::polygon::WalletKind::safe, .owner = signer_};
    venue.profiles[owner_] = {.name = "scenario", .pseudonym = "Quiet-Harbour"};
    venue.approve(owner_, began);
    venue.clob.keys[std::string{api_key}] = {.key = std::string{api_key},
                                             .secret = std::string{api_secret},
                                             .passphrase = std::string{api_passphrase},
                                             .address = signer_};
  }
}

// The same draws in every world give the same ids.
void Views::add_polymarket(const std::string& market,
                           const std::vector<const InstrumentPlan*>& plans) {
  for (sim::Simulator& simulator : simulators_) {
    sim::World& world = simulator.world();
    sim::polymarket::MarketPlan plan{.slug = market,
                                     .question = market,
                                     .event_slug = plans.front()->negative_risk ? "event" : "",
                                     .neg_risk = plans.front()->negative_risk,
                                     .price = half(),
                                     .created_at = base_ - std::chrono::days{29},
                                     .end_at = base_ + plans.front()->closes};
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

void Views::list_polymarket(const std::vector<HeldPlan>& rows) {
  auto& venue = simulators_[listing].world().polymarket;
  venue.timeline = sim::Timeline<sim::polymarket::Wallets, sim::polymarket::WalletEvent>{};
  const auto hold = [&](const std::string& wallet, const HeldPlan& row) {
    venue.timeline.record({.at = base_ - std::chrono::days{20},
                           .wallet = wallet,
                           .legs = {{.token_id = token_of(row.instrument),
                                     .change = row.quantity,
                                     .price = row.average_price.value_or(half())}}});
  };
  for (const HeldPlan& row : rows) hold(owner_, row);
  for (const auto& [id, plan] : plans_) {
    hold(stranger_, {.instrument = id, .quantity = Quantity::from_units(one)});
  }
}

// A minute ago, so that the finalised block has it already.
void Views::set_tokens(const std::string& token, std::int64_t units, UtcTime now) {
  auto& venue = simulators_[witness].world().polymarket;
  const auto* market = venue.market_of(token);
  if (market == nullptr) return;
  const auto change = (units - balances_[token]) / 1'000;  // 6 decimals
  balances_[token] = units;
  if (change == 0) return;
  const std::string nobody{sim::polymarket::zero_address};
  sim::polygon::Transfer transfer{.block = sim::polygon::Chain::height_at(now - 1min),
                                  .transaction_hash = simulators_[witness].world().random.hex32(),
                                  .contract = sim::polymarket::VenueWorld::ledger_of(*market),
                                  .operator_address = nobody,
                                  .from = change > 0 ? nobody : owner_,
                                  .to = change > 0 ? owner_ : nobody,
                                  .ids = {U256::parse_decimal(token).value_or(U256{})},
                                  .values = {static_cast<std::uint64_t>(std::abs(change))}};
  venue.chain.add(std::move(transfer));
}

void Views::slip_in(const std::string& token, Quantity needed, UtcTime at) {
  auto& venue = simulators_[events].world().polymarket;
  const auto missing = needed.units() - venue.held(owner_, token).units();
  if (missing <= 0) return;
  venue.timeline.record(
      {.at = at - 60s,
       .wallet = owner_,
       .legs = {{.token_id = token, .change = Quantity::from_units(missing), .price = half()}}});
}

Result<void> Views::fill_polymarket(const AddFill& fill, UtcTime at) {
  sim::World& world = simulators_[events].world();
  const bool sells = fill.change.is_negative();
  const auto size = Quantity::from_units(sells ? -fill.change.units() : fill.change.units());
  const std::string token = token_of(fill.instrument);
  if (sells) slip_in(token, size, at);
  const auto done = world.polymarket.trade({.wallet = owner_,
                                            .token_id = token,
                                            .size = size,
                                            .price = fill.price,
                                            .sells = sells,
                                            .fee = fill.fee},
                                           at, world.random);
  return done ? Result<void>{} : tl::make_unexpected(done.error());
}

// In every view, once.
Result<void> Views::resolve_polymarket(const std::string& token, Price payout, UtcTime at) {
  for (sim::Simulator& simulator : simulators_) {
    auto& venue = simulator.world().polymarket;
    const auto* market = venue.market_of(token);
    if (market->resolved_at) continue;
    const bool first = market->outcomes[0].token_id == token;
    auto done = venue.resolve(market->condition_id,
                              first ? payout : Price::from_units(one - payout.units()), at);
    if (!done) return done;
  }
  return {};
}

// A market is redeemed once: it pays for both outcomes.
Result<void> Views::redeem_polymarket(const AddSettlement& settlement, UtcTime at) {
  const std::string token = token_of(settlement.instrument);
  if (auto done = resolve_polymarket(token, settlement.payout, at - 10s); !done) return done;
  sim::World& world = simulators_[events].world();
  const std::string condition = world.polymarket.market_of(token)->condition_id;
  if (!redeemed_.insert(condition).second) return {};
  auto done = world.polymarket.redeem(owner_, condition, at, world.random);
  return done ? Result<void>{} : tl::make_unexpected(done.error());
}

void Views::mine(const std::string& transaction) {
  auto& chain = simulators_[witness].world().polymarket.chain;
  for (const auto& transfer : simulators_[events].world().polymarket.chain.transfers()) {
    if (transfer.transaction_hash != transaction || transfer.ids.empty()) continue;
    for (std::size_t i = 0; i < transfer.ids.size(); ++i) {
      const auto units = static_cast<std::int64_t>(transfer.values.at(i)) * 1'000;  // 6 decimals
      balances_[transfer.ids[i].decimal()] += transfer.to == owner_ ? units : -units;
    }
    chain.add(transfer);
  }
}

// The service's word and nothing more: what chain, listing and feed say of it are other steps. Its
// block never comes, so that nothing changes by itself.
Result<void> Views::set(const SetTrade& trade, UtcTime at) {
  auto& clob = simulators_[events].world().polymarket.clob;
  const auto known = std::ranges::find(clob.trades, trade.id, &sim::polymarket::ClobTrade::id);
  if (known != clob.trades.end()) {
    known->status = trade.status;
    known->updated_at = at;
    return {};
  }
  const auto* market = simulators_[events].world().polymarket.market_of(token_of(trade.instrument));
  const sim::polymarket::TradeLeg leg{.order_id = "order-of-" + trade.id,
                                      .owner = std::string{api_key},
                                      .maker = owner_,
                                      .maker_as_sent = owner_,
                                      .token_id = token_of(trade.instrument),
                                      .outcome = plan_of(trade.instrument).outcome,
                                      .buys = !trade.change.is_negative(),
                                      .price = trade.price,
                                      .size = std::abs(trade.change.units()) / 1'000};
  clob.trades.push_back({.id = trade.id,
                         .condition_id = market->condition_id,
                         .taker = leg,
                         .makers = {},
                         .status = trade.status,
                         .block = sim::polygon::Chain::height_at(at) + 1'000'000'000,
                         .matched_at = at,
                         .updated_at = at});
  return {};
}

// The service's word alone, as of a match.
Result<void> Views::order_polymarket(const SetOrder& order, UtcTime at) {
  auto& clob = simulators_[events].world().polymarket.clob;
  const auto units = [](Quantity quantity) { return std::abs(quantity.units()) / 1'000; };
  const std::string token = token_of(order.instrument);
  const std::string id = "order-" + order.id;
  const bool is_new = !clob.orders.contains(id);
  sim::polymarket::ClobOrder& shown = clob.orders[id];
  if (is_new) {
    clob.by_age.push_back(id);
    shown.created = at;
  }
  shown.id = id;
  shown.owner = api_key;
  shown.maker = shown.maker_as_sent = owner_;
  shown.token_id = token;
  shown.condition_id = simulators_[events].world().polymarket.market_of(token)->condition_id;
  shown.outcome = plan_of(order.instrument).outcome;
  shown.buys = !order.change.is_negative();
  shown.price = order.price.value_or(half());
  shown.size = units(order.change);
  shown.matched = units(order.filled);
  shown.status = order.state == "resting"    ? "LIVE"
                 : order.state == "executed" ? "MATCHED"
                 : order.state == "rejected" ? "INVALID"
                                             : "CANCELED";
  return {};
}

// A minute ago, so that the finalised block has it already.
Result<void> Views::set(const SetApproval& approval, UtcTime now) {
  simulators_[witness].world().polymarket.approve_sales(owner_, token_of(approval.instrument),
                                                        approval.approved, now - 1min);
  return {};
}

Result<void> Views::add(const AddMove& move, UtcTime at) {
  sim::World& world = simulators_[events].world();
  sim::polymarket::VenueWorld& venue = world.polymarket;
  const std::string token = token_of(move.instrument);
  const auto* market = venue.market_of(token);
  const std::string condition = market->condition_id;
  Result<std::string> done;
  switch (move.kind) {
    case AddMove::Kind::split:
      done = venue.split(owner_, condition, move.quantity, at, world.random);
      break;
    case AddMove::Kind::merge:
      for (const auto& outcome : market->outcomes) slip_in(outcome.token_id, move.quantity, at);
      done = venue.merge(owner_, condition, move.quantity, at, world.random);
      break;
    case AddMove::Kind::convert:
      slip_in(market->outcomes[1].token_id, move.quantity, at);
      done = venue.convert(owner_, {condition}, move.quantity, at, world.random);
      if (done) mine(*done);
      break;
    case AddMove::Kind::send:
      slip_in(token, move.quantity, at);
      done = venue.transfer(owner_, "0x" + std::string(40, 'b'), token, move.quantity, at,
                            world.random);
      if (done) mine(*done);
      break;
  }
  return done ? Result<void>{} : tl::make_unexpected(done.error());
}

}  // namespace holdfast::scenario
