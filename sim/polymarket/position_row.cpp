#include "sim/polymarket/position_row.hpp"

#include "sim/amount_text.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t one = 1'000'000'000;
constexpr std::int64_t four_places = 100'000;
constexpr std::int64_t five_places = 10'000;

Int128 cut(Int128 units, std::int64_t step) { return units / step * step; }
Node number(Int128 units) { return Node::decimal(units, 9); }
Node cut_number(Int128 units) { return number(cut(units, four_places)); }

Int128 percent(Int128 part, Int128 whole) {
  return whole == 0 ? 0 : cut(part * 100 * one / whole, four_places);
}

std::string date_text(UtcTime at) { return rfc3339_text(at).substr(0, 10); }

Int128 average_price(const Holding& holding) {
  if (holding.size.is_zero()) return 0;
  return cut(Int128{holding.entry_cost.units()} * one / holding.size.units(), four_places);
}

}  // namespace

std::string_view PositionRow::status() const {
  if (closed()) return "CLOSED";
  return resolved ? "REDEEMABLE" : "OPEN";
}

std::vector<PositionRow> rows_of(const World& world, const std::string& address,
                                 const Wallet& wallet, UtcTime moment) {
  std::vector<PositionRow> rows;
  for (const auto& [token, holding] : wallet.holdings) {
    const Market* market = world.polymarket.market_of(token);
    if (market == nullptr || holding.last_event == UtcTime{}) continue;
    const std::size_t outcome = market->outcomes[0].token_id == token ? 0 : 1;
    const bool resolved = market->resolved_by(moment);
    const auto& side = market->outcomes.at(outcome);
    const auto other = wallet.holdings.find(market->outcomes.at(1 - outcome).token_id);
    PositionRow row{.wallet = address,
                    .market = market,
                    .outcome = outcome,
                    .holding = holding,
                    .price = resolved ? side.payout.value_or(Price{}) : side.price,
                    .resolved = resolved,
                    .mergeable = !holding.size.is_zero() && other != wallet.holdings.end() &&
                                 !other->second.size.is_zero()};
    row.value = cut(Int128{holding.size.units()} * row.price.units() / one, four_places);
    row.cost = cut(holding.entry_cost.units(), four_places);
    rows.push_back(std::move(row));
  }
  return rows;
}

Node node_v2(const PositionRow& row, const World& world) {
  const Market& market = *row.market;
  const Holding& held = row.holding;
  const auto& other = market.outcomes.at(1 - row.outcome);
  const Int128 fees = cut(held.entry_fees.units(), five_places);
  const Int128 unrealized = row.value - row.cost;
  const Int128 realized = cut(held.realized.units(), four_places);
  const auto profile = world.polymarket.profiles.find(row.wallet);
  return Node::object({
      {"proxy_wallet", Node::text(row.wallet)},
      {"token_id", Node::text(row.token_id())},
      {"condition_id", Node::text(market.condition_id)},
      {"current_size", number(held.size.units())},
      {"avg_price", number(average_price(held))},
      {"entry_cost_usdc", number(row.cost)},
      {"entry_fees_usdc", number(fees)},
      {"total_cost_usdc", number(row.cost + fees)},
      {"current_price", number(row.price.units())},
      {"current_value", number(row.value)},
      {"total_size", number(held.total_bought.units())},
      {"realized_pnl", number(realized)},
      {"unrealized_pnl", number(unrealized)},
      {"total_pnl", number(unrealized + realized)},
      {"percent_pnl", number(percent(unrealized, row.cost))},
      {"percent_realized_pnl", number(percent(unrealized, held.entry_cost.units()))},
      {"status", Node::text(row.status())},
      {"redeemable", Node::boolean(row.resolved && !row.closed())},
      {"mergeable", Node::boolean(row.mergeable)},
      {"negative_risk", Node::boolean(market.neg_risk)},
      {"archived", Node::boolean(market.archived)},
      {"title", Node::text(market.question)},
      {"slug", Node::text(market.slug)},
      {"icon", Node::text(market.icon)},
      {"event_id", Node::text(market.event_id)},
      {"event_slug", Node::text(market.event_slug)},
      {"outcome", Node::text(market.outcomes.at(row.outcome).name)},
      {"outcome_index", Node::number(static_cast<std::int64_t>(row.outcome))},
      {"opposite_outcome", Node::text(other.name)},
      {"opposite_token_id", Node::text(other.token_id)},
      {"end_date", Node::text(date_text(market.end_at))},
      {"last_event_at", Node::number(unix_s(held.last_event))},
      {"first_entry_at", Node::number(unix_s(held.first_entry))},
      {"name", Node::text(profile == world.polymarket.profiles.end() ? "" : profile->second.name)},
      {"profile_image", Node::text("")},
      {"verified", Node::boolean(false)},
  });
}

// The retired shape of /positions, which ccxt still reads.
Node node_v1(const PositionRow& row) {
  const Market& market = *row.market;
  const Holding& held = row.holding;
  const auto& other = market.outcomes.at(1 - row.outcome);
  const Int128 pnl = row.value - row.cost;
  const Int128 realized = held.realized.units();
  return Node::object({
      {"proxyWallet", Node::text(row.wallet)},
      {"asset", Node::text(row.token_id())},
      {"conditionId", Node::text(market.condition_id)},
      {"size", number(held.size.units())},
      {"avgPrice", number(average_price(held))},
      {"initialValue", number(row.cost)},
      {"currentValue", number(row.value)},
      {"cashPnl", number(pnl)},
      {"percentPnl", number(percent(pnl, row.cost))},
      {"totalBought", number(held.total_bought.units())},
      {"realizedPnl", cut_number(realized)},
      {"percentRealizedPnl", number(percent(realized, row.cost))},
      {"curPrice", number(row.price.units())},
      {"redeemable", Node::boolean(row.resolved)},
      {"mergeable", Node::boolean(row.mergeable)},
      {"title", Node::text(market.question)},
      {"slug", Node::text(market.slug)},
      {"icon", Node::text(market.icon)},
      {"eventId", Node::text(market.event_id)},
      {"eventSlug", Node::text(market.event_slug)},
      {"outcome", Node::text(market.outcomes.at(row.outcome).name)},
      {"outcomeIndex", Node::number(static_cast<std::int64_t>(row.outcome))},
      {"oppositeOutcome", Node::text(other.name)},
      {"oppositeAsset", Node::text(other.token_id)},
      {"endDate", Node::text(date_text(market.end_at))},
      {"negativeRisk", Node::boolean(market.neg_risk)},
  });
}

std::vector<PositionRow> shown_rows(World& world, const Call& call, const std::string& user,
                                    Duration lag) {
  const auto moment = shown_moment(world, call, lag);
  const Wallets& wallets = world.polymarket.timeline.as_of(call.endpoint, moment);
  const auto* wrong = call.fault(FaultKind::wrong_owner);
  const auto owner = wrong == nullptr ? user : wrong->param("owner", "0xdead");
  const auto* wallet = wallets.find(owner);
  if (wallet == nullptr && wrong != nullptr) wallet = wallets.find(user);
  if (wallet == nullptr) return {};
  return rows_of(world, owner, *wallet, moment);
}

std::vector<PositionRow> shown_holders(World& world, const Call& call, const std::string& condition,
                                       Duration lag) {
  const auto moment = shown_moment(world, call, lag);
  const Wallets& wallets = world.polymarket.timeline.as_of(call.endpoint, moment);
  std::vector<PositionRow> holders;
  for (const auto& [address, wallet] : wallets.by_address) {
    for (auto& row : rows_of(world, address, wallet, moment)) {
      if (row.market->condition_id == condition) holders.push_back(std::move(row));
    }
  }
  return holders;
}

}  // namespace holdfast::sim::polymarket
