#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <array>
#include <memory>

#include "sim/polymarket/clob/typed_data.hpp"

namespace holdfast::sim::polymarket {
namespace {

using Context = std::unique_ptr<secp256k1_context, decltype(&secp256k1_context_destroy)>;

// s above half the group's order would be a second valid signature of the same message.
bool is_low(const secp256k1_context* context, const secp256k1_ecdsa_recoverable_signature& both) {
  secp256k1_ecdsa_signature plain;
  secp256k1_ecdsa_recoverable_signature_convert(context, &plain, &both);
  return secp256k1_ecdsa_signature_normalize(context, nullptr, &plain) == 0;
}

}  // namespace

std::optional<std::string> recovered_address(const U256::Bytes& digest, ByteView signature) {
  if (signature.size() != 65 || (signature[64] != 27 && signature[64] != 28)) return std::nullopt;
  const Context context{secp256k1_context_create(SECP256K1_CONTEXT_VERIFY),
                        &secp256k1_context_destroy};
  secp256k1_ecdsa_recoverable_signature parsed;
  secp256k1_pubkey point;
  if (secp256k1_ecdsa_recoverable_signature_parse_compact(context.get(), &parsed, signature.data(),
                                                          signature[64] - 27) != 1 ||
      !is_low(context.get(), parsed) ||
      secp256k1_ecdsa_recover(context.get(), &point, &parsed, digest.data()) != 1) {
    return std::nullopt;
  }
  std::array<std::uint8_t, 65> plain{};
  std::size_t size = plain.size();
  secp256k1_ec_pubkey_serialize(context.get(), plain.data(), &size, &point,
                                SECP256K1_EC_UNCOMPRESSED);
  const auto hash = keccak256(ByteView{plain}.subspan(1));
  return hex_text(ByteView{hash}.subspan(12));
}

}  // namespace holdfast::sim::polymarket
