#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/raw_answer.hpp"
#include "domain/time.hpp"
#include "ports/async.hpp"

namespace holdfast {

// One account that keeps tokens of one mint for its owner.
struct TokenAccount {
  std::string address;
  std::string mint;
  std::string owner;
  std::string program;                  // the token program it belongs to
  std::optional<std::uint64_t> amount;  // in the mint's smallest unit; none: `flaw` says why
  std::string flaw;
  std::uint32_t decimals{};
};

// Every token account of one owner, of both token programs, as of one slot.
struct TokenListing {
  std::uint64_t slot{};
  UtcTime at;  // of the slot's block, by the chain's clock (whole seconds)
  std::vector<TokenAccount> accounts;
  std::string content_hash;
  std::string endpoint;  // who said so
};

// A transaction that changed what the owner holds of the asked mint.
struct TokenMove {
  std::string signature;
  std::uint64_t slot{};
  UtcTime at;
  std::map<std::string, std::int64_t> changes;  // of the owner, by mint, in smallest units
};

// A chain that keeps tokens in accounts of their owners (Solana), as a listing.
class TokenChain {
 public:
  virtual ~TokenChain() = default;
  // Whole or a fault; never from an older slot than one it gave before for this owner.
  virtual Async<TokenListing> token_accounts(std::string owner, RawTape& tape) = 0;
  // What moved the owner's tokens of `mint` since then, newest first, failed transactions left out.
  // Only the associated account of the Token-2022 program is looked at.
  virtual Async<std::vector<TokenMove>> moves(std::string owner, std::string mint, UtcTime since,
                                              RawTape& tape) = 0;
};

}  // namespace holdfast
