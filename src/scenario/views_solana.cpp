#include <fmt/format.h>

#include "scenario/views.hpp"
#include "sim/solana/keys.hpp"

namespace holdfast::scenario {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t one = 1'000'000'000;
constexpr std::int64_t units_of_atom = 1'000;  // six decimals there, nine here

}  // namespace

void Views::begin_solana(const std::string& address) {
  owner_ = address.empty() ? sim::solana::keypair_named(name_).address : address;
  stranger_ = sim::solana::keypair_named("a stranger").address;
  for (sim::Simulator& simulator : simulators_) {
    static_cast<void>(simulator.world().dflow.deposit(owner_, std::string{sim::solana::usdc_mint},
                                                      1'000'000'000'000, "",
                                                      base_ - std::chrono::days{30}));
  }
}

// YES and NO of one market are two mints.
void Views::add_solana(const InstrumentPlan& plan) {
  for (sim::Simulator& simulator : simulators_) {
    auto& venue = simulator.world().dflow;
    if (!venue.markets.contains(plan.ticker)) {
      static_cast<void>(venue.add_market({.ticker = plan.ticker,
                                          .event_ticker = "E-" + plan.ticker,
                                          .title = plan.ticker,
                                          .rails = {"USDC"},
                                          .yes_bid = Price::from_units(one / 2),
                                          .opened_at = base_ - std::chrono::days{29},
                                          .closes_at = base_ + plan.closes}));
    }
    auto& rail = venue.markets.at(plan.ticker).rails.front();
    std::string& mint = plan.outcome == "No" ? rail.no_mint : rail.yes_mint;
    if (!plan.token_id.empty()) {
      venue.mints.erase(mint);
      mint = plan.token_id;
      venue.mints[mint] = plan.ticker;
    }
    tokens_[plan.id] = mint;
  }
}

void Views::set_atoms(View view, const std::string& mint, std::int64_t atoms, UtcTime at) {
  auto& venue = simulators_.at(view).world().dflow;
  const auto held = static_cast<std::int64_t>(venue.chain.held(owner_, mint));
  if (held == atoms) return;
  const std::string program = sim::dflow::program_of(venue, mint);
  venue.chain.add({.slot = sim::solana::Chain::slot_at(at) + 1,
                   .signature = sim::solana::signature_named(std::to_string(venue.random.next())),
                   .changes = {{.account = sim::solana::token_account_of(owner_, program, mint),
                                .owner = owner_,
                                .mint = mint,
                                .program = program,
                                .amount = atoms - held}}});
}

// A row of zero is an account that is empty; no row, an account that is not there. A minute ago, so
// that the finalised slot has it.
void Views::list_solana(const std::vector<HeldPlan>& rows, UtcTime now) {
  auto& chain = simulators_[listing].world().dflow.chain;
  chain = sim::solana::Chain{};
  set_atoms(listing, std::string{sim::solana::usdc_mint}, 1'000'000'000'000,
            base_ - std::chrono::days{30});
  for (const HeldPlan& row : rows) {
    const std::string mint = token_of(row.instrument);
    const std::int64_t atoms = row.quantity.units() / units_of_atom;
    if (atoms == 0) set_atoms(listing, mint, 1, now - 2min);
    set_atoms(listing, mint, atoms, now - 1min);
  }
}

// Long before the ledger's time: no feed that is asked tells of it.
void Views::slip_in_atoms(const std::string& mint, std::int64_t needed) {
  const auto held =
      static_cast<std::int64_t>(simulators_[events].world().dflow.chain.held(owner_, mint));
  if (held < needed) set_atoms(events, mint, needed, base_ - std::chrono::days{29});
}

Result<void> Views::fill_solana(const AddFill& fill, UtcTime at) {
  auto& venue = simulators_[events].world().dflow;
  const std::string mint = token_of(fill.instrument);
  const bool sells = fill.change.is_negative();
  const auto size = Quantity::from_units(std::abs(fill.change.units()));
  if (sells) slip_in_atoms(mint, size.units() / units_of_atom);
  const auto done = venue.trade({.wallet = owner_,
                                 .mint = mint,
                                 .contracts = size,
                                 .price = fill.price,
                                 .fee = fill.fee.value_or(Money{}),
                                 .sells = sells,
                                 .filled = size},
                                at);
  return done ? Result<void>{} : tl::make_unexpected(done.error());
}

// A sale whose order stays open: the tokens are in escrow, and nobody knows yet what becomes of
// them. Or one that failed: they came back.
Result<void> Views::order_solana(const SetOrder& order, UtcTime at) {
  if (!order.change.is_negative() || orders_.contains(order.id)) {
    return fail(Fault::refused, "on Solana an order is a sale, told of once: open, or rejected");
  }
  orders_[order.id] = order.id;
  const std::string mint = token_of(order.instrument);
  const auto size = Quantity::from_units(-order.change.units());
  slip_in_atoms(mint, size.units() / units_of_atom);
  const auto done =
      simulators_[events].world().dflow.trade({.wallet = owner_,
                                               .mint = mint,
                                               .contracts = size,
                                               .price = order.price.value_or(Price{}),
                                               .sells = true,
                                               .filled = Quantity{},
                                               .stays_open = order.state == "resting"},
                                              at);
  return done ? Result<void>{} : tl::make_unexpected(done.error());
}

Result<void> Views::resolve_solana(const InstrumentPlan& plan, Price payout) {
  const bool no = plan.outcome == "No";
  const Price yes = no ? Price::from_units(one - payout.units()) : payout;
  const bool scalar = yes.units() != 0 && yes.units() != one;
  for (sim::Simulator& simulator : simulators_) {
    auto done = simulator.world().dflow.settle(
        plan.ticker,
        scalar          ? ""
        : yes.is_zero() ? "no"
                        : "yes",
        scalar ? std::optional{yes.units() / 100'000} : std::nullopt, "open");
    if (!done) return done;
  }
  return {};
}

Result<void> Views::redeem_solana(const AddSettlement& settlement, UtcTime at) {
  const InstrumentPlan& plan = plan_of(settlement.instrument);
  if (auto resolved = resolve_solana(plan, settlement.payout); !resolved) return resolved;
  const auto done = simulators_[events].world().dflow.redeem(owner_, token_of(plan.id), at);
  return done ? Result<void>{} : tl::make_unexpected(done.error());
}

}  // namespace holdfast::scenario
