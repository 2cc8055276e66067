#pragma once
#include <map>
#include <string>
#include <vector>

#include "chain/polygon_witness.hpp"
#include "chain/transfer_logs.hpp"
#include "ports/token_logs.hpp"

namespace holdfast::polygon {

// Reads how a Polymarket wallet's tokens moved out of Polygon's logs, from every endpoint. What is
// final is asked once and kept, for a day; the first question covers that day. Transport and clock
// must outlive it.
class PolygonLogs final : public TokenLogs {
 public:
  PolygonLogs(Config config, Transport& transport, Clock& clock);
  Async<std::vector<TokenFlow>> flows(std::string owner, UtcTime since, RawTape& tape) override;

 private:
  struct Known {
    std::uint64_t up_to{};  // the last block that was asked; 0: none
    std::vector<TokenFlow> flows;
  };
  Async<std::vector<TransferLog>> list(Endpoint& endpoint, crypto::EthAddress owner,
                                       std::uint64_t first, std::uint64_t last, RawTape& tape);
  Async<std::vector<TokenFlow>> ask(Endpoint& endpoint, crypto::EthAddress owner,
                                    std::uint64_t first, std::uint64_t last, RawTape& tape);

  Config config_;
  Clock& clock_;
  std::vector<Endpoint> endpoints_;
  std::map<const Endpoint*, std::uint64_t> spans_;  // blocks in one question
  std::map<crypto::EthAddress, Known> known_;
};

}  // namespace holdfast::polygon
