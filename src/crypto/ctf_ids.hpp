#pragma once
#include <cstdint>

#include "crypto/eth_address.hpp"
#include "crypto/sha256.hpp"
#include "domain/u256.hpp"

namespace holdfast::crypto {

// Ids of Gnosis ConditionalTokens (CTHelpers.sol). Token ids are taken from the venue; deriving
// them here is a check that warns, never a source.

// keccak256(oracle . questionId . uint256 outcome slots)
Digest condition_id(const EthAddress& oracle, const Digest& question, std::uint32_t outcome_slots);
// A point of alt_bn128 hashed from condition and index set (bit i = outcome i), added to the
// parent's point. Polymarket's tokens have no parent: zero.
Result<Digest> collection_id(const Digest& condition, std::uint32_t index_set,
                             const Digest& parent = {});
// uint256(keccak256(collateral . collectionId)): the ERC-1155 token id.
U256 position_id(const EthAddress& collateral, const Digest& collection);

// The structured ids of Polymarket's Protocol V2: module 8 | base 128 | arity 16 | zero 64 |
// resolution chain 16 | condition 16 | outcome 8 bits. An id is of that kind iff bits 40..103 are
// zero; such tokens live in the PositionManager, all others in ConditionalTokens.
struct StructuredId {
  std::uint8_t module{};
  std::uint16_t arity{};
  std::uint16_t resolution_chain{};
  std::uint16_t condition_index{};
  std::uint8_t outcome{};
};
bool is_structured_id(const U256& id);
StructuredId read_structured_id(const U256& id);

}  // namespace holdfast::crypto
