#include "domain/sale_limits.hpp"
#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/read.hpp"

namespace holdfast::kalshi {
namespace {

// What may still trade, and in which direction: a bid, outcome_side yes, adds to YES.
struct Rest {
  std::string_view outcome_side;
  std::string_view book_side;
  std::string_view count;
};

// No quantity of the ledger rests on it, so a row that does not say is no fault.
std::optional<Quantity> change_of(const Rest& rest) {
  const auto count = Quantity::parse(rest.count);
  const bool up = rest.book_side == "bid" || rest.outcome_side == "yes";
  const bool down = rest.book_side == "ask" || rest.outcome_side == "no";
  if (!count || up == down) return std::nullopt;
  return left_of(*count, {}, up);
}

}  // namespace

bool rests_on(const RestingOrder& order, const PositionKey& key, std::uint16_t asked_subaccount) {
  return key.instrument.text == order.ticker &&
         key.subaccount == order.subaccount.value_or(asked_subaccount) &&
         key.shard == order.shard.value_or(key.shard);
}

Result<OrdersPage> parse_resting_orders(std::string_view body) {
  OrdersPage page;
  auto cursor = read_page(body, "orders", [&](JsonValue& value) -> Result<void> {
    std::optional<std::string> ticker;
    std::optional<std::string> status;
    RestingOrder order;
    Rest rest;
    auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "ticker") return store(ticker, field.string());
      if (key == "status") return store(status, field.string());
      if (key == "remaining_count_fp") return read_text(rest.count, field);
      if (key == "outcome_side") return read_text(rest.outcome_side, field);
      if (key == "book_side") return read_text(rest.book_side, field);
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
    order.change = change_of(rest);
    page.orders.push_back(std::move(order));
    return {};
  });
  if (!cursor) return tl::make_unexpected(std::move(cursor).error());
  page.next_cursor = *std::move(cursor);
  return page;
}

}  // namespace holdfast::kalshi
