#include "sim/kalshi/margin.hpp"

#include <fmt/format.h>

#include "sim/amount_text.hpp"
#include "sim/kalshi/answers.hpp"
#include "sim/kalshi/errors.hpp"
#include "sim/kalshi/json_body.hpp"

// /margin/balance, /margin/positions, /margin/orders, /margin/funding_history and
// /portfolio/margin/subaccounts.
namespace holdfast::sim::kalshi {
namespace {

constexpr std::int64_t one = 1'000'000'000;
// Between what was taken and what was refused at a mark of 6.33: a price of 5.38 was and 3.17 was
// not, 1 contract was and 10,185 were not. The bounds themselves were never seen.
constexpr std::int64_t band_percent = 25;
constexpr std::int64_t notional_limit = 50'000 * one;
constexpr int price_places = 4;

Int128 times(Int128 amount, Price price) { return amount * price.units() / one; }

// In units of money.
struct Worth {
  Int128 value{};
  Int128 gain{};
  Int128 initial_margin{};
  Int128 maintenance_margin{};
};

Worth worth_of(const Perp& perp, const PerpPosition& held) {
  const auto value = times(magnitude(held.count), perp.mark);
  return {.value = value,
          .gain = Int128{held.count.units()} * (perp.mark.units() - held.entry.units()) / one,
          .initial_margin = times(value, perp.initial_margin),
          .maintenance_margin = times(value, perp.maintenance_margin)};
}

Node dollars(Int128 units) { return Node::text(places_text(units, Money::scale, price_places)); }

// A member who has not joined has an account without anything.
const MarginAccount& account_of(const World& world, const Call& call) {
  static const MarginAccount nothing;
  const auto& accounts = world.kalshi.margin.accounts;
  const auto found = accounts.find(call.caller.account);
  return found == accounts.end() ? nothing : found->second;
}

Answer invalid_order(std::string_view details) {
  return wrapped_error(400, "invalid_order", "invalid order", details);
}

struct PerpOrder {
  std::string client_order_id;
  std::string ticker;
  Quantity count;
  Price price;
  bool rests{};
  bool reduce_only{};
};

Parameter<PerpOrder> read_perp_order(const Call& call) {
  auto body = JsonBody::read(call, "CreateMarginOrderRequest");
  if (!body) return tl::make_unexpected(body.error());
  PerpOrder order{.client_order_id = body->text("client_order_id"),
                  .ticker = body->text("ticker"),
                  .count = body->count("count"),
                  .rests = body->text("time_in_force") == "good_till_canceled",
                  .reduce_only = body->flag("reduce_only")};
  const auto price = body->text("price");
  for (const auto* checked : {"side", "self_trade_prevention_type"}) body->text(checked);
  body->flag("post_only");
  if (auto wrong = body->problem()) return tl::make_unexpected(*wrong);
  const auto point = price.find('.');
  const auto places = point == std::string::npos ? 0 : price.size() - point - 1;
  if (places > price_places) {
    return tl::make_unexpected(
        invalid_order(fmt::format("invalid price: invalid dollar precision: -{}", places)));
  }
  const auto parsed = Price::parse(price);
  if (!parsed) return tl::make_unexpected(wrapped_error(400, "invalid_price", "invalid price"));
  order.price = *parsed;
  return order;
}

// The first reason, of those that were recorded, not to take the order.
std::optional<Answer> objection(const World& world, const Call& call, const PerpOrder& order) {
  if (order.reduce_only && order.rests) {
    return invalid_order("reduce_only can only be used with IoC or FoK orders");
  }
  const auto perp = world.kalshi.margin.perps.find(order.ticker);
  if (perp == world.kalshi.margin.perps.end()) {
    return wrapped_error(404, "market_not_found", "market not found");
  }
  const Int128 mark = perp->second.mark.units();
  const Int128 away =
      order.price.units() > mark ? order.price.units() - mark : mark - order.price.units();
  if (away * 100 > mark * band_percent) return wrapped_error(400, "invalid_price", "invalid price");
  if (times(order.count.units(), order.price) > notional_limit) {
    return wrapped_error(400, "NOTIONAL_RISK_LIMIT_EXCEEDED", "NOTIONAL_RISK_LIMIT_EXCEEDED");
  }
  if (!world.kalshi.margin.accounts.contains(call.caller.account)) {
    const auto& user = world.kalshi.members.at(call.caller.account).user_id;
    return wrapped_error(400, "user_not_found:_" + user, "user not found: " + user);
  }
  if (account_of(world, call).used_client_ids.contains(order.client_order_id)) {
    return wrapped_error(409, "order_already_exists", "order already exists");
  }
  return std::nullopt;
}

}  // namespace

// available_balance was nothing beside an equity of 50: how it is reckoned was not to be seen.
Answer margin_balance(World& world, const Call& call) {
  const auto& account = account_of(world, call);
  Int128 settled = 0;
  auto rows = Node::list();
  for (const auto& [subaccount, funds] : account.funds) {
    Worth sum;
    for (const auto& [place, held] : account.positions) {
      if (place.first != subaccount) continue;
      const auto worth = worth_of(world.kalshi.margin.perps.at(place.second), held);
      sum.value += worth.value;
      sum.gain += worth.gain;
      sum.initial_margin += worth.initial_margin;
      sum.maintenance_margin += worth.maintenance_margin;
    }
    settled += funds.units();
    rows.push(Node::object({{"account_equity", dollars(funds.units() + sum.gain)},
                            {"available_balance", dollars(0)},
                            {"initial_margin", dollars(sum.initial_margin)},
                            {"maintenance_margin", dollars(sum.maintenance_margin)},
                            {"position_value", dollars(sum.value)},
                            {"resting_orders_margin", dollars(0)},
                            {"subaccount", Node::number(subaccount)}}));
  }
  return {.body = Node::object(
              {{"settled_funds", dollars(settled)}, {"subaccount_balances", std::move(rows)}}),
          .rows = "subaccount_balances"};
}

// roe is the gain in percent of the margin that is used, to 14 decimals.
Answer margin_positions(World& world, const Call& call) {
  auto rows = Node::list();
  for (const auto& [place, held] : account_of(world, call).positions) {
    const auto worth = worth_of(world.kalshi.margin.perps.at(place.second), held);
    const auto used = worth.maintenance_margin;
    const auto share =
        used == 0 ? Int128{0}
                  : divide_rounded(worth.gain * 10'000'000'000'000'000, used, Rounding::half_even);
    rows.push(Node::object({{"entry_price", Node::text(places_text(held.entry, price_places))},
                            {"fees", Node::text(places_text(held.fees, price_places))},
                            {"margin_used", dollars(used)},
                            {"market_ticker", Node::text(place.second)},
                            {"position", Node::text(places_text(held.count, 2))},
                            {"roe", Node::decimal(share, 14)},
                            {"subaccount", Node::number(place.first)},
                            {"unrealized_pnl", dollars(worth.gain)}}));
  }
  return {.body = Node::object({{"positions", std::move(rows)}}), .rows = "positions"};
}

// The answer to an order that is taken is that of event contracts: of this exchange none was
// recorded.
Answer create_margin_order(World& world, const Call& call) {
  const auto order = read_perp_order(call);
  if (!order) return order.error();
  if (auto refused = objection(world, call, *order)) return *refused;
  world.kalshi.margin.accounts.at(call.caller.account)
      .used_client_ids.insert(order->client_order_id);
  const auto remaining = order->rests ? order->count : Quantity{};
  return {.status = 201,
          .body = Node::object({{"client_order_id", Node::text(order->client_order_id)},
                                {"fill_count", Node::text("0.00")},
                                {"order_id", Node::text(world.random.uuid())},
                                {"remaining_count", Node::text(places_text(remaining, 2))},
                                {"ts_ms", Node::number(unix_ms(call.true_now))}})};
}

// The world pays no funding here.
Answer margin_funding(World&, const Call& call) {
  for (const std::string_view name : {"start_date", "end_date"}) {
    if (call.target.find(name) == nullptr) {
      return parameter_error(fmt::format("Query argument {} is required, but not found", name));
    }
  }
  return {.body = Node::object({{"funding_history", Node::list()}})};
}

// As CreateSubaccountResponse of event contracts (openapi 3.31).
Answer create_margin_subaccount(World& world, const Call& call) {
  if (const auto body = JsonBody::read(call, "CreateSubaccountRequest"); !body) return body.error();
  auto& funds = world.kalshi.margin.accounts[call.caller.account].funds;
  const auto number = static_cast<std::uint16_t>(funds.empty() ? 0 : funds.rbegin()->first + 1);
  funds.emplace(number, Money{});
  return {.status = 201, .body = Node::object({{"subaccount_number", Node::number(number)}})};
}

}  // namespace holdfast::sim::kalshi
