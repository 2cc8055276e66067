#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/eth_address.hpp"
#include "domain/u256.hpp"

namespace holdfast::crypto {

// Solidity ABI, as much of it as balances, approvals and owners need. Calls and answers are 0x-hex
// texts, as JSON-RPC carries them.

// balanceOf(address,uint256) of ERC-1155.
std::string encode_balance_of(const EthAddress& owner, const U256& id);
// balanceOfBatch(address[],uint256[]) of ERC-1155, one owner for all ids.
std::string encode_balance_of_batch(const EthAddress& owner, std::span<const U256> ids);
// isApprovedForAll(address,address) of ERC-1155.
std::string encode_is_approved_for_all(const EthAddress& owner, const EthAddress& spender);

// getOwners() of a Safe.
std::string encode_get_owners();

// One uint256. Anything but exactly one word is Fault::malformed; "0x" (no contract there) too.
Result<U256> decode_word(std::string_view answer);
// One uint256[] of exactly `count` elements, canonical offsets, nothing behind it.
Result<std::vector<U256>> decode_words(std::string_view answer, std::size_t count);
// One address[], canonical offsets, nothing behind it.
Result<std::vector<EthAddress>> decode_addresses(std::string_view answer);

}  // namespace holdfast::crypto
