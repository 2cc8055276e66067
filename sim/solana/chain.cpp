#include "sim/solana/chain.hpp"

#include <algorithm>

namespace holdfast::sim::solana {
namespace {

constexpr Duration slot_time = std::chrono::milliseconds{400};
constexpr UtcTime first_slot{std::chrono::seconds{1'584'368'940}};  // March 2020

}  // namespace

Slot Chain::slot_at(UtcTime at) {
  return at < first_slot ? 0 : static_cast<Slot>((at - first_slot) / slot_time);
}

UtcTime Chain::time_of(Slot slot) { return first_slot + slot_time * static_cast<int>(slot); }

void Chain::add(Transaction transaction) {
  const auto place =
      std::ranges::upper_bound(transactions_, transaction.slot, {}, &Transaction::slot);
  transactions_.insert(place, std::move(transaction));
}

const Transaction* Chain::find(const std::string& signature) const {
  const auto found = std::ranges::find(transactions_, signature, &Transaction::signature);
  return found == transactions_.end() ? nullptr : &*found;
}

void apply(const Transaction& transaction, Accounts& accounts) {
  if (transaction.failed) return;
  for (const Change& change : transaction.changes) {
    auto& account = accounts
                        .try_emplace(change.account, TokenAccount{.address = change.account,
                                                                  .owner = change.owner,
                                                                  .mint = change.mint,
                                                                  .program = change.program})
                        .first->second;
    account.amount += static_cast<std::uint64_t>(change.amount);
    if (change.closes) accounts.erase(change.account);
  }
}

Accounts Chain::accounts_at(Slot slot) const {
  Accounts accounts;
  for (const Transaction& transaction : transactions_) {
    if (transaction.slot > slot) break;
    apply(transaction, accounts);
  }
  return accounts;
}

std::uint64_t Chain::held(const std::string& owner, const std::string& mint) const {
  std::uint64_t atoms = 0;
  for (const Transaction& transaction : transactions_) {
    if (transaction.failed) continue;
    for (const Change& change : transaction.changes) {
      if (change.owner == owner && change.mint == mint) {
        atoms += static_cast<std::uint64_t>(change.amount);
      }
    }
  }
  return atoms;
}

}  // namespace holdfast::sim::solana
