#include "chain/solana_witness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "chain/excuses.hpp"
#include "crypto/solana_address.hpp"

namespace holdfast::solana {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t accounts_per_call = 100;  // of getMultipleAccounts
constexpr std::int64_t units_of_atom = 1'000;   // outcome tokens have six decimals, we have nine

// What one endpoint said of every asked key.
struct Statement {
  std::string endpoint;
  std::uint64_t slot{};
  UtcTime at;
  std::map<PositionKey, Int128> atoms;
};

using Sums = std::map<std::string, Int128>;  // by mint

// An account that cannot be read leaves its mint's sum unknown: it is not counted as nothing.
Result<Sums> sums_of(const AccountsPage& page) {
  Sums sums;
  for (const TokenAccount& account : page.accounts) {
    if (!account.amount) return fail(Fault::malformed, account.mint + ": " + account.flaw);
    sums[account.mint] += Int128{*account.amount};
  }
  return sums;
}

struct Balances {
  std::uint64_t slot{};
  Sums sums;
};

// The endpoint's own cap is hit: the accounts derived from the asked mints, and where they show
// nothing a direct question about the mint, since its tokens may lie in another account. A wallet
// that keeps one mint in two accounts reads too low here: that contradicts, it never ends anything.
Async<Balances> ask_mints(Endpoint& endpoint, std::string owner, std::set<std::string> mints,
                          std::uint64_t min_slot, RawTape& tape) {
  static const auto program = crypto::SolanaAddress::parse(token_2022_program).value();
  const auto wallet = crypto::SolanaAddress::parse(owner);
  if (!wallet) co_return tl::make_unexpected(wallet.error());
  std::vector<std::string> derived;
  for (const std::string& mint : mints) {
    const auto token = crypto::SolanaAddress::parse(mint);
    if (!token) co_return tl::make_unexpected(token.error());
    if (const auto at = crypto::token_account_of(*wallet, program, *token)) {
      derived.push_back(at->text());
    }
  }
  Balances balances{.slot = UINT64_MAX, .sums = {}};
  for (std::size_t first = 0; first < derived.size(); first += accounts_per_call) {
    const auto last = std::min(derived.size(), first + accounts_per_call);
    const std::vector<std::string> part{derived.begin() + static_cast<std::ptrdiff_t>(first),
                                        derived.begin() + static_cast<std::ptrdiff_t>(last)};
    auto page = co_await endpoint.accounts(part, min_slot, tape);
    if (!page) co_return tl::make_unexpected(std::move(page).error());
    // A derived account can be handed to another owner; then it is not ours.
    std::erase_if(page->accounts, [&](const TokenAccount& a) { return a.owner != owner; });
    const auto sums = sums_of(*page);
    if (!sums) co_return tl::make_unexpected(sums.error());
    balances.slot = std::min(balances.slot, page->slot);
    balances.sums.insert(sums->begin(), sums->end());
  }
  for (const std::string& mint : mints) {
    if (const auto known = balances.sums.find(mint);
        known != balances.sums.end() && known->second > 0) {
      continue;
    }
    const auto page = co_await endpoint.mint_accounts(owner, mint, min_slot, tape);
    if (!page) co_return tl::make_unexpected(page.error());
    const auto sums = sums_of(*page);
    if (!sums) co_return tl::make_unexpected(sums.error());
    balances.slot = std::min(balances.slot, page->slot);
    balances.sums.insert(sums->begin(), sums->end());
  }
  co_return balances;
}

Async<Balances> ask_wallet(Endpoint& endpoint, std::string owner, std::set<std::string> mints,
                           std::uint64_t min_slot, RawTape& tape) {
  const auto page =
      co_await endpoint.token_accounts(owner, std::string{token_2022_program}, min_slot, tape);
  if (!page && page.error().fault == Fault::incomplete) {
    co_return co_await ask_mints(endpoint, owner, std::move(mints), min_slot, tape);
  }
  if (!page) co_return tl::make_unexpected(page.error());
  auto sums = sums_of(*page);
  if (!sums) co_return tl::make_unexpected(std::move(sums).error());
  co_return Balances{page->slot, *std::move(sums)};
}

// A node a few slots behind catches up within seconds: it is asked again before it is left out.
Async<Balances> ask_patiently(Endpoint& endpoint, std::string owner, std::set<std::string> mints,
                              std::uint64_t min_slot, Clock& clock, RawTape& tape) {
  constexpr int rounds_max = 6;
  for (int round = 1;; ++round) {
    auto balances = co_await ask_wallet(endpoint, owner, mints, min_slot, tape);
    const bool behind = !balances && balances.error().fault == Fault::not_now;
    if (!behind || round == rounds_max) co_return balances;
    co_await clock.sleep_for(400ms);
  }
}

using KeysOfWallet = std::map<std::string, std::vector<PositionKey>>;

Async<Statement> question_endpoint(Endpoint& endpoint, const KeysOfWallet& wallets,
                                   const SolanaChain& listed, Clock& clock, RawTape& tape) {
  const auto chain = co_await endpoint.check_chain(tape);
  if (!chain) co_return tl::make_unexpected(chain.error());
  Statement statement{.endpoint = endpoint.name(), .slot = UINT64_MAX, .at = {}, .atoms = {}};
  for (const auto& [owner, keys] : wallets) {
    std::set<std::string> mints;
    for (const PositionKey& key : keys) mints.insert(key.instrument.text);
    const auto balances = co_await ask_patiently(endpoint, owner, std::move(mints),
                                                 listed.newest_slot(owner), clock, tape);
    if (!balances) co_return tl::make_unexpected(balances.error());
    statement.slot = std::min(statement.slot, balances->slot);
    for (const PositionKey& key : keys) {
      const auto found = balances->sums.find(key.instrument.text);
      statement.atoms[key] = found == balances->sums.end() ? Int128{0} : found->second;
    }
  }
  const auto at = co_await endpoint.block_time(statement.slot, tape);
  if (!at) co_return tl::make_unexpected(at.error());
  statement.at = *at;
  co_return statement;
}

std::uint32_t providers_of(const std::vector<Statement>& statements) {
  std::set<std::string> hosts;
  for (const Statement& statement : statements) {
    hosts.insert(json_rpc::provider_of(statement.endpoint));
  }
  return static_cast<std::uint32_t>(hosts.size());
}

void compare_key(const PositionKey& key, const std::vector<Statement>& statements,
                 Readings& readings) {
  const Statement& oldest = *std::ranges::min_element(statements, {}, &Statement::slot);
  const Int128 atoms = oldest.atoms.at(key);
  std::string said;
  bool same = true;
  for (const Statement& statement : statements) {
    const Int128 theirs = statement.atoms.at(key);
    same = same && theirs == atoms;
    said += fmt::format("{}{} says {} at slot {}", said.empty() ? "" : ", ", statement.endpoint,
                        decimal_text(theirs, 6), statement.slot);
  }
  const auto quantity = Quantity::from_wide(atoms * units_of_atom);
  if (!same || !quantity) {
    readings.disputed.emplace(key, same ? quantity.error().what : said);
    return;
  }
  readings.agreed.emplace(
      key, Reading{.quantity = *quantity,
                   .evidence = {.kind = EvidenceKind::chain_balance,
                                .id = fmt::format("solana:{}", oldest.slot),
                                .at = oldest.at,
                                .text = fmt::format("balance {} by {}", quantity->text(),
                                                    readings.text)},
                   .endpoints = providers_of(statements)});
}

}  // namespace

SolanaWitness::SolanaWitness(WitnessConfig config, const SolanaChain& listed, Transport& transport,
                             Clock& clock)
    : holders_{std::move(config.holders)}, listed_{listed}, clock_{clock} {
  for (const json_rpc::EndpointAddress& address : config.chain.endpoints) {
    endpoints_.emplace_back(address, Reader{config.chain.commitment, config.chain.genesis},
                            transport, clock);
  }
}

Async<std::vector<IdentityCheck>> SolanaWitness::identify(RawTape& tape) {
  std::vector<IdentityCheck> checks;
  for (Endpoint& endpoint : endpoints_) {
    checks.push_back(json_rpc::endpoint_check(
        "solana", endpoint.name(), co_await endpoint.check_chain(tape), "it serves the main net",
        "give another endpoint of Solana's main net (SOLANA_RPC_URLS)"));
  }
  co_return checks;
}

Async<Readings> SolanaWitness::read(std::vector<PositionKey> keys, RawTape& tape) {
  KeysOfWallet wallets;
  for (const PositionKey& key : keys) {
    const auto holder = holders_.find(key.account);
    if (holder == holders_.end() || key.venue != VenueName::kalshi_solana) {
      co_return fail(Fault::identity, "no wallet on Solana is known for " + key.account.text);
    }
    wallets[holder->second].push_back(key);
  }
  json_rpc::Excuses excuses;
  std::vector<Statement> statements;
  for (Endpoint& endpoint : endpoints_) {
    auto statement = co_await question_endpoint(endpoint, wallets, listed_, clock_, tape);
    if (statement) {
      statements.push_back(*std::move(statement));
    } else if (statement.error().fault == Fault::cancelled) {
      co_return tl::make_unexpected(std::move(statement).error());
    } else {
      excuses.add(endpoint.name(), statement.error());
    }
  }
  if (statements.empty()) co_return excuses.fault("Solana");
  Readings readings;
  readings.endpoints_asked = static_cast<std::uint32_t>(endpoints_.size());
  readings.endpoints_answered = static_cast<std::uint32_t>(statements.size());
  readings.text = fmt::format("{} of {} endpoints at slot {}", statements.size(), endpoints_.size(),
                              std::ranges::min_element(statements, {}, &Statement::slot)->slot);
  for (const PositionKey& key : keys) compare_key(key, statements, readings);
  readings.text += excuses.text();
  co_return readings;
}

}  // namespace holdfast::solana
