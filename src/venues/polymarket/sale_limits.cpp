#include <utility>

#include "venues/polymarket/limits.hpp"
#include "venues/polymarket/venue.hpp"

namespace holdfast::polymarket {

Async<std::map<PositionKey, SaleLimits>> PolymarketVenue::fetch_sale_limits(
    std::vector<PositionKey> keys, RawTape& tape) {
  SaleLimits of_all{.step = limits::order_step, .minimum = limits::order_minimum};
  if (!clob_) {
    of_all.unasked =
        "open orders are read with an API key of the CLOB, and none is given: set "
        "api_credentials_path (POLY_API_CREDENTIALS_PATH)";
  } else if (config_.approvals == nullptr) {
    of_all.unasked =
        "whether the exchange may move the wallet's tokens is read from Polygon, and no endpoint "
        "is configured: set chain.polygon.endpoints (POLYGON_RPC_URLS)";
  }
  std::map<PositionKey, SaleLimits> told;
  for (const PositionKey& key : keys) told.emplace(key, of_all);
  if (!of_all.unasked.empty()) co_return told;
  const auto orders = co_await clob_->open_orders(Holder{config_.account, config_.holder}, tape);
  if (!orders) co_return tl::make_unexpected(orders.error());
  for (const ClobOrder& order : *orders) {
    const auto found = told.find(order.key);
    if (found != told.end()) add_order(found->second, order.left, order.id);
  }
  std::vector<SoldToken> tokens;
  for (const auto& [key, known] : told) {
    const std::string& token = key.instrument.text;
    tokens.push_back({.token = token, .negative_risk = negative_risk_.contains(token)});
  }
  const auto approved =
      co_await config_.approvals->approved(config_.holder.lower(), std::move(tokens), tape);
  if (!approved) co_return tl::make_unexpected(approved.error());
  auto answer = approved->begin();
  for (auto& [key, known] : told) known.approved = *answer++;
  co_return told;
}

}  // namespace holdfast::polymarket
