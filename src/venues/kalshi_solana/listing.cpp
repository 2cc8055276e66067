#include "venues/kalshi_solana/listing.hpp"

#include <fmt/format.h>

#include "venues/kalshi_solana/limits.hpp"
#include "venues/kalshi_solana/rails.hpp"

namespace holdfast::kalshi_solana {
namespace {

constexpr std::int64_t units_of_atom = 1'000;  // six decimals there, nine here
constexpr std::string_view token_2022_program = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb";

bool may_be_outcome(const TokenAccount& account) {
  return account.program == token_2022_program && account.mint != rails::cash &&
         (!account.amount || *account.amount > 0);
}

struct Pile {
  Int128 atoms{};
  std::string flaw;
};

void add(Pile& pile, const TokenAccount& account) {
  if (!account.amount) {
    pile.flaw = account.flaw;
  } else if (account.decimals != limits::token_decimals) {
    pile.flaw = fmt::format("the mint has {} decimals, outcome tokens have {}", account.decimals,
                            limits::token_decimals);
  } else {
    pile.atoms += Int128{*account.amount};
  }
}

Holding holding_of(const Pile& pile, const Outcome& outcome, const AccountId& account) {
  Holding holding{.key = {.account = account,
                          .venue = VenueName::kalshi_solana,
                          .instrument = outcome.about.id}};
  holding.about = outcome.about;
  holding.redeemable = outcome.redeemable;
  holding.lost = outcome.lost;
  holding.flaw = pile.flaw;
  if (!pile.flaw.empty()) return holding;
  const auto quantity = contracts_of(pile.atoms);
  if (quantity) {
    holding.quantity = *quantity;
  } else {
    holding.flaw = quantity.error().what;
  }
  return holding;
}

}  // namespace

std::set<std::string> mints_of(const TokenListing& listing) {
  std::set<std::string> mints;
  for (const TokenAccount& account : listing.accounts) {
    if (may_be_outcome(account)) mints.insert(account.mint);
  }
  return mints;
}

std::vector<Holding> holdings_of(const TokenListing& listing,
                                 const std::map<std::string, Outcome>& outcomes,
                                 const AccountId& account) {
  std::map<std::string, Pile> piles;
  for (const TokenAccount& token : listing.accounts) {
    if (may_be_outcome(token) && outcomes.contains(token.mint)) add(piles[token.mint], token);
  }
  std::vector<Holding> rows;
  for (const auto& [mint, pile] : piles) {
    rows.push_back(holding_of(pile, outcomes.at(mint), account));
  }
  return rows;
}

std::optional<Money> cash_of(const TokenListing& listing) {
  Int128 atoms = 0;
  for (const TokenAccount& account : listing.accounts) {
    if (account.mint != rails::usdc) continue;
    if (!account.amount) return std::nullopt;
    atoms += Int128{*account.amount};
  }
  const auto money = Money::from_wide(atoms * units_of_atom);
  return money ? std::optional{*money} : std::nullopt;
}

Result<Quantity> contracts_of(Int128 atoms) { return Quantity::from_wide(atoms * units_of_atom); }

}  // namespace holdfast::kalshi_solana
