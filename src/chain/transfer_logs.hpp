#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/eth_address.hpp"
#include "domain/error.hpp"
#include "domain/u256.hpp"

namespace holdfast::polygon {

// One TransferSingle or TransferBatch of an ERC-1155 contract.
struct TransferLog {
  std::uint64_t block{};
  std::uint64_t index{};    // of the log in its block
  std::string transaction;  // 0x and 64 lower-case digits
  crypto::EthAddress operator_address;
  crypto::EthAddress from;
  crypto::EthAddress to;
  std::vector<U256> ids;
  std::vector<U256> values;
};

enum class Direction : std::uint8_t { from_owner, to_owner };

// The filter of eth_getLogs for what left or reached the owner in the contracts that keep
// Polymarket's tokens.
std::string transfer_filter(const crypto::EthAddress& owner, Direction direction,
                            std::uint64_t first_block, std::uint64_t last_block);

// Reads its answer to question `id`; a log that is no transfer, or whose numbers do not fit
// together, is Fault::malformed. Logs that a reorganisation took back are left out.
Result<std::vector<TransferLog>> read_transfer_logs(std::string_view body, std::uint64_t id);

}  // namespace holdfast::polygon
