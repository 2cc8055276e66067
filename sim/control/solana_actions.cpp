#include "sim/control/actions.hpp"
#include "sim/privy/auth.hpp"
#include "sim/solana/keys.hpp"

namespace holdfast::sim::control {
namespace {

namespace df = holdfast::sim::dflow;

Result<Node> answer(std::string_view verb, const Result<std::string>& signature) {
  if (!signature) return tl::make_unexpected(signature.error());
  return Node::object({{"did", Node::text(verb)}, {"signature", Node::text(*signature)}});
}

std::uint64_t atoms(Quantity amount) { return static_cast<std::uint64_t>(amount.units() / 1'000); }

// A mint by itself, or by ticker, side and rail.
std::string mint_of(World& world, Fields& fields) {
  if (const auto mint = fields.maybe_text("mint")) {
    if (*mint == "USDC") return std::string{solana::usdc_mint};
    return *mint == "CASH" ? std::string{solana::cash_mint} : *mint;
  }
  const auto ticker = fields.text("ticker");
  const auto side = fields.text("side", "yes");
  const auto rail = fields.text("rail", "USDC");
  const auto found = world.dflow.markets.find(ticker);
  if (found == world.dflow.markets.end()) {
    fields.refuse("no such market: " + ticker);
    return {};
  }
  const auto settlement = rail == "CASH" ? solana::cash_mint : solana::usdc_mint;
  for (const auto& one : found->second.rails) {
    if (one.settlement_mint == settlement) return side == "no" ? one.no_mint : one.yes_mint;
  }
  fields.refuse(ticker + " has no rail " + rail);
  return {};
}

Result<Node> add_market(World& world, Fields& fields, UtcTime at) {
  df::MarketPlan plan{.ticker = fields.text("ticker")};
  plan.event_ticker = fields.text("event_ticker", plan.ticker.substr(0, plan.ticker.rfind('-')));
  plan.title = fields.text("title", plan.ticker);
  if (const auto rails = fields.texts("rails"); !rails.empty()) plan.rails = rails;
  plan.yes_bid = fields.maybe_price("price").value_or(Price::from_units(500'000'000));
  plan.opened_at = at - std::chrono::days{1};
  plan.closes_at = fields.time("close_time", at + std::chrono::days{30});
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto& market = world.dflow.add_market(plan);
  auto rails = Node::object();
  for (const auto& rail : market.rails) {
    rails.set(rail.settlement_mint, Node::object({{"yes_mint", Node::text(rail.yes_mint)},
                                                  {"no_mint", Node::text(rail.no_mint)}}));
  }
  return Node::object({{"did", Node::text("add_market")},
                       {"ticker", Node::text(market.ticker)},
                       {"rails", std::move(rails)}});
}

Result<Node> trade(World& world, bool sells, Fields& fields, UtcTime at) {
  df::HandTrade order{.wallet = fields.text("wallet"),
                      .mint = mint_of(world, fields),
                      .contracts = fields.quantity("contracts"),
                      .price = fields.price("price"),
                      .fee = fields.maybe_money("fee").value_or(Money{}),
                      .sells = sells};
  order.filled = order.contracts;
  const auto outcome = fields.text("outcome", "filled");
  if (outcome == "failed") order.filled = Quantity{};
  if (outcome == "partial") order.filled = fields.quantity("filled");
  order.stays_open = outcome == "open";
  order.closes = fields.flag("close_account", false);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto signature = world.dflow.trade(order, at);
  // Told as pending, and not as unknown, while no block has it.
  if (signature && outcome == "pending") world.dflow.quoted.insert(*signature);
  return answer(sells ? "sell" : "buy", signature);
}

Result<Node> transfer(World& world, Fields& fields, UtcTime at) {
  const auto from = fields.text("from");
  const auto to = fields.text("to");
  const auto mint = mint_of(world, fields);
  const auto amount = atoms(fields.quantity("contracts"));
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return answer("transfer", world.dflow.transfer(from, to, mint, amount, at));
}

Result<Node> deposit(World& world, Fields& fields, UtcTime at) {
  const auto wallet = fields.text("wallet");
  const auto mint = mint_of(world, fields);
  const auto amount = atoms(fields.quantity("amount"));
  const auto account = fields.text("account", "");
  const auto decimals = fields.number("decimals", 6);
  const auto program = fields.text("program", "");
  if (!program.empty() && program != "token" && program != "token-2022") {
    fields.refuse("program is token or token-2022");
  }
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  if (program == "token-2022") world.dflow.strangers_2022.insert(mint);
  if (decimals != 6) world.dflow.chain.decimals[mint] = static_cast<std::uint32_t>(decimals);
  return answer("deposit", world.dflow.deposit(wallet, mint, amount, account, at));
}

Result<Node> close_or_redeem(World& world, const std::string& verb, Fields& fields, UtcTime at) {
  const auto wallet = fields.text("wallet");
  const auto mint = mint_of(world, fields);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return answer(verb, verb == "redeem" ? world.dflow.redeem(wallet, mint, at)
                                       : world.dflow.close_account(wallet, mint, at));
}

Result<Node> settle(World& world, Fields& fields) {
  const auto ticker = fields.text("ticker");
  const auto result = fields.text("result", "yes");
  const auto bps = fields.maybe_text("scalar_bps");
  const auto redemption = fields.text("redemption", "open");
  const auto part = fields.number("scalar_bps", 0);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto done = world.dflow.settle(ticker, result == "scalar" ? "" : result,
                                       bps ? std::optional{part} : std::nullopt, redemption);
  if (!done) return tl::make_unexpected(done.error());
  return Node::object({{"did", Node::text("settle")}});
}

Result<Node> set_wallet(World& world, Fields& fields) {
  const auto wallet = fields.text("wallet");
  const bool verified = fields.flag("verified", true);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  if (verified) {
    world.dflow.unverified.erase(wallet);
  } else {
    world.dflow.unverified.insert(wallet);
  }
  return Node::object({{"did", Node::text("set_wallet")}});
}

Result<Node> add_server_wallet(World& world, Fields& fields, UtcTime at) {
  const auto id = fields.text("wallet_id");
  const auto owner = fields.text("public_key", "");
  if (!owner.empty() && !privy::is_owner_key(owner)) {
    fields.refuse("public_key is a P-256 key, SPKI in base64");
  }
  if (world.privy.wallets.contains(id)) fields.refuse("there is a server wallet " + id);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto owner_id = owner.empty() ? std::string{} : world.dflow.random.hex32().substr(2, 24);
  world.privy.wallets.emplace(
      id, privy::Wallet{.created = at, .owner_key = owner, .owner_id = owner_id});
  return Node::object({{"did", Node::text("add_server_wallet")},
                       {"address", Node::text(solana::keypair_named(id).address)}});
}

Result<Node> set_service(World& world, Fields& fields) {
  auto& venue = world.dflow;
  if (fields.maybe_text("accounts_cap")) {
    venue.accounts_cap = static_cast<std::size_t>(fields.number("accounts_cap", 0));
  }
  venue.api_key = fields.text("api_key", venue.api_key);
  world.privy.sponsor_credits = fields.flag("sponsor_credits", world.privy.sponsor_credits);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  return Node::object({{"did", Node::text("set_service")}});
}

}  // namespace

std::optional<Result<Node>> act_kalshi_solana(World& world, const std::string& verb, Fields& fields,
                                              UtcTime at) {
  if (verb == "add_market") return add_market(world, fields, at);
  if (verb == "buy" || verb == "sell") return trade(world, verb == "sell", fields, at);
  if (verb == "transfer") return transfer(world, fields, at);
  if (verb == "deposit") return deposit(world, fields, at);
  if (verb == "close_account" || verb == "redeem") {
    return close_or_redeem(world, verb, fields, at);
  }
  if (verb == "settle") return settle(world, fields);
  if (verb == "set_wallet") return set_wallet(world, fields);
  if (verb == "add_server_wallet") return add_server_wallet(world, fields, at);
  if (verb == "set_service") return set_service(world, fields);
  return std::nullopt;
}

// Every wallet's token accounts as they are, in smallest units.
Node kalshi_solana_truth(const World& world) {
  auto wallets = Node::object();
  for (const auto& [address, account] : world.dflow.chain.accounts_at(UINT64_MAX)) {
    if (wallets.find(account.owner) == nullptr) wallets.set(account.owner, Node::list());
    const auto* market = world.dflow.market_of(account.mint);
    auto row = Node::object({{"account", Node::text(address)},
                             {"mint", Node::text(account.mint)},
                             {"amount", Node::text(std::to_string(account.amount))}});
    if (market != nullptr) row.set("ticker", Node::text(market->ticker));
    wallets.find(account.owner)->push(std::move(row));
  }
  return Node::object({{"wallets", std::move(wallets)}});
}

}  // namespace holdfast::sim::control
