#pragma once
#include <vector>

#include "chain/panel.hpp"
#include "chain/polygon_witness.hpp"
#include "ports/wallet_owners.hpp"

namespace holdfast::polygon {

// Asks every endpoint at the same final block whether an address has code, and a Safe for its
// owners. Proxies and deposit wallets name theirs in ways of their own, but their addresses are
// made from the owner's. Transport and clock must outlive it.
class PolygonWallets final : public WalletOwners {
 public:
  PolygonWallets(const Config& config, Transport& transport, Clock& clock);
  Async<OnChainWallet> look_up(std::string wallet, RawTape& tape) override;

 private:
  Duration block_age_max_;
  Clock& clock_;
  std::vector<Endpoint> endpoints_;
};

}  // namespace holdfast::polygon
