#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "domain/time.hpp"

namespace holdfast::sim::solana {

using Slot = std::uint64_t;

// What a transaction does to one token account. Amounts in the mint's smallest unit.
struct Change {
  std::string account;
  std::string owner;
  std::string mint;
  std::string program;
  std::int64_t amount{};
  bool closes{};  // the account is gone afterwards
};

struct Transaction {
  Slot slot{};
  std::string signature;
  bool failed{};
  std::vector<Change> changes;
};

struct TokenAccount {
  std::string address;
  std::string owner;
  std::string mint;
  std::string program;
  std::uint64_t amount{};
  friend bool operator==(const TokenAccount&, const TokenAccount&) = default;
};
using Accounts = std::map<std::string, TokenAccount>;  // by address

// A slot every 400 ms, and the transactions in them.
class Chain {
 public:
  static Slot slot_at(UtcTime at);
  static UtcTime time_of(Slot slot);

  // Slots may come out of order; within one slot the order of adding counts.
  void add(Transaction transaction);
  [[nodiscard]] const std::vector<Transaction>& transactions() const { return transactions_; }
  [[nodiscard]] const Transaction* find(const std::string& signature) const;
  // Every account as the end of that slot left it.
  [[nodiscard]] Accounts accounts_at(Slot slot) const;
  // What an owner has of a mint in all that was ever added.
  [[nodiscard]] std::uint64_t held(const std::string& owner, const std::string& mint) const;

  std::map<std::string, std::uint32_t> decimals;  // of mints that have not six
  std::map<std::string, std::uint64_t> lamports;  // by address

 private:
  std::vector<Transaction> transactions_;
};

void apply(const Transaction& transaction, Accounts& accounts);

}  // namespace holdfast::sim::solana
