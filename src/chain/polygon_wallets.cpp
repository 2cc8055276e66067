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
    : block_age_max_{config.block_age_max}, clock_{clock} {
  for (const EndpointAddress& address : config.endpoints) {
    endpoints_.emplace_back(address, transport, clock);
  }
}

Async<OnChainWallet> PolygonWallets::look_up(std::string wallet, RawTape& tape) {
  const auto address = crypto::EthAddress::parse(wallet);
  if (!address) co_return tl::make_unexpected(address.error());
  json_rpc::Excuses excuses;
  const auto panel = co_await find_panel(endpoints_, clock_.now(), block_age_max_, excuses, tape);
  if (!panel) co_return tl::make_unexpected(panel.error());
  std::optional<OnChainWallet> agreed;
  for (Endpoint* endpoint : panel->endpoints) {
    auto told = co_await ask(*endpoint, *address, panel->last, tape);
    if (!told) {
      if (told.error().fault == Fault::cancelled) co_return tl::make_unexpected(told.error());
      excuses.add(endpoint->name(), told.error());
    } else if (agreed && *agreed != *told) {
      co_return fail(Fault::incomplete,
                     "Polygon's endpoints differ about whose wallet " + wallet + " is");
    } else {
      agreed = *std::move(told);
    }
  }
  if (!agreed) co_return excuses.fault("Polygon");
  co_return *std::move(agreed);
}

}  // namespace holdfast::polygon
