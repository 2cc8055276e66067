#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chain/polygon_endpoint.hpp"
#include "crypto/eth_address.hpp"
#include "ports/clock.hpp"
#include "ports/transport.hpp"
#include "ports/witness.hpp"

namespace holdfast::polygon {

struct Config {
  std::vector<EndpointAddress> endpoints;
  // Whose tokens: each Polymarket account and the wallet that holds for it.
  std::map<AccountId, crypto::EthAddress> holders;
  // An endpoint whose finalised block is further behind the best one is not believed. Polygon
  // makes a block in about two seconds.
  std::uint64_t blocks_behind_max{150};
  // Nor one whose newest finalised block is older than this: it is stuck, or cut off.
  Duration block_age_max{std::chrono::minutes{15}};
  std::uint32_t ids_per_call{200};
};

// What the tape calls the block that earlier balances were read at.
inline constexpr std::string_view remembered_block = "remembered polygon block";

// Reads Polymarket token balances from Polygon at a finalised block, every endpoint at the same
// one. Where a block is replaced while balances at it are read, or where the block that earlier
// balances were read at has been replaced, nothing is agreed in that reading.
// Transport and clock must outlive it.
class PolygonWitness final : public Witness {
 public:
  PolygonWitness(Config config, Transport& transport, Clock& clock);
  Async<Readings> read(std::vector<PositionKey> keys, RawTape& tape) override;
  Async<std::vector<IdentityCheck>> identify(RawTape& tape) override;
  // A wallet that was found later than the configuration was read.
  void hold(const AccountId& account, const crypto::EthAddress& wallet) {
    config_.holders.insert_or_assign(account, wallet);
  }
  // Remembers what a tape says was remembered; empty: nothing.
  Result<void> recall(std::string_view memory);

 private:
  Config config_;
  Clock& clock_;
  std::vector<Endpoint> endpoints_;
  std::optional<Block> rests_on_;  // the newest block that balances were agreed at
};

}  // namespace holdfast::polygon
