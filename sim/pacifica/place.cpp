#include <fmt/format.h>

#include <algorithm>

#include "sim/pacifica/exchange.hpp"

// Orders as the venue judges them. Codes as in its current table, texts as observed or as clients
// know them; numbers in older tables differ.
namespace holdfast::sim::pacifica {
namespace {

constexpr Int128 one = 1'000'000'000;

// Off tick or lot the venue answers with a plain 500 (FAQ): not to be tried again.
Refused off_grid() { return {.status = 500, .code = 500, .error = "Internal server error"}; }

bool crosses(const OrderPlan& plan, Price mark) {
  if (!plan.price) return true;
  return plan.is_buy ? *plan.price >= mark : *plan.price <= mark;
}

}  // namespace

std::optional<Refused> Exchange::refusal_of(const OrderPlan& plan) const {
  const auto market = markets.find(plan.symbol);
  if (market == markets.end()) {
    return Refused{.code = 3, .error = "Book not found: " + plan.symbol};
  }
  const Market& at = market->second;
  const bool off_lot = plan.amount.units() % at.lot.units() != 0;
  const bool off_tick = plan.price && plan.price->units() % at.tick.units() != 0;
  if (plan.amount.is_negative() || off_lot || off_tick) return off_grid();
  const auto& positions = truth(plan.account).positions;
  const auto held = positions.find(plan.symbol);
  if (plan.reduce_only) {
    if (held == positions.end()) {
      return Refused{.code = 23,
                     .error = fmt::format("No position found for reduce-only order: {} {}",
                                          plan.account, plan.symbol)};
    }
    if (held->second.amount.is_negative() != plan.is_buy) {
      return Refused{.code = 21,
                     .error = "Invalid reduce-only order side: must be opposite to position side"};
    }
    if (magnitude(plan.amount) > magnitude(held->second.amount)) {
      const auto size =
          Quantity::from_units(static_cast<std::int64_t>(magnitude(held->second.amount)));
      return Refused{.code = 22,
                     .error = fmt::format("Invalid reduce-only order amount: {} exceeds position "
                                          "amount {}",
                                          plan.amount.text(), size.text())};
    }
  }
  const Price price = plan.price.value_or(at.mark);
  const Int128 value = Int128{plan.amount.units()} * price.units() / one;
  // Whether closing orders are exempt is not known: the stricter reading.
  if (!plan.stop_price && value < min_order_dollars * one) {
    return Refused{.code = 7,
                   .error = fmt::format("Order amount too low for {}: {} < {}", plan.account,
                                        decimal_text(value, 9), min_order_dollars),
                   .id = "invalid_amount"};
  }
  const auto& orders = truth(plan.account).orders;
  const bool used =
      !plan.client_order_id.empty() && std::ranges::any_of(orders, [&](const auto& known) {
        return known.second.client_order_id == plan.client_order_id;
      });
  if (used) return Refused{.code = 36, .error = "Duplicate client order id"};
  return std::nullopt;
}

Tried<std::int64_t> Exchange::place(const OrderPlan& plan, UtcTime at) {
  if (auto refused = refusal_of(plan)) return tl::make_unexpected(*std::move(refused));
  const Price mark = markets.at(plan.symbol).mark;
  Order order{.id = ++order_nonce,
              .client_order_id = plan.client_order_id,
              .symbol = plan.symbol,
              .is_buy = plan.is_buy,
              .price = plan.price.value_or(Price{}),
              .amount = plan.amount,
              .stop_price = plan.stop_price,
              .type = !plan.type.empty() ? plan.type
                      : plan.price       ? "limit"
                                         : "market",
              .parent = plan.parent,
              .reduce_only = plan.reduce_only,
              .created = at,
              .updated = at};
  const auto id = order.id;
  const bool takes = !plan.stop_price && crosses(plan, mark);
  if (takes && plan.tif != "ALO" && plan.tif != "TOB") {
    const bool is_isolated = plan.isolated || isolated[plan.account].contains(plan.symbol);
    execute(order, plan.amount, mark, is_isolated, false, plan.account, at);
    return id;
  }
  const bool dies = (takes && plan.tif == "ALO") || (!takes && plan.tif == "IOC");
  if (dies && !plan.stop_price) {
    order.status = takes ? "rejected" : "cancelled";
    order.reason = takes ? "post_only_rejected" : "cancel";
    order.cancelled = order.amount;
  }
  record(plan.account, OrderChange{order}, at);
  return id;
}

std::optional<std::int64_t> Exchange::open_order(const std::string& account, std::int64_t id,
                                                 const std::string& client_id) const {
  for (const auto& [number, order] : truth(account).orders) {
    const bool named = id != 0 ? number == id : order.client_order_id == client_id;
    if (named && order.is_open()) return number;
  }
  return std::nullopt;
}

Tried<std::int64_t> Exchange::cancel(const std::string& account, std::int64_t id, UtcTime at) {
  const auto& orders = truth(account).orders;
  const auto found = orders.find(id);
  if (found == orders.end() || !found->second.is_open()) {
    return tl::make_unexpected(Refused{.status = 400, .code = 400, .error = "Order not found"});
  }
  Order order = found->second;
  order.status = "cancelled";
  order.cancelled = Quantity::from_units(order.amount.units() - order.filled.units());
  order.updated = at;
  ++order_nonce;
  record(account, OrderChange{order}, at);
  return id;
}

}  // namespace holdfast::sim::pacifica
