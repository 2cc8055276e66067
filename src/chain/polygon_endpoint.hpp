#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chain/json_rpc.hpp"
#include "chain/transfer_logs.hpp"
#include "crypto/eth_address.hpp"
#include "domain/raw_answer.hpp"
#include "domain/u256.hpp"
#include "ports/clock.hpp"
#include "ports/transport.hpp"

namespace holdfast::polygon {

using json_rpc::endpoint_address;
using json_rpc::EndpointAddress;

struct Block {
  std::uint64_t number{};
  std::string hash;  // 0x and 64 lower-case digits
  UtcTime at;
  friend bool operator==(const Block&, const Block&) = default;
};

// One JSON-RPC endpoint of Polygon, asked by POST.
class Endpoint {
 public:
  Endpoint(EndpointAddress address, Transport& transport, Clock& clock);

  [[nodiscard]] const std::string& name() const { return address_.name; }
  // Chain 137 or Fault::identity. Asked once and again after a day.
  Async<void> check_chain(RawTape& tape);
  Async<Block> finalized_block(RawTape& tape);
  // A block that is not there (pruned, not yet seen) is Fault::incomplete.
  Async<Block> block(std::uint64_t number, RawTape& tape);
  // Balances of `owner` in the ERC-1155 `contract` right after block `number`, in the ids' order.
  Async<std::vector<U256>> balances(crypto::EthAddress contract, crypto::EthAddress owner,
                                    std::vector<U256> ids, std::uint64_t number, RawTape& tape);
  // Whether `spender` may move all of `owner`'s tokens in that ERC-1155 `contract`, then.
  Async<bool> is_approved(crypto::EthAddress contract, crypto::EthAddress owner,
                          crypto::EthAddress spender, std::uint64_t number, RawTape& tape);
  // Whether there is a contract at that address, then.
  Async<bool> has_code(crypto::EthAddress address, std::uint64_t number, RawTape& tape);
  // Who owns that Safe, then; none where the contract does not say it as a Safe does.
  Async<std::optional<std::vector<std::string>>> safe_owners(crypto::EthAddress wallet,
                                                             std::uint64_t number, RawTape& tape);
  // Transfers of outcome tokens from and to `owner` in these blocks, in no order.
  Async<std::vector<TransferLog>> transfers(crypto::EthAddress owner, std::uint64_t first_block,
                                            std::uint64_t last_block, RawTape& tape);

 private:
  // The contract's answer to an eth_call right after that block.
  Async<std::string> ask_contract(crypto::EthAddress contract, std::string data,
                                  std::uint64_t number, RawTape& tape);
  Async<std::string> call(std::uint64_t id, std::string method, std::string parameters,
                          RawTape& tape);

  EndpointAddress address_;
  Transport* transport_;
  Clock* clock_;
  std::uint64_t next_id_{};
  std::optional<Duration> chain_checked_;  // uptime
};

std::vector<Endpoint> endpoints_at(const std::vector<EndpointAddress>& addresses,
                                   Transport& transport, Clock& clock);

}  // namespace holdfast::polygon
