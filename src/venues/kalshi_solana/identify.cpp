#include <fmt/format.h>

#include <algorithm>

#include "crypto/solana_address.hpp"
#include "venues/kalshi_solana/listing.hpp"
#include "venues/kalshi_solana/venue.hpp"

namespace holdfast::kalshi_solana {
namespace {

constexpr std::string_view fix =
    "set SOLANA_WALLET, or `address` of the [[account]], to the wallet that holds the outcome "
    "tokens";

}  // namespace

// The wallet is the candidate's when it holds, or traded, something the ledger knows. Where the
// ledger knows nothing but the name, any token account or trade of it will do.
Async<bool> KalshiSolanaVenue::is_proven(std::string wallet, RawTape& tape) {
  const auto listing = co_await chain_.token_accounts(wallet, tape);
  if (!listing) co_return tl::make_unexpected(listing.error());
  const History& history = config_.history;
  const bool knows_nothing = history.mints.empty() && history.signatures.empty();
  const bool holds = std::ranges::any_of(listing->accounts, [&](const TokenAccount& account) {
    return knows_nothing || history.mints.contains(account.mint);
  });
  if (holds) co_return true;
  const auto trades = co_await list_trades(wallet, UtcTime{}, tape);
  if (!trades) co_return tl::make_unexpected(trades.error());
  co_return std::ranges::any_of(*trades, [&](const Trade& trade) {
    return knows_nothing || history.signatures.contains(trade.signature);
  });
}

// Exactly one candidate that passes, or nobody.
Async<void> KalshiSolanaVenue::find_wallet(RawTape& tape) {
  const auto& candidates = config_.history.candidates;
  if (candidates.empty()) {
    co_return fail(Fault::identity,
                   fmt::format("no wallet is configured for {} and the ledger has seen none: {}",
                               config_.account.text, fix));
  }
  std::vector<Candidate> proven;
  for (const Candidate& candidate : candidates) {
    const auto passed = co_await is_proven(candidate.wallet, tape);
    if (!passed) co_return tl::make_unexpected(passed.error());
    if (*passed) proven.push_back(candidate);
  }
  if (proven.size() != 1) {
    std::string names;
    for (const Candidate& candidate : candidates) {
      names +=
          fmt::format("{}{} ({})", names.empty() ? "" : ", ", candidate.wallet, candidate.source);
    }
    co_return fail(
        Fault::identity,
        fmt::format("no wallet is configured for {}, and {} of those the ledger has "
                    "seen hold or traded what it knows: {}; {}",
                    config_.account.text, proven.empty() ? "none" : "several", names, fix));
  }
  if (config_.on_found) {
    if (auto told = config_.on_found(proven.front()); !told) co_return told;
  }
  config_.wallet = proven.front().wallet;
  co_return Result<void>{};
}

Async<std::vector<IdentityCheck>> KalshiSolanaVenue::identify(RawTape& tape) {
  std::vector<IdentityCheck> checks;
  if (config_.wallet.empty()) {
    const auto found = co_await find_wallet(tape);
    if (!found && found.error().fault != Fault::identity) {
      co_return tl::make_unexpected(found.error());
    }
    if (!found) {
      checks.push_back({"wallet", false, found.error().what, std::string{fix}});
      co_return checks;
    }
  }
  const auto address = crypto::SolanaAddress::parse(config_.wallet);
  const bool can_sign = address && is_on_curve(*address);
  checks.push_back({"wallet", can_sign,
                    can_sign ? "outcome tokens are read from " + config_.wallet
                             : config_.wallet + " belongs to a program: no person's key can sign "
                                                "for it",
                    can_sign ? "" : std::string{fix}});
  const auto listing = co_await chain_.token_accounts(config_.wallet, tape);
  if (!listing) co_return tl::make_unexpected(listing.error());
  const bool is_used = !listing->accounts.empty();
  checks.push_back({"token accounts", is_used,
                    fmt::format("{} token accounts at slot {}, by {}", listing->accounts.size(),
                                listing->slot, listing->endpoint),
                    is_used ? ""
                            : "an address that never held a token is seldom the right one: " +
                                  std::string{fix}});
  const auto outcomes = co_await outcomes_of(mints_of(*listing), tape);
  if (!outcomes) co_return tl::make_unexpected(outcomes.error());
  checks.push_back({"outcome tokens", true,
                    fmt::format("DFlow knows {} of its mints as outcomes", outcomes->size()), ""});
  co_return checks;
}

}  // namespace holdfast::kalshi_solana
