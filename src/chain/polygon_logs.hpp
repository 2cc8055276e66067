#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chain/excuses.hpp"
#include "chain/log_memory.hpp"
#include "chain/panel.hpp"
#include "chain/polygon_witness.hpp"
#include "chain/transfer_logs.hpp"
#include "ports/token_logs.hpp"

namespace holdfast::polygon {

// What the tape calls the transfers that were known already.
inline constexpr std::string_view remembered_transfers = "remembered polygon transfers";

// Reads how a Polymarket wallet's tokens moved out of Polygon's logs, from every endpoint. What is
// final is asked once, newest first, as far back as is wanted but no more than a day in one
// question and a week in all, and kept for that week. Transport and clock must outlive it.
class PolygonLogs final : public TokenLogs {
 public:
  PolygonLogs(Config config, Transport& transport, Clock& clock);
  Async<std::vector<TokenFlow>> flows(std::string owner, UtcTime since, RawTape& tape) override;
  // Remembers of that wallet what a tape says was remembered.
  Result<void> recall(const crypto::EthAddress& owner, std::string_view memory);

 private:
  [[nodiscard]] LogMemory memory(const crypto::EthAddress& owner) const;
  Async<void> read_on(const Panel& panel, crypto::EthAddress owner, KnownFlows& known,
                      json_rpc::Excuses& excuses, RawTape& tape);
  Async<void> read_back(const Panel& panel, crypto::EthAddress owner, KnownFlows& known,
                        UtcTime since, json_rpc::Excuses& excuses, RawTape& tape);
  Async<std::vector<TokenFlow>> agree(const Panel& panel, crypto::EthAddress owner,
                                      std::uint64_t first, std::uint64_t last,
                                      json_rpc::Excuses& excuses, RawTape& tape);
  Async<std::vector<TransferLog>> list(Endpoint& endpoint, crypto::EthAddress owner,
                                       std::uint64_t first, std::uint64_t last, RawTape& tape);
  Async<std::vector<TokenFlow>> ask(Endpoint& endpoint, crypto::EthAddress owner,
                                    std::uint64_t first, std::uint64_t last, RawTape& tape);

  Config config_;
  Clock& clock_;
  std::vector<Endpoint> endpoints_;
  std::map<const Endpoint*, std::uint64_t> spans_;  // blocks in one question
  std::map<crypto::EthAddress, KnownFlows> known_;
};

}  // namespace holdfast::polygon
