#include "chain/solana_chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "chain/excuses.hpp"
#include "crypto/sha256.hpp"
#include "crypto/solana_address.hpp"

namespace holdfast::solana {

SolanaChain::SolanaChain(const ChainConfig& config, Transport& transport, Clock& clock) {
  for (const json_rpc::EndpointAddress& address : config.endpoints) {
    endpoints_.emplace_back(address, Reader{config.commitment, config.genesis}, transport, clock);
  }
}

std::uint64_t SolanaChain::newest_slot(const std::string& owner) const {
  const auto found = newest_.find(owner);
  return found == newest_.end() ? 0 : found->second;
}

namespace {

// Asks one endpoint after the other, each of them proven to serve the right chain.
template <class T>
Async<T> first_answer(std::vector<Endpoint>& endpoints, std::function<Async<T>(Endpoint&)> ask,
                      RawTape& tape) {
  json_rpc::Excuses excuses;
  for (Endpoint& endpoint : endpoints) {
    const auto chain = co_await endpoint.check_chain(tape);
    auto answer = chain ? co_await ask(endpoint) : Result<T>{tl::make_unexpected(chain.error())};
    if (answer || answer.error().fault == Fault::cancelled) co_return answer;
    excuses.add(endpoint.name(), answer.error());
  }
  co_return excuses.fault("Solana");
}

// The content as it is compared: in the order of addresses, which the node does not keep.
std::string hash_of(const std::vector<TokenAccount>& accounts) {
  crypto::PieceHash hash;
  for (const TokenAccount& account : accounts) {
    hash.add(account.address);
    hash.add(account.mint);
    hash.add(account.amount ? std::to_string(*account.amount) : account.flaw);
  }
  return hash.hex();
}

Async<TokenListing> list_accounts(Endpoint& endpoint, std::string owner, std::uint64_t min_slot,
                                  RawTape& tape) {
  TokenListing listing;
  // Outcome tokens first: the second answer is from the same slot or a later one.
  auto outcomes =
      co_await endpoint.token_accounts(owner, std::string{token_2022_program}, min_slot, tape);
  if (!outcomes) co_return tl::make_unexpected(std::move(outcomes).error());
  auto cash =
      co_await endpoint.token_accounts(owner, std::string{token_program}, outcomes->slot, tape);
  if (!cash) co_return tl::make_unexpected(std::move(cash).error());
  listing.slot = outcomes->slot;
  const auto at = co_await endpoint.block_time(listing.slot, tape);
  if (!at) co_return tl::make_unexpected(at.error());
  listing.at = *at;
  listing.accounts = std::move(outcomes->accounts);
  std::ranges::move(cash->accounts, std::back_inserter(listing.accounts));
  std::ranges::sort(listing.accounts, {}, &TokenAccount::address);
  listing.content_hash = hash_of(listing.accounts);
  listing.endpoint = endpoint.name();
  co_return listing;
}

// Newest first, until one that is older than `since`.
Async<std::vector<SignatureRow>> list_signatures(Endpoint& endpoint, std::string address,
                                                 UtcTime since, RawTape& tape) {
  constexpr std::uint32_t page_rows = 1'000;
  constexpr std::size_t rows_max = 10'000;
  std::vector<SignatureRow> rows;
  for (std::string before;;) {
    auto page = co_await endpoint.signatures(address, before, page_rows, tape);
    if (!page) co_return page;
    for (SignatureRow& row : *page) {
      if (row.at < since) co_return rows;
      before = row.signature;
      rows.push_back(std::move(row));
    }
    if (page->size() < page_rows) co_return rows;
    if (rows.size() >= rows_max) {
      co_return fail(Fault::incomplete, "too many transactions of " + address);
    }
  }
}

Async<std::vector<TokenMove>> list_moves(Endpoint& endpoint, std::string owner, std::string mint,
                                         std::string account, UtcTime since, RawTape& tape) {
  const auto rows = co_await list_signatures(endpoint, account, since, tape);
  if (!rows) co_return tl::make_unexpected(rows.error());
  std::vector<TokenMove> moves;
  for (const SignatureRow& row : *rows) {
    if (row.failed) continue;
    auto effect = co_await endpoint.transaction(row.signature, tape);
    if (!effect) co_return tl::make_unexpected(std::move(effect).error());
    if (effect->failed) continue;
    TokenMove move{.signature = row.signature, .slot = row.slot, .at = row.at};
    for (const BalanceChange& change : effect->changes) {
      if (change.owner == owner && change.change != 0) move.changes[change.mint] = change.change;
    }
    if (move.changes.contains(mint)) moves.push_back(std::move(move));
  }
  co_return moves;
}

}  // namespace

Async<TokenListing> SolanaChain::token_accounts(std::string owner, RawTape& tape) {
  const std::uint64_t min_slot = newest_slot(owner);
  auto listing = co_await first_answer<TokenListing>(
      endpoints_,
      [&](Endpoint& endpoint) { return list_accounts(endpoint, owner, min_slot, tape); }, tape);
  if (listing) newest_[owner] = listing->slot;
  co_return listing;
}

Async<std::vector<TokenMove>> SolanaChain::moves(std::string owner, std::string mint, UtcTime since,
                                                 RawTape& tape) {
  const auto wallet = crypto::SolanaAddress::parse(owner);
  const auto token = crypto::SolanaAddress::parse(mint);
  if (!wallet || !token) co_return fail(Fault::malformed, "not a Solana address");
  static const auto program = crypto::SolanaAddress::parse(token_2022_program).value();
  const auto account = crypto::token_account_of(*wallet, program, *token);
  if (!account) co_return fail(Fault::malformed, "no token account can be derived");
  co_return co_await first_answer<std::vector<TokenMove>>(
      endpoints_,
      [&](Endpoint& endpoint) {
        return list_moves(endpoint, owner, mint, account->text(), since, tape);
      },
      tape);
}

}  // namespace holdfast::solana
