#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/read.hpp"

namespace holdfast::kalshi {

Result<OrdersPage> parse_resting_orders(std::string_view body) {
  OrdersPage page;
  auto cursor = read_page(body, "orders", [&](JsonValue& value) -> Result<void> {
    std::optional<std::string> ticker;
    std::optional<std::string> status;
    RestingOrder order;
    auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "ticker") return store(ticker, field.string());
      if (key == "status") return store(status, field.string());
      if (field.is_null()) return {};
      if (key == "order_id") return store(order.id, field.string());
      if (key == "initial_count_fp") {
        return store(order.size, field.string().and_then(Quantity::parse));
      }
      if (key == "subaccount_number") return store(order.subaccount, read_small_number(field));
      if (key == "exchange_index") return store(order.shard, read_small_number(field));
      return {};
    });
    if (!done) return done;
    if (!ticker || ticker->empty()) return missing_field("an order", "ticker");
    if (!status) return missing_field("an order", "status");
    // A state we do not know may still trade: only the two final ones are over.
    if (*status == "canceled" || *status == "executed") return {};
    order.ticker = *std::move(ticker);
    page.orders.push_back(std::move(order));
    return {};
  });
  if (!cursor) return tl::make_unexpected(std::move(cursor).error());
  page.next_cursor = *std::move(cursor);
  return page;
}

}  // namespace holdfast::kalshi
