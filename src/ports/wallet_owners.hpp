#pragma once
#include <optional>
#include <string>
#include <vector>

#include "domain/raw_answer.hpp"
#include "ports/async.hpp"

namespace holdfast {

// What a chain itself says of a wallet's address.
struct OnChainWallet {
  bool has_code{};  // false: a key's own address, or a wallet that is not deployed yet
  // Of a Safe, which names them, checksummed; none for other contracts.
  std::optional<std::vector<std::string>> owners;
  friend bool operator==(const OnChainWallet&, const OnChainWallet&) = default;
};

// A chain that knows whose wallets are (Polygon).
class WalletOwners {
 public:
  virtual ~WalletOwners() = default;
  // All endpoints that answer told exactly this.
  virtual Async<OnChainWallet> look_up(std::string wallet, RawTape& tape) = 0;
};

}  // namespace holdfast
