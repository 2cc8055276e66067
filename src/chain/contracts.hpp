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

}  // namespace contracts

// By the bits of the id: Protocol V2 leaves bits 40 to 103 zero, a hash never does.
inline const crypto::EthAddress& contract_of(const U256& token) {
  return crypto::is_structured_id(token) ? contracts::position_manager
                                         : contracts::conditional_tokens;
}

}  // namespace holdfast::polygon
