#include "sim/dflow/venue_world.hpp"

#include <algorithm>

#include "sim/solana/keys.hpp"

namespace holdfast::sim::dflow {
namespace {

constexpr std::int64_t units_of_atom = 1'000;
constexpr std::int64_t one = 1'000'000'000;
constexpr std::uint64_t contract = 1'000'000;  // atoms

std::uint64_t atoms_of(Quantity contracts) {
  return static_cast<std::uint64_t>(contracts.units() / units_of_atom);
}

// What so many contracts cost or bring, in the settlement mint's smallest unit.
std::uint64_t cash_of(std::uint64_t atoms, Price price) {
  return static_cast<std::uint64_t>(Int128{atoms} * price.units() / one);
}

}  // namespace

std::string program_of(const VenueWorld& world, const std::string& mint) {
  const bool is_2022 = world.mints.contains(mint) || mint == solana::cash_mint ||
                       world.strangers_2022.contains(mint);
  return std::string{is_2022 ? solana::token_2022_program : solana::token_program};
}

const Market* VenueWorld::market_of(const std::string& mint) const {
  const auto ticker = mints.find(mint);
  return ticker == mints.end() ? nullptr : &markets.at(ticker->second);
}

const Rail* VenueWorld::rail_of(const std::string& mint) const {
  const auto* market = market_of(mint);
  if (market == nullptr) return nullptr;
  const auto found = std::ranges::find_if(market->rails, [&](const Rail& rail) {
    return rail.yes_mint == mint || rail.no_mint == mint;
  });
  return &*found;
}

Market& VenueWorld::add_market(const MarketPlan& plan) {
  Market market{.ticker = plan.ticker,
                .event_ticker = plan.event_ticker,
                .title = plan.title,
                .yes_title = "Yes",
                .no_title = "No",
                .opened_at = plan.opened_at,
                .closes_at = plan.closes_at,
                .yes_bid = plan.yes_bid};
  for (const auto& name : plan.rails) {
    const auto place = plan.ticker + " " + name;
    market.rails.push_back(
        {.settlement_mint = std::string{name == "CASH" ? solana::cash_mint : solana::usdc_mint},
         .ledger = solana::address_named("ledger " + place),
         .yes_mint = solana::address_named("yes " + place),
         .no_mint = solana::address_named("no " + place)});
    mints[market.rails.back().yes_mint] = plan.ticker;
    mints[market.rails.back().no_mint] = plan.ticker;
  }
  return markets.insert_or_assign(plan.ticker, std::move(market)).first->second;
}

solana::Change VenueWorld::change(const std::string& wallet, const std::string& mint,
                                  std::int64_t atoms) const {
  const auto program = program_of(*this, mint);
  return {.account = solana::token_account_of(wallet, program, mint),
          .owner = wallet,
          .mint = mint,
          .program = program,
          .amount = atoms};
}

std::string VenueWorld::send(UtcTime at, std::vector<solana::Change> changes,
                             std::string signature) {
  if (signature.empty()) signature = solana::signature_named(std::to_string(random.next()));
  chain.add({.slot = solana::Chain::slot_at(at) + 1,
             .signature = signature,
             .changes = std::move(changes)});
  return signature;
}

void VenueWorld::note_trade(Trade trade) {
  trade.id = next_trade_++;
  trades.push_back(std::move(trade));
}

Result<std::string> VenueWorld::trade(const HandTrade& trade, UtcTime at, std::string signature) {
  const auto* rail = rail_of(trade.mint);
  if (rail == nullptr) return fail(Fault::refused, "no outcome mint: " + trade.mint);
  const auto* market = market_of(trade.mint);
  if (market->status != "active") return fail(Fault::refused, market->ticker + " is not active");
  if (trade.contracts.units() <= 0 || trade.contracts.units() % units_of_atom != 0) {
    return fail(Fault::refused, "contracts are above zero, in steps of 0.000001");
  }
  if (trade.price.is_negative() || trade.price.units() > one) {
    return fail(Fault::refused, "price is not within 0..1: " + trade.price.text());
  }
  return trade.sells ? sell(trade, *rail, at, std::move(signature))
                     : buy(trade, *rail, at, std::move(signature));
}

Result<std::string> VenueWorld::buy(const HandTrade& trade, const Rail& rail, UtcTime at,
                                    std::string signature) {
  const auto atoms = atoms_of(trade.contracts);
  if (atoms % contract != 0) return fail(Fault::refused, "route_not_found: whole contracts only");
  if (unverified.contains(trade.wallet)) {
    return fail(Fault::refused, "unverified_wallet_not_allowed: " + trade.wallet);
  }
  const auto fee = static_cast<std::uint64_t>(trade.fee.units() / units_of_atom);
  const auto paid = cash_of(atoms, trade.price) + fee;
  if (chain.held(trade.wallet, rail.settlement_mint) < paid) {
    return fail(Fault::refused, "not enough of the settlement mint");
  }
  auto opened =
      send(at, {change(trade.wallet, rail.settlement_mint, -static_cast<std::int64_t>(paid))},
           std::move(signature));
  const auto filled_at = at + lags.fill;
  const auto filled =
      send(filled_at, {change(trade.wallet, trade.mint, static_cast<std::int64_t>(atoms))});
  orders[opened] = {.signature = opened,
                    .wallet = trade.wallet,
                    .input_mint = rail.settlement_mint,
                    .output_mint = trade.mint,
                    .input = paid,
                    .opened_at = at,
                    .fills = {{filled_at, filled, paid, atoms}},
                    .closed_at = filled_at};
  note_trade({.at = filled_at,
              .event = "fill",
              .signature = filled,
              .order = solana::address_named("order " + opened),
              .wallet = trade.wallet,
              .ticker = mints.at(trade.mint),
              .side = rail.yes_mint == trade.mint ? "yes" : "no",
              .input_mint = rail.settlement_mint,
              .output_mint = trade.mint,
              .input = paid,
              .output = atoms,
              .fee = fee});
  return opened;
}

Result<std::string> VenueWorld::sell(const HandTrade& trade, const Rail& rail, UtcTime at,
                                     std::string signature) {
  const auto atoms = atoms_of(trade.contracts);
  const auto filled_atoms = std::min(atoms, atoms_of(trade.filled));
  if (chain.held(trade.wallet, trade.mint) < atoms) {
    return fail(Fault::refused, "the wallet holds less than that");
  }
  const auto fee = static_cast<std::uint64_t>(trade.fee.units() / units_of_atom);
  auto escrow = change(trade.wallet, trade.mint, -static_cast<std::int64_t>(atoms));
  escrow.closes = trade.closes && chain.held(trade.wallet, trade.mint) == atoms;
  auto opened = send(at, {escrow}, std::move(signature));
  Order order{.signature = opened,
              .wallet = trade.wallet,
              .input_mint = trade.mint,
              .output_mint = rail.settlement_mint,
              .input = atoms,
              .opened_at = at};
  const auto done_at = at + lags.fill;
  if (!trade.stays_open && filled_atoms > 0) {
    const auto worth = cash_of(filled_atoms, trade.price);
    const auto got = worth > fee ? worth - fee : 0;
    const auto filled =
        send(done_at, {change(trade.wallet, rail.settlement_mint, static_cast<std::int64_t>(got))});
    order.fills.push_back({done_at, filled, filled_atoms, got});
    note_trade({.at = done_at,
                .event = "fill",
                .signature = filled,
                .order = solana::address_named("order " + opened),
                .wallet = trade.wallet,
                .ticker = mints.at(trade.mint),
                .side = rail.yes_mint == trade.mint ? "yes" : "no",
                .input_mint = trade.mint,
                .output_mint = rail.settlement_mint,
                .input = filled_atoms,
                .output = got,
                .fee = fee});
  }
  if (!trade.stays_open && filled_atoms < atoms) {
    const auto rest = atoms - filled_atoms;
    const auto back =
        send(done_at, {change(trade.wallet, trade.mint, static_cast<std::int64_t>(rest))});
    order.reverts.push_back({done_at, back, rest});
    order.failed = filled_atoms == 0;
  }
  if (!trade.stays_open) order.closed_at = done_at;
  orders[opened] = std::move(order);
  return opened;
}

Result<std::string> VenueWorld::transfer(const std::string& from, const std::string& to,
                                         const std::string& mint, std::uint64_t atoms, UtcTime at) {
  if (!solana::is_address(to)) return fail(Fault::refused, "not an address: " + to);
  if (chain.held(from, mint) < atoms) return fail(Fault::refused, from + " holds less than that");
  const auto moved = static_cast<std::int64_t>(atoms);
  return send(at, {change(from, mint, -moved), change(to, mint, moved)});
}

Result<std::string> VenueWorld::deposit(const std::string& wallet, const std::string& mint,
                                        std::uint64_t atoms, const std::string& account,
                                        UtcTime at) {
  if (!solana::is_address(wallet)) return fail(Fault::refused, "not an address: " + wallet);
  if (!solana::is_address(mint)) return fail(Fault::refused, "not a mint: " + mint);
  auto came = change(wallet, mint, static_cast<std::int64_t>(atoms));
  if (!account.empty()) came.account = solana::address_named("account " + account);
  return send(at, {came});
}

Result<std::string> VenueWorld::close_account(const std::string& wallet, const std::string& mint,
                                              UtcTime at) {
  if (chain.held(wallet, mint) > 0) return fail(Fault::refused, "the account is not empty");
  auto ended = change(wallet, mint, 0);
  ended.closes = true;
  return send(at, {ended});
}

Result<void> VenueWorld::settle(const std::string& ticker, const std::string& result,
                                std::optional<std::int64_t> scalar_bps,
                                const std::string& redemption) {
  const auto found = markets.find(ticker);
  if (found == markets.end()) return fail(Fault::refused, "no such market: " + ticker);
  Market& market = found->second;
  market.result = result;
  market.status = redemption == "pending" ? "determined" : "finalized";
  market.yes_bid = {};
  for (Rail& rail : market.rails) {
    rail.redemption = redemption;
    rail.scalar_bps = scalar_bps;
  }
  return {};
}

Result<std::string> VenueWorld::redeem(const std::string& wallet, const std::string& mint,
                                       UtcTime at) {
  const auto* rail = rail_of(mint);
  if (rail == nullptr) return fail(Fault::refused, "no outcome mint: " + mint);
  const auto* market = market_of(mint);
  const bool yes = rail->yes_mint == mint;
  const auto atoms = chain.held(wallet, mint);
  if (rail->redemption != "open" || atoms == 0) {
    return fail(Fault::refused, "route_not_found: nothing to redeem");
  }
  std::uint64_t paid = 0;
  if (rail->scalar_bps) {
    const auto part =
        static_cast<std::uint64_t>(yes ? *rail->scalar_bps : 10'000 - *rail->scalar_bps);
    paid = atoms * part / 10'000;
  } else if (market->result == (yes ? "yes" : "no")) {
    paid = atoms;
  } else {
    return fail(Fault::refused, "route_not_found: it lost");
  }
  auto signature =
      send(at, {change(wallet, mint, -static_cast<std::int64_t>(atoms)),
                change(wallet, rail->settlement_mint, static_cast<std::int64_t>(paid))});
  note_trade({.at = at,
              .event = "redemption",
              .signature = signature,
              .order = solana::address_named("order " + signature),
              .wallet = wallet,
              .ticker = market->ticker,
              .side = yes ? "yes" : "no",
              .input_mint = mint,
              .output_mint = rail->settlement_mint,
              .input = atoms,
              .output = paid});
  return signature;
}

}  // namespace holdfast::sim::dflow
