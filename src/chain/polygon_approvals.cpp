#include "chain/polygon_approvals.hpp"

#include <map>
#include <optional>
#include <utility>

#include "chain/contracts.hpp"

namespace holdfast::polygon {
namespace {

// The contract that keeps a token, and the exchange that must be approved there.
using Pair = std::pair<crypto::EthAddress, crypto::EthAddress>;

Async<bool> agree(const Panel& panel, Pair pair, crypto::EthAddress owner,
                  json_rpc::Excuses& excuses, RawTape& tape) {
  std::optional<bool> agreed;
  for (Endpoint* endpoint : panel.endpoints) {
    const auto told =
        co_await endpoint->is_approved(pair.first, owner, pair.second, panel.last, tape);
    if (!told) {
      if (told.error().fault == Fault::cancelled) co_return tl::make_unexpected(told.error());
      excuses.add(endpoint->name(), told.error());
    } else if (agreed && *agreed != *told) {
      co_return fail(Fault::incomplete, "Polygon's endpoints differ about whether " +
                                            pair.second.checksummed() + " is approved");
    } else {
      agreed = *told;
    }
  }
  if (!agreed) co_return excuses.fault("Polygon");
  co_return *agreed;
}

}  // namespace

PolygonApprovals::PolygonApprovals(const Config& config, Transport& transport, Clock& clock)
    : block_age_max_{config.block_age_max}, clock_{clock} {
  for (const EndpointAddress& address : config.endpoints) {
    endpoints_.emplace_back(address, transport, clock);
  }
}

Async<std::vector<bool>> PolygonApprovals::approved(std::string owner,
                                                    std::vector<SoldToken> tokens, RawTape& tape) {
  const auto wallet = crypto::EthAddress::parse(owner);
  if (!wallet) co_return tl::make_unexpected(wallet.error());
  json_rpc::Excuses excuses;
  const auto panel = co_await find_panel(endpoints_, clock_.now(), block_age_max_, excuses, tape);
  if (!panel) co_return tl::make_unexpected(panel.error());
  std::map<Pair, bool> known;
  std::vector<bool> approved;
  for (const SoldToken& sold : tokens) {
    const auto id = U256::parse_decimal(sold.token);
    if (!id) co_return fail(Fault::malformed, "not a token id: " + sold.token.substr(0, 90));
    const Pair pair{contract_of(*id), exchange_of(*id, sold.negative_risk)};
    auto found = known.find(pair);
    if (found == known.end()) {
      const auto told = co_await agree(*panel, pair, *wallet, excuses, tape);
      if (!told) co_return tl::make_unexpected(told.error());
      found = known.emplace(pair, *told).first;
    }
    approved.push_back(found->second);
  }
  co_return approved;
}

}  // namespace holdfast::polygon
