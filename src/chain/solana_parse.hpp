#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "ports/token_chain.hpp"

// Answers of Solana's JSON-RPC. A node's error codes as faults:
//   -32005 node behind, -32016 minContextSlot not reached   not_now
//   429, -32429, "too many requests"                        rate_limited
//   -32012, "too large", "too many accounts": its cap       incomplete
//   -32001 -32004 -32007 -32009 -32014 block not there      incomplete
//   -32603                                                  unreachable
//   anything else                                           refused
namespace holdfast::solana {

// getTokenAccountsByOwner and getMultipleAccounts, jsonParsed. Only `amount` is read, never
// uiAmount: mints with an interest or scaling extension show another number there.
struct AccountsPage {
  std::uint64_t slot{};
  std::vector<TokenAccount> accounts;  // of getMultipleAccounts: those that are there
};
Result<AccountsPage> parse_token_accounts(std::string_view body, std::uint64_t id);
// `asked` addresses in their order; positional, null where there is no account.
Result<AccountsPage> parse_multiple_accounts(std::string_view body, std::uint64_t id,
                                             const std::vector<std::string>& asked);

Result<std::string> parse_text(std::string_view body, std::uint64_t id);  // getGenesisHash
Result<UtcTime> parse_block_time(std::string_view body, std::uint64_t id);

struct SignatureRow {
  std::string signature;
  std::uint64_t slot{};
  UtcTime at;
  bool failed{};
};
// getSignaturesForAddress, newest first.
Result<std::vector<SignatureRow>> parse_signatures(std::string_view body, std::uint64_t id);

// What one transaction left the holders with, by owner and mint.
struct BalanceChange {
  std::string owner;
  std::string mint;
  std::int64_t change{};
};
struct TransactionEffect {
  bool failed{};
  std::vector<BalanceChange> changes;
};
// getTransaction, jsonParsed; a transaction that is not there is Fault::incomplete.
Result<TransactionEffect> parse_transaction(std::string_view body, std::uint64_t id);

}  // namespace holdfast::solana
