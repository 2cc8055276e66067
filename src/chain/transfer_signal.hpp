#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chain/polygon_endpoint.hpp"
#include "crypto/eth_address.hpp"
#include "ports/change_signal.hpp"

namespace holdfast::polygon {

// Transfer logs of one wallet's outcome tokens, in and out, up to the finalised block: what no feed
// of the venue tells. Each look goes some blocks back, so that a reorganisation shows as well. The
// endpoints take turns where one fails. Transport and clock must outlive it.
class TransferSignal final : public ChangeSignal {
 public:
  TransferSignal(const std::vector<EndpointAddress>& endpoints, crypto::EthAddress holder,
                 Transport& transport, Clock& clock);
  Async<bool> changed() override;
  // Of a wallet that was not known at first: until then nothing moves.
  void hold(crypto::EthAddress holder) { holder_ = holder; }

 private:
  // Where a transfer is logged: in another block after a reorganisation.
  struct Place {
    std::uint64_t block{};
    std::uint64_t index{};
    std::string transaction;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  Async<bool> look(Endpoint& endpoint);

  std::vector<Endpoint> endpoints_;
  std::size_t turn_{};
  crypto::EthAddress holder_;
  std::optional<std::uint64_t> seen_to_;
  std::set<Place> seen_;  // of the blocks that are looked at again
};

}  // namespace holdfast::polygon
