#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "chain/solana_endpoint.hpp"
#include "chain/solana_programs.hpp"
#include "ports/token_chain.hpp"

namespace holdfast::solana {

struct ChainConfig {
  std::vector<json_rpc::EndpointAddress> endpoints;
  Commitment commitment{Commitment::finalized};
  std::string genesis{mainnet_genesis};
};

// Solana as a listing: the first endpoint that gives a whole and not outdated answer, and
// follows the chain. Transport and
// clock must outlive it.
class SolanaChain final : public TokenChain {
 public:
  SolanaChain(const ChainConfig& config, Transport& transport, Clock& clock);

  Async<TokenListing> token_accounts(std::string owner, RawTape& tape) override;
  Async<std::vector<TokenMove>> moves(std::string owner, std::string mint, UtcTime since,
                                      RawTape& tape) override;

  // The newest slot that was listed for this owner; zero: none yet.
  [[nodiscard]] std::uint64_t newest_slot(const std::string& owner) const;

 private:
  std::vector<Endpoint> endpoints_;
  std::map<std::string, std::uint64_t> newest_;  // by owner
};

}  // namespace holdfast::solana
