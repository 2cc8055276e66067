#pragma once
#include <array>

#include "crypto/ctf_ids.hpp"
#include "crypto/eth_address.hpp"

// Where Polymarket's outcome tokens live on Polygon (both ERC-1155, six decimals).
namespace holdfast::polygon {

namespace contracts {

// Gnosis ConditionalTokens: 0x4D97DCd97eC945f40cF65F87097ACe5EA0476045.
inline constexpr crypto::EthAddress conditional_tokens{{0x4D, 0x97, 0xDC, 0xd9, 0x7e, 0xC9, 0x45,
                                                        0xf4, 0x0c, 0xF6, 0x5F, 0x87, 0x09, 0x7A,
                                                        0xCe, 0x5E, 0xA0, 0x47, 0x60, 0x45}};
// PositionManager of Protocol V2: 0x006F54F7f9A22e0000CC2AB60031000000ae9fEF.
inline constexpr crypto::EthAddress position_manager{{0x00, 0x6F, 0x54, 0xF7, 0xf9, 0xA2, 0x2e,
                                                      0x00, 0x00, 0xCC, 0x2A, 0xB6, 0x00, 0x31,
                                                      0x00, 0x00, 0x00, 0xae, 0x9f, 0xEF}};

// The exchanges that trade them: ordinary markets and neg-risk ones of ConditionalTokens, and all
// of Protocol V2. 0xE111180000d2663C0091e4f400237545B87B996B
inline constexpr crypto::EthAddress exchange_v2{{0xE1, 0x11, 0x18, 0x00, 0x00, 0xd2, 0x66,
                                                 0x3C, 0x00, 0x91, 0xe4, 0xf4, 0x00, 0x23,
                                                 0x75, 0x45, 0xB8, 0x7B, 0x99, 0x6B}};
// 0xe2222d279d744050d28e00520010520000310F59
inline constexpr crypto::EthAddress neg_risk_exchange_v2{{0xe2, 0x22, 0x2d, 0x27, 0x9d, 0x74, 0x40,
                                                          0x50, 0xd2, 0x8e, 0x00, 0x52, 0x00, 0x10,
                                                          0x52, 0x00, 0x00, 0x31, 0x0F, 0x59}};
// 0xe3333700cA9d93003F00f0F71f8515005F6c00Aa
inline constexpr crypto::EthAddress exchange_v3{{0xe3, 0x33, 0x37, 0x00, 0xcA, 0x9d, 0x93,
                                                 0x00, 0x3F, 0x00, 0xf0, 0xF7, 0x1f, 0x85,
                                                 0x15, 0x00, 0x5F, 0x6c, 0x00, 0xAa}};

}  // namespace contracts

// By the bits of the id: Protocol V2 leaves bits 40 to 103 zero, a hash never does.
inline const crypto::EthAddress& contract_of(const U256& token) {
  return crypto::is_structured_id(token) ? contracts::position_manager
                                         : contracts::conditional_tokens;
}

// Who must be approved by a wallet before it can sell the token.
inline const crypto::EthAddress& exchange_of(const U256& token, bool negative_risk) {
  if (crypto::is_structured_id(token)) return contracts::exchange_v3;
  return negative_risk ? contracts::neg_risk_exchange_v2 : contracts::exchange_v2;
}

}  // namespace holdfast::polygon
