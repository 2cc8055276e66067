#include "chain/polygon_wallets.hpp"

#include <utility>

namespace holdfast::polygon {
namespace {

Async<OnChainWallet> ask(Endpoint& endpoint, crypto::EthAddress wallet, std::uint64_t block,
                         RawTape& tape) {
  OnChainWallet told;
  const auto code = co_await endpoint.has_code(wallet, block, tape);
  if (!code) co_return tl::make_unexpected(code.error());
  told.has_code = *code;
  if (!told.has_code) co_return told;
  auto owners = co_await endpoint.safe_owners(wallet, block, tape);
  if (!owners) co_return tl::make_unexpected(std::move(owners).error());
  told.owners = *std::move(owners);
  co_return told;
}

}  // namespace

PolygonWallets::PolygonWallets(const Config& config, Transport& transport, Clock& clock)
    : block_age_max_{config.block_age_max},
      clock_{clock},
      endpoints_{endpoints_at(config.endpoints, transport, clock)} {}

Async<OnChainWallet> PolygonWallets::look_up(std::string wallet, RawTape& tape) {
  const auto address = crypto::EthAddress::parse(wallet);
  if (!address) co_return tl::make_unexpected(address.error());
  json_rpc::Excuses excuses;
  const auto panel = co_await find_panel(endpoints_, clock_.now(), block_age_max_, excuses, tape);
  if (!panel) co_return tl::make_unexpected(panel.error());
  auto told = co_await agreed_by<OnChainWallet>(
      *panel, excuses, "Polygon's endpoints differ about whose wallet " + wallet + " is",
      [&](Endpoint& endpoint) { return ask(endpoint, *address, panel->last, tape); });
  co_return told;
}

}  // namespace holdfast::polygon
