#include "chain/polygon_approvals.hpp"

#include <map>
#include <utility>

#include "chain/contracts.hpp"

namespace holdfast::polygon {
namespace {

// The contract that keeps a token, and the exchange that must be approved there.
using Pair = std::pair<crypto::EthAddress, crypto::EthAddress>;

}  // namespace

PolygonApprovals::PolygonApprovals(const Config& config, Transport& transport, Clock& clock)
    : block_age_max_{config.block_age_max},
      clock_{clock},
      endpoints_{endpoints_at(config.endpoints, transport, clock)} {}

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
      const auto told = co_await agreed_by<bool>(
          *panel, excuses,
          "Polygon's endpoints differ about whether " + pair.second.checksummed() + " is approved",
          [&](Endpoint& endpoint) {
            return endpoint.is_approved(pair.first, *wallet, pair.second, panel->last, tape);
          });
      if (!told) co_return tl::make_unexpected(told.error());
      found = known.emplace(pair, *told).first;
    }
    approved.push_back(found->second);
  }
  co_return approved;
}

}  // namespace holdfast::polygon
