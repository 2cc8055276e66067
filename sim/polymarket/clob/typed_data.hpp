#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sim/polymarket/clob/order.hpp"

// EIP-712 as Polymarket's contracts and servers read it: the verifying half only.
namespace holdfast::sim::polymarket {

inline constexpr std::uint64_t chain_id = 137;

// One of the three exchanges an order can be signed for.
struct ExchangeDomain {
  std::string_view version;   // "2" or "3"
  std::string_view contract;  // lower case
};

U256::Bytes domain_separator(const ExchangeDomain& domain);
// hashStruct(Order).
U256::Bytes contents_hash(const SignedOrder& order);
// What the wallet signs for types 0 to 2; also the order's id for every type.
U256::Bytes order_digest(const ExchangeDomain& domain, const SignedOrder& order);
// What the owner of a deposit wallet signs (ERC-7739 TypedDataSign, type 3).
U256::Bytes wrapped_digest(const ExchangeDomain& domain, const SignedOrder& order);
// The L1 proof: ClobAuth of that address, header timestamp and nonce.
U256::Bytes clob_auth_digest(std::string_view address, std::string_view timestamp,
                             std::uint64_t nonce);

// The address behind an EOA's order signature or a deposit wallet's envelope of 317 bytes, whose
// other parts must be right as well; none when it is malformed.
std::optional<std::string> order_signer(const ExchangeDomain& domain, const SignedOrder& order);

// The address, in lower case, that made r || s || v over the digest. Only a low s and v of 27 or 28
// count, as in the contracts.
std::optional<std::string> recovered_address(const U256::Bytes& digest, ByteView signature);

}  // namespace holdfast::sim::polymarket
