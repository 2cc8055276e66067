#pragma once
#include <string_view>
#include <vector>

#include "crypto/eth_address.hpp"

namespace holdfast::polymarket {

struct Wallet {
  std::string_view kind;  // for people
  crypto::EthAddress address;
};

// The wallets that Polymarket's factories make for a signing key on Polygon, by CREATE2: proxy
// (email login), Safe (browser wallet) and deposit wallet (new accounts since May 2026). Positions
// lie in one of them, or in the key's own address. Constants: Polymarket's rs-clob-client-v2 and
// builder-relayer-client; checked against their own answers.
std::vector<Wallet> wallets_of(const crypto::EthAddress& signer);

}  // namespace holdfast::polymarket
