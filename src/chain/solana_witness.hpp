#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "chain/solana_chain.hpp"
#include "ports/witness.hpp"

namespace holdfast::solana {

struct WitnessConfig {
  ChainConfig chain;
  // Asks whose wallet an account's keys are in; empty: nobody knows yet.
  std::map<AccountId, std::string> holders;
};

// Reads outcome token balances from every endpoint, at the listing's slot or later. Transport,
// clock and `listed` must outlive it.
class SolanaWitness final : public Witness {
 public:
  SolanaWitness(WitnessConfig config, const SolanaChain& listed, Transport& transport,
                Clock& clock);
  Async<Readings> read(std::vector<PositionKey> keys, RawTape& tape) override;
  Async<std::vector<IdentityCheck>> identify(RawTape& tape) override;
  // A wallet that was found later than the configuration was read.
  void hold(const AccountId& account, std::string wallet) {
    holders_.insert_or_assign(account, std::move(wallet));
  }

 private:
  std::map<AccountId, std::string> holders_;
  const SolanaChain& listed_;
  Clock& clock_;
  std::vector<Endpoint> endpoints_;
};

}  // namespace holdfast::solana
