#include "venues/polymarket/wallets.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "crypto/hex.hpp"
#include "crypto/keccak.hpp"

namespace holdfast::polymarket {
namespace {

using Bytes = std::vector<std::uint8_t>;
using crypto::Digest;
using crypto::EthAddress;

constexpr std::string_view proxy_factory = "0xab45c5a4b0c941a2f231c04c3f49182e1a254052";
constexpr std::string_view proxy_code_hash =
    "0xd21df8dc65880a8606f09fe0ce3df9b8869287ab0b058be05aa9e8af6330a00b";
constexpr std::string_view safe_factory = "0xaacfeea03eb1561c4e67d661e40682bd20e3541b";
constexpr std::string_view safe_code_hash =
    "0x2bce2127ff07fb632d16c8347c4ebf501f4841168bed00d9e6ef715ddb6fcecf";
constexpr std::string_view deposit_factory = "0x00000000000fb5c9adea0298d729a0cb3823cc07";
constexpr std::string_view deposit_logic = "0x58ca52ebe0dadfdf531cde7062e76746de4db1eb";
// The ERC-1967 proxy with two words of arguments: what stands before and after the logic's address.
constexpr std::string_view deposit_code_start = "61007d3d8160233d3973";
constexpr std::string_view deposit_code_end =
    "60095155f3363d3d373d3d363d7f360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc"
    "545af43d6000803e6038573d6000fd5b3d6000f3";

void append(Bytes& bytes, std::span<const std::uint8_t> more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

void append_hex(Bytes& bytes, std::string_view text) { append(bytes, *crypto::from_hex(text)); }

// An address as a word of the ABI.
void append_padded(Bytes& bytes, const EthAddress& address) {
  bytes.insert(bytes.end(), 12, 0);
  append(bytes, address.bytes());
}

EthAddress create2(std::string_view factory, const Digest& salt,
                   std::span<const std::uint8_t> code) {
  Bytes bytes{0xff};
  append_hex(bytes, factory);
  append(bytes, salt);
  append(bytes, code);
  const Digest hash = crypto::keccak256(bytes);
  EthAddress::Bytes tail{};
  std::copy(hash.end() - 20, hash.end(), tail.begin());
  return EthAddress{tail};
}

EthAddress proxy_of(const EthAddress& signer) {
  return create2(proxy_factory, crypto::keccak256(signer.bytes()),
                 *crypto::from_hex(proxy_code_hash));
}

EthAddress safe_of(const EthAddress& signer) {
  Bytes padded;
  append_padded(padded, signer);
  return create2(safe_factory, crypto::keccak256(padded), *crypto::from_hex(safe_code_hash));
}

EthAddress deposit_wallet_of(const EthAddress& signer) {
  Bytes arguments(12, 0);
  append_hex(arguments, deposit_factory);
  append_padded(arguments, signer);
  Bytes code;
  append_hex(code, deposit_code_start);
  append_hex(code, deposit_logic);
  append_hex(code, deposit_code_end);
  append(code, arguments);
  return create2(deposit_factory, crypto::keccak256(arguments), crypto::keccak256(code));
}

}  // namespace

std::vector<Wallet> wallets_of(const EthAddress& signer) {
  return {{"deposit wallet", deposit_wallet_of(signer)},
          {"Safe", safe_of(signer)},
          {"proxy", proxy_of(signer)}};
}

}  // namespace holdfast::polymarket
