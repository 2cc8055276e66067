#include "sim/polymarket/venue_world.hpp"

#include <limits>

#include "sim/amount_text.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/contracts.hpp"

namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t one = 1'000'000'000;
constexpr std::int64_t base_unit = 1'000;  // 0.000001 of a share or dollar
constexpr std::int64_t most_shares = 1'000'000;

std::uint64_t base_units(Quantity size) {
  return static_cast<std::uint64_t>(size.units() / base_unit);
}

Result<void> check_size(Quantity size) {
  if (size.units() <= 0 || size.units() % base_unit != 0 || size.units() > most_shares * one) {
    return fail(Fault::refused,
                "size is above zero, in steps of 0.000001, up to 1,000,000 shares: " + size.text());
  }
  return {};
}

// shares x r x p x (1 - p), cut to five decimals.
Money fee_of(const Market& market, Quantity size, Price price) {
  Int128 units = Int128{size.units()} * market.fee_rate.units() / one;
  units = units * price.units() / one * (one - price.units()) / one;
  return Money::from_units(static_cast<std::int64_t>(units / 10'000) * 10'000);
}

// What is left of so many shares when the fee is kept back in them.
Quantity less_fee(Quantity size, Money fee, Price price) {
  const auto kept = Int128{fee.units()} * one / price.units() / base_unit * base_unit;
  return Quantity::from_units(size.units() - static_cast<std::int64_t>(kept));
}

Money worth(Quantity size, Price price) {
  return Money::from_units(
      static_cast<std::int64_t>(Int128{size.units()} * price.units() / one / base_unit) *
      base_unit);
}

polygon::Transfer token_transfer(const Market& market, std::string from, std::string to,
                                 const std::vector<std::string>& tokens, Quantity size,
                                 polygon::Height block, const std::string& hash) {
  polygon::Transfer transfer{.block = block,
                             .transaction_hash = hash,
                             .contract = VenueWorld::ledger_of(market),
                             .operator_address = std::string{exchange_v2},
                             .from = std::move(from),
                             .to = std::move(to)};
  for (const auto& token : tokens) {
    transfer.ids.push_back(U256::parse_decimal(token).value_or(U256{}));
    transfer.values.push_back(base_units(size));
  }
  return transfer;
}

}  // namespace

const Market* VenueWorld::market_of(const std::string& token_id) const {
  const auto token = tokens.find(token_id);
  if (token == tokens.end()) return nullptr;
  const auto market = markets.find(token->second);
  return market == markets.end() ? nullptr : &market->second;
}

const Outcome* VenueWorld::outcome_of(const std::string& token_id) const {
  const auto* market = market_of(token_id);
  if (market == nullptr) return nullptr;
  return &market->outcomes.at(market->outcomes[0].token_id == token_id ? 0 : 1);
}

std::string VenueWorld::ledger_of(const Market& market) {
  return std::string{market.version == "v2" ? position_manager : conditional_tokens};
}

Quantity VenueWorld::held(const std::string& wallet, const std::string& token_id) const {
  const auto* known = timeline.truth().find(wallet);
  if (known == nullptr) return {};
  const auto holding = known->holdings.find(token_id);
  return holding == known->holdings.end() ? Quantity{} : holding->second.size;
}

void VenueWorld::move_cash(const std::string& wallet, Int128 units, polygon::Height block,
                           const std::string& hash) {
  if (units == 0) return;
  const bool out = units < 0;
  const auto size = static_cast<std::uint64_t>((out ? -units : units) / base_unit);
  const std::string exchange{exchange_v2};
  chain.add(polygon::Transfer{.block = block,
                              .transaction_hash = hash,
                              .contract = std::string{pusd},
                              .operator_address = exchange,
                              .from = out ? wallet : exchange,
                              .to = out ? exchange : wallet,
                              .values = {size}});
}

Result<std::string> VenueWorld::trade(const HandTrade& trade, UtcTime at, Random& random) {
  if (const auto ok = check_size(trade.size); !ok) return tl::make_unexpected(ok.error());
  const auto token = tokens.find(trade.token_id);
  if (token == tokens.end()) return fail(Fault::refused, "no such token: " + trade.token_id);
  if (trade.price.is_negative() || trade.price.units() > one) {
    return fail(Fault::refused, "price is not within 0..1: " + trade.price.text());
  }
  Market& market = markets.at(token->second);
  if (market.resolved_at) return fail(Fault::refused, market.slug + " is resolved");
  if (trade.sells && held(trade.wallet, trade.token_id) < trade.size) {
    return fail(Fault::refused, "not enough balance / allowance: " + trade.wallet + " holds " +
                                    held(trade.wallet, trade.token_id).text());
  }
  const auto block = polygon::Chain::height_at(at + lags.settlement) + 1;
  auto hash = random.hex32();
  settle(trade, {.block = block,
                 .hash = hash,
                 .cash = worth(trade.size, trade.price),
                 .fee = trade.fee.value_or(fee_of(market, trade.size, trade.price))});
  const auto index = market.outcomes[0].token_id == trade.token_id ? 0U : 1U;
  market.move_to(index == 0 ? trade.price : Price::from_units(one - trade.price.units()));
  return hash;
}

void VenueWorld::settle(const HandTrade& trade, const Settlement& settlement) {
  const Market& market = *market_of(trade.token_id);
  const auto& [block, hash, cash, fee, by_clob] = settlement;
  const bool in_shares = market.fee_in_shares && !trade.sells;
  const auto moved = in_shares ? less_fee(trade.size, fee, trade.price) : trade.size;
  const auto on_top = in_shares ? 0 : fee.units();
  const auto usdc =
      Money::from_units(trade.sells ? cash.units() - fee.units() : cash.units() + on_top);
  const std::string exchange{exchange_v2};
  chain.add(token_transfer(market, trade.sells ? trade.wallet : exchange,
                           trade.sells ? exchange : trade.wallet, {trade.token_id}, moved, block,
                           hash));
  move_cash(trade.wallet, trade.sells ? usdc.units() : -usdc.units(), block, hash);
  timeline.record(
      {.at = polygon::Chain::time_of(block),
       .wallet = trade.wallet,
       .legs = {{.token_id = trade.token_id,
                 .change = Quantity::from_units(trade.sells ? -moved.units() : moved.units()),
                 .price = trade.price,
                 .fee = trade.sells ? Money{} : fee}},
       .type = "TRADE",
       .token_id = trade.token_id,
       .condition_id = market.condition_id,
       .side = trade.sells ? "SELL" : "BUY",
       .size = trade.size,
       .price = trade.price,
       .usdc = usdc,
       .transaction_hash = hash,
       .by_clob = by_clob});
}

Result<std::string> VenueWorld::move_sets(const std::string& wallet, const std::string& condition,
                                          Quantity size, UtcTime at, Random& random, int sign) {
  if (const auto ok = check_size(size); !ok) return tl::make_unexpected(ok.error());
  const auto found = markets.find(condition);
  if (found == markets.end()) return fail(Fault::refused, "no such condition: " + condition);
  const Market& market = found->second;
  const bool splits = sign > 0;
  const auto block = polygon::Chain::height_at(at + lags.settlement) + 1;
  auto hash = random.hex32();
  WalletEvent event{.at = polygon::Chain::time_of(block),
                    .wallet = wallet,
                    .type = splits ? "SPLIT" : "MERGE",
                    .condition_id = condition,
                    .size = size,
                    .usdc = Money::from_units(size.units()),
                    .transaction_hash = hash};
  std::vector<std::string> both;
  for (const auto& outcome : market.outcomes) {
    if (!splits && held(wallet, outcome.token_id) < size) {
      return fail(Fault::refused, "a merge needs that many of both outcomes");
    }
    both.push_back(outcome.token_id);
    event.legs.push_back({.token_id = outcome.token_id,
                          .change = Quantity::from_units(sign * size.units()),
                          .price = Price::from_units(one / 2)});
  }
  const std::string nobody{zero_address};
  chain.add(token_transfer(market, splits ? nobody : wallet, splits ? wallet : nobody, both, size,
                           block, hash));
  move_cash(wallet, -sign * Int128{size.units()}, block, hash);
  timeline.record(std::move(event));
  return hash;
}

Result<std::string> VenueWorld::split(const std::string& wallet, const std::string& condition,
                                      Quantity size, UtcTime at, Random& random) {
  return move_sets(wallet, condition, size, at, random, 1);
}

Result<std::string> VenueWorld::merge(const std::string& wallet, const std::string& condition,
                                      Quantity size, UtcTime at, Random& random) {
  return move_sets(wallet, condition, size, at, random, -1);
}

Result<std::string> VenueWorld::transfer(const std::string& from, const std::string& to,
                                         const std::string& token_id, Quantity size, UtcTime at,
                                         Random& random) {
  if (const auto ok = check_size(size); !ok) return tl::make_unexpected(ok.error());
  const auto* market = market_of(token_id);
  if (market == nullptr) return fail(Fault::refused, "no such token: " + token_id);
  if (held(from, token_id) < size) return fail(Fault::refused, from + " holds less than that");
  const auto block = polygon::Chain::height_at(at) + 1;
  auto hash = random.hex32();
  const auto when = polygon::Chain::time_of(block);
  auto sent = token_transfer(*market, from, to, {token_id}, size, block, hash);
  sent.operator_address = from;
  chain.add(std::move(sent));
  const auto price = outcome_of(token_id)->price;
  timeline.record(
      {.at = when,
       .wallet = from,
       .legs = {
           {.token_id = token_id, .change = Quantity::from_units(-size.units()), .price = price}}});
  timeline.record(
      {.at = when,
       .wallet = to,
       .legs = {
           {.token_id = token_id, .change = size, .price = price, .counts_as_bought = false}}});
  return hash;
}

Result<std::string> VenueWorld::redeem(const std::string& wallet, const std::string& condition,
                                       UtcTime at, Random& random) {
  const auto found = markets.find(condition);
  if (found == markets.end()) return fail(Fault::refused, "no such condition: " + condition);
  const Market& market = found->second;
  if (!market.resolved_at) return fail(Fault::refused, market.slug + " is not resolved");
  const auto block = polygon::Chain::height_at(at) + 1;
  auto hash = random.hex32();
  WalletEvent event{.at = polygon::Chain::time_of(block),
                    .wallet = wallet,
                    .type = "REDEEM",
                    .condition_id = condition,
                    .transaction_hash = hash};
  Int128 paid = 0;
  Int128 burnt = 0;
  for (const auto& outcome : market.outcomes) {
    const auto size = held(wallet, outcome.token_id);
    if (size.is_zero()) continue;
    const auto payout = outcome.payout.value_or(Price{});
    chain.add(token_transfer(market, wallet, std::string{zero_address}, {outcome.token_id}, size,
                             block, hash));
    event.legs.push_back({.token_id = outcome.token_id,
                          .change = Quantity::from_units(-size.units()),
                          .price = payout});
    paid += worth(size, payout).units();
    burnt += size.units();
  }
  if (event.legs.empty()) return fail(Fault::refused, wallet + " holds nothing of " + market.slug);
  event.size = Quantity::from_units(static_cast<std::int64_t>(burnt));
  event.usdc = Money::from_units(static_cast<std::int64_t>(paid));
  move_cash(wallet, paid, block, hash);
  timeline.record(std::move(event));
  return hash;
}

Result<void> VenueWorld::resolve(const std::string& condition, Price first_payout, UtcTime at) {
  const auto found = markets.find(condition);
  if (found == markets.end()) return fail(Fault::refused, "no such condition: " + condition);
  Market& market = found->second;
  if (market.resolved_at) return fail(Fault::refused, market.slug + " is resolved already");
  if (first_payout.is_negative() || first_payout.units() > one) {
    return fail(Fault::refused, "a payout is within 0..1");
  }
  const auto second = Price::from_units(one - first_payout.units());
  const auto block = polygon::Chain::height_at(at) + 1;
  market.resolved_at = polygon::Chain::time_of(block);
  market.outcomes[0].payout = market.outcomes[0].price = first_payout;
  market.outcomes[1].payout = market.outcomes[1].price = second;
  const auto numerator = [](Price payout) {
    return static_cast<std::uint64_t>(payout.units() / base_unit);
  };
  chain.add(polygon::Payout{.block = block,
                            .condition_id = condition,
                            .numerators = {numerator(first_payout), numerator(second)}});
  return {};
}

Result<std::string> VenueWorld::deposit(const std::string& wallet, Money amount, UtcTime at,
                                        Random& random) {
  const auto block = polygon::Chain::height_at(at) + 1;
  auto hash = random.hex32();
  move_cash(wallet, amount.units(), block, hash);
  timeline.record({.at = polygon::Chain::time_of(block),
                   .wallet = wallet,
                   .type = amount.is_negative() ? "WITHDRAWAL" : "DEPOSIT",
                   .usdc = Money::from_units(static_cast<std::int64_t>(magnitude(amount))),
                   .transaction_hash = hash});
  return hash;
}

void VenueWorld::approve(const std::string& wallet, UtcTime at) {
  const auto block = polygon::Chain::height_at(at);
  constexpr auto unlimited = std::numeric_limits<std::uint64_t>::max();
  const auto allow = [&](std::string_view contract, std::string_view spender, bool for_all) {
    chain.add(polygon::Approval{.block = block,
                                .contract = std::string{contract},
                                .owner = wallet,
                                .spender = std::string{spender},
                                .for_all = for_all,
                                .allowance = for_all ? 0 : unlimited});
  };
  for (const auto spender :
       {exchange_v2, neg_risk_exchange_v2, ctf_collateral_adapter, neg_risk_collateral_adapter}) {
    allow(conditional_tokens, spender, true);
    allow(pusd, spender, false);
  }
  allow(position_manager, exchange_v3, true);
  allow(pusd, exchange_v3, false);
}

void VenueWorld::approve_sales(const std::string& wallet, const std::string& token, bool approved,
                               UtcTime at) {
  const auto set = [&](std::string_view contract, std::string_view exchange) {
    chain.add(polygon::Approval{.block = polygon::Chain::height_at(at),
                                .contract = std::string{contract},
                                .owner = wallet,
                                .spender = std::string{exchange},
                                .for_all = approved});
  };
  if (const auto* market = market_of(token)) {
    set(ledger_of(*market), exchange_of(*market).contract);
    return;
  }
  set(conditional_tokens, exchange_v2);
  set(conditional_tokens, neg_risk_exchange_v2);
  set(position_manager, exchange_v3);
}

}  // namespace holdfast::sim::polymarket
