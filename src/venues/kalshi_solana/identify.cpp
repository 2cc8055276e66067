#include <fmt/format.h>

#include <algorithm>

#include "crypto/solana_address.hpp"
#include "venues/kalshi_solana/listing.hpp"
#include "venues/kalshi_solana/venue.hpp"

namespace holdfast::kalshi_solana {
namespace {

constexpr std::string_view how_to_name =
    "set SOLANA_WALLET, or `address` of the [[account]], to the wallet that holds the outcome "
    "tokens";

}  // namespace

std::string_view KalshiSolanaVenue::fix() const { return how_to_name; }

Result<void> KalshiSolanaVenue::read_for(const std::string& owner) {
  const auto wallet = crypto::SolanaAddress::parse(owner);
  if (!wallet) return fail(Fault::identity, wallet.error().what);
  config_.wallet = wallet->text();
  return {};
}

Async<bool> KalshiSolanaVenue::is_owner(std::string candidate, const OwnerTraces& traces,
                                        RawTape& tape) {
  const auto listing = co_await chain_.token_accounts(candidate, tape);
  if (!listing) co_return tl::make_unexpected(listing.error());
  const bool holds = std::ranges::any_of(listing->accounts, [&](const TokenAccount& account) {
    return traces.empty() || traces.instruments.contains(account.mint);
  });
  if (holds) co_return true;
  const auto trades = co_await list_trades(candidate, UtcTime{}, tape);
  if (!trades) co_return tl::make_unexpected(trades.error());
  co_return std::ranges::any_of(*trades, [&](const Trade& trade) {
    return traces.empty() || traces.transactions.contains(trade.signature);
  });
}

Async<std::vector<IdentityCheck>> KalshiSolanaVenue::identify(RawTape& tape) {
  std::vector<IdentityCheck> checks;
  if (config_.wallet.empty()) {
    checks.push_back({"wallet", false, "no wallet is known", std::string{how_to_name}});
    co_return checks;
  }
  const auto address = crypto::SolanaAddress::parse(config_.wallet);
  const bool can_sign = address && is_on_curve(*address);
  checks.push_back({"wallet", can_sign,
                    can_sign ? "outcome tokens are read from " + config_.wallet
                             : config_.wallet + " belongs to a program: no person's key can sign "
                                                "for it",
                    can_sign ? "" : std::string{how_to_name}});
  const auto listing = co_await chain_.token_accounts(config_.wallet, tape);
  if (!listing) co_return tl::make_unexpected(listing.error());
  const bool is_used = !listing->accounts.empty();
  checks.push_back({"token accounts", is_used,
                    fmt::format("{} token accounts at slot {}, by {}", listing->accounts.size(),
                                listing->slot, listing->endpoint),
                    is_used ? ""
                            : "an address that never held a token is seldom the right one: " +
                                  std::string{how_to_name}});
  const auto outcomes = co_await outcomes_of(mints_of(*listing), tape);
  if (!outcomes) co_return tl::make_unexpected(outcomes.error());
  checks.push_back({"outcome tokens", true,
                    fmt::format("DFlow knows {} of its mints as outcomes", outcomes->size()), ""});
  co_return checks;
}

}  // namespace holdfast::kalshi_solana
