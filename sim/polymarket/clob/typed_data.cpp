#include "sim/polymarket/clob/typed_data.hpp"

#include <algorithm>

namespace holdfast::sim::polymarket {
namespace {

constexpr std::string_view order_type =
    "Order(uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,"
    "uint256 takerAmount,uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,"
    "bytes32 builder)";
constexpr std::string_view wrap_type =
    "TypedDataSign(Order contents,string name,string version,uint256 chainId,"
    "address verifyingContract,bytes32 salt)";
constexpr std::string_view auth_message = "This message attests that I control the given wallet";

// 32-byte words, one after another, hashed at the end.
class Words {
 public:
  Words& word(const U256::Bytes& bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  Words& number(std::uint64_t value) { return word(U256{value}.bytes()); }
  Words& text(std::string_view value) { return word(keccak256(bytes_of(value))); }
  Words& address(std::string_view hex) {
    return word(U256::parse_hex(hex).value_or(U256{}).bytes());
  }
  [[nodiscard]] U256::Bytes hash() const { return keccak256(bytes_); }

 private:
  Bytes bytes_;
};

U256::Bytes typed_digest(const U256::Bytes& domain, const U256::Bytes& structure) {
  Bytes bytes{0x19, 0x01};
  bytes.insert(bytes.end(), domain.begin(), domain.end());
  bytes.insert(bytes.end(), structure.begin(), structure.end());
  return keccak256(bytes);
}

bool same_bytes(ByteView a, ByteView b) { return std::ranges::equal(a, b); }

// innerSig(65) | domain separator(32) | contents hash(32) | type text(186) | its length(2).
bool envelope_fits(const ExchangeDomain& domain, const SignedOrder& order) {
  const ByteView wire{order.signature};
  constexpr std::size_t size = 65 + 32 + 32 + order_type.size() + 2;
  if (wire.size() != size) return false;
  const auto text = bytes_of(order_type);
  const Bytes length{0x00, static_cast<std::uint8_t>(order_type.size())};
  return same_bytes(wire.subspan(65, 32), domain_separator(domain)) &&
         same_bytes(wire.subspan(97, 32), contents_hash(order)) &&
         same_bytes(wire.subspan(129, text.size()), text) &&
         same_bytes(wire.subspan(129 + text.size()), length);
}

}  // namespace

U256::Bytes domain_separator(const ExchangeDomain& domain) {
  return Words{}
      .text("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
      .text("Polymarket CTF Exchange")
      .text(domain.version)
      .number(chain_id)
      .address(domain.contract)
      .hash();
}

U256::Bytes contents_hash(const SignedOrder& order) {
  return Words{}
      .text(order_type)
      .number(order.salt)
      .address(order.maker)
      .address(order.signer)
      .word(order.token_id.bytes())
      .number(order.maker_amount)
      .number(order.taker_amount)
      .number(order.buys ? 0 : 1)
      .number(order.signature_type)
      .number(order.timestamp_ms)
      .word(order.metadata.bytes())
      .word(order.builder.bytes())
      .hash();
}

U256::Bytes order_digest(const ExchangeDomain& domain, const SignedOrder& order) {
  return typed_digest(domain_separator(domain), contents_hash(order));
}

U256::Bytes wrapped_digest(const ExchangeDomain& domain, const SignedOrder& order) {
  const auto structure = Words{}
                             .text(std::string{wrap_type} + std::string{order_type})
                             .word(contents_hash(order))
                             .text("DepositWallet")
                             .text("1")
                             .number(chain_id)
                             .address(order.maker)
                             .number(0)
                             .hash();
  return typed_digest(domain_separator(domain), structure);
}

U256::Bytes clob_auth_digest(std::string_view address, std::string_view timestamp,
                             std::uint64_t nonce) {
  const auto domain = Words{}
                          .text("EIP712Domain(string name,string version,uint256 chainId)")
                          .text("ClobAuthDomain")
                          .text("1")
                          .number(chain_id)
                          .hash();
  const auto structure =
      Words{}
          .text("ClobAuth(address address,string timestamp,uint256 nonce,string message)")
          .address(address)
          .text(timestamp)
          .number(nonce)
          .text(auth_message)
          .hash();
  return typed_digest(domain, structure);
}

std::optional<std::string> order_signer(const ExchangeDomain& domain, const SignedOrder& order) {
  if (order.signature_type != 3) {
    return recovered_address(order_digest(domain, order), order.signature);
  }
  if (!envelope_fits(domain, order)) return std::nullopt;
  return recovered_address(wrapped_digest(domain, order), ByteView{order.signature}.first(65));
}

}  // namespace holdfast::sim::polymarket
