#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/time.hpp"
#include "domain/u256.hpp"

namespace holdfast::sim::polygon {

using Height = std::uint64_t;

// A move of tokens inside one block. Contract, from and to are lower-case addresses; `ids` is empty
// for ERC-20, one id is a TransferSingle, several are a TransferBatch.
struct Transfer {
  Height block{};
  std::uint64_t log_index{};
  std::string transaction_hash;
  std::string contract;
  std::string operator_address;
  std::string from;
  std::string to;
  std::vector<U256> ids;
  std::vector<std::uint64_t> values;  // base units (6 decimals)
};

struct Approval {
  Height block{};
  std::string contract;
  std::string owner;
  std::string spender;
  bool for_all{};           // ERC-1155 setApprovalForAll
  std::uint64_t allowance;  // ERC-20; the largest value stands for "unlimited"
};

struct Payout {
  Height block{};
  std::string condition_id;
  std::vector<std::uint64_t> numerators;
};

// What lies at a wallet's address.
enum class WalletKind : std::uint8_t { eoa, proxy, safe, deposit };
struct Account {
  WalletKind kind{WalletKind::eoa};
  std::string owner;  // the EOA that signs for it
};

struct Block {
  Height number{};
  UtcTime at;
  std::string hash;
  std::string parent_hash;
};

// Polygon as a function of time: a block every two seconds since the chain's first, whatever the
// world's age, with hashes drawn from the seed and changed by reorganisations.
class Chain {
 public:
  explicit Chain(std::uint64_t seed) : seed_{seed} {}

  static constexpr Duration block_time = std::chrono::seconds{2};
  static Height height_at(UtcTime moment);
  static UtcTime time_of(Height block);

  [[nodiscard]] Block block(Height number) const;

  // Keeps the transfers of each block in order; log indexes are dealt out here.
  void add(Transfer transfer);
  void add(Approval approval) { approvals_.push_back(std::move(approval)); }
  void add(Payout payout) { payouts_.push_back(std::move(payout)); }

  // Base units held at the end of that block. `id` none: ERC-20.
  [[nodiscard]] U256 balance(const std::string& contract, const std::string& owner,
                             const std::optional<U256>& id, Height block) const;
  [[nodiscard]] bool approved_for_all(const std::string& contract, const std::string& owner,
                                      const std::string& spender, Height block) const;
  [[nodiscard]] std::uint64_t allowance(const std::string& contract, const std::string& owner,
                                        const std::string& spender, Height block) const;
  // Null until the condition is resolved by that block.
  [[nodiscard]] const Payout* payout(const std::string& condition_id, Height block) const;
  [[nodiscard]] const std::vector<Transfer>& transfers() const { return transfers_; }

  // Throws away the newest `depth` blocks up to `head`: their hashes change and their transfers are
  // mined again in the block after the head.
  void reorganise(Height head, Height depth);

  std::map<std::string, Account> accounts;  // by lower-case address

 private:
  struct Fork {
    Height from{};
    Height head{};
  };
  struct Move {
    Height block{};
    std::int64_t change{};
  };
  void index(const Transfer& transfer);

  std::uint64_t seed_;
  std::vector<Transfer> transfers_;  // by block and log index
  std::vector<Approval> approvals_;
  std::vector<Payout> payouts_;
  std::vector<Fork> forks_;
  std::map<std::string, std::vector<Move>> moves_;  // by contract|owner|id
};

}  // namespace holdfast::sim::polygon
