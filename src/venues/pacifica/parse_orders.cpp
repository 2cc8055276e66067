#include "domain/sale_limits.hpp"
#include "venues/pacifica/parse.hpp"
#include "venues/pacifica/read.hpp"
#include "venues/pacifica/refusal.hpp"

namespace holdfast::pacifica {
namespace {

Result<void> read_size(std::optional<Quantity>& into, JsonValue& field) {
  if (field.is_null()) return {};
  auto done = store(into, field.string().and_then(Quantity::parse));
  if (into && into->is_zero()) into.reset();
  return done;
}

// What of it is gone, and in which direction it trades.
struct Rest {
  std::string_view side;
  std::optional<std::string_view> cancelled;
};

// No quantity of the ledger rests on it, so a row that does not say is no fault.
std::optional<Quantity> left_of(const OpenOrder& order, const Rest& rest) {
  const auto cancelled = Quantity::parse(rest.cancelled.value_or("0"));
  if (!order.size || !cancelled || (rest.side != "bid" && rest.side != "ask")) return std::nullopt;
  const auto gone = add(order.filled, *cancelled);
  return gone ? holdfast::left_of(*order.size, *gone, rest.side == "bid") : std::nullopt;
}

}  // namespace

Result<std::vector<OpenOrder>> parse_open_orders(std::string_view body) {
  std::vector<OpenOrder> orders;
  const auto envelope = read_rows(body, "orders", [&](JsonValue& value) -> Result<void> {
    std::optional<std::string_view> symbol;
    std::optional<std::string_view> filled;
    std::optional<std::int64_t> updated_at;
    std::optional<std::string_view> type;
    OpenOrder order;
    Rest rest;
    auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "symbol") return store(symbol, field.string());
      if (key == "filled_amount") return store(filled, field.string());
      if (key == "updated_at") return store(updated_at, field.integer());
      if (key == "order_id") return store(order.id, field.integer());
      if (key == "initial_amount") return read_size(order.size, field);
      if (key == "cancelled_amount") return read_text(rest.cancelled, field);
      if (key == "side") return read_text(rest.side, field);
      if (key == "order_type") return store_if(type, field);
      return {};
    });
    if (!done) return done;
    if (!symbol || symbol->empty()) return missing_field("an order", "symbol");
    if (!filled) return missing_field("an order", "filled_amount");
    if (!updated_at) return missing_field("an order", "updated_at");
    const auto amount = Quantity::parse(*filled);
    if (!amount) return tl::make_unexpected(amount.error());
    const auto at = from_unix_ms(*updated_at);
    if (!at) return tl::make_unexpected(at.error());
    order.symbol = *symbol;
    order.filled = *amount;
    order.changed_at = *at;
    order.left = left_of(order, rest);
    order.waits = type && cause_of_order(*type) != Cause::trade;
    orders.push_back(std::move(order));
    return {};
  });
  if (!envelope) return tl::make_unexpected(envelope.error());
  return orders;
}

Result<OrdersPage> parse_past_orders(std::string_view body) {
  OrdersPage page;
  const auto envelope = read_rows(body, "order history", [&](JsonValue& value) -> Result<void> {
    std::optional<std::int64_t> id;
    std::optional<std::string_view> type;
    PastOrder order;
    auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "order_id") return store(id, field.integer());
      if (key == "order_type") return store(type, field.string());
      if (key == "stop_parent_order_id") return store_if(order.parent, field);
      if (key == "initial_amount") return read_size(order.size, field);
      return {};
    });
    if (!done) return done;
    if (!id) return missing_field("an order", "order_id");
    if (!type) return missing_field("an order", "order_type");
    order.id = *id;
    order.type = *type;
    page.orders.push_back(std::move(order));
    return {};
  });
  if (!envelope) return tl::make_unexpected(envelope.error());
  auto cursor = next_cursor_of(*envelope, "order history");
  if (!cursor) return tl::make_unexpected(cursor.error());
  page.next_cursor = *std::move(cursor);
  return page;
}

Cause cause_of_order(std::string_view type) {
  if (type.starts_with("take_profit")) return Cause::venue_target;
  if (type.starts_with("stop")) return Cause::venue_stop;
  return Cause::trade;
}

Result<Accepted> parse_accepted(std::string_view body) {
  Accepted accepted;
  std::optional<bool> success;
  const auto read_part = [&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "order_id") return store_if(accepted.order_id, value);
    if (key == "cancelled_count") return store_if(accepted.cancelled, value);
    if (key == "success") return store(success, value.boolean());
    return {};
  };
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    const bool inner = key == "data" && value.kind() == JsonValue::Kind::object;
    return inner ? value.each_field(read_part) : read_part(key, value);
  });
  if (!done) return tl::make_unexpected(done.error());
  if (success == std::optional{false} || parse_refusal(body)) {
    const auto words = parse_refusal(body);
    return fail(words ? fault_for(200, *words) : Fault::refused,
                "pacifica: " + (words ? words->error : std::string{"success is false"}));
  }
  if (!success && !accepted.order_id && !accepted.cancelled) {
    return missing_field("pacifica answer", "success");
  }
  return accepted;
}

}  // namespace holdfast::pacifica
