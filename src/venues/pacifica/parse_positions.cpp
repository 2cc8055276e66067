#include <algorithm>

#include "venues/pacifica/parse.hpp"
#include "venues/pacifica/read.hpp"

namespace holdfast::pacifica {
namespace {

struct Row {
  std::optional<std::string_view> symbol;
  std::optional<std::string_view> side;
  std::optional<std::string_view> amount;
  std::optional<std::string_view> entry_price;
  std::string funding;  // paid since it was opened; empty: not told
  std::optional<bool> isolated;
  std::optional<std::int64_t> created_at;
  std::optional<std::int64_t> updated_at;
};

Result<void> read_field(Row& row, std::string_view key, JsonValue& value) {
  if (key == "symbol") return store(row.symbol, value.string());
  if (key == "side") return store(row.side, value.string());
  if (key == "amount") return store(row.amount, value.string());
  if (key == "entry_price") return store(row.entry_price, value.string());
  if (key == "funding") return store_scalar(row.funding, value);
  if (key == "isolated") return store(row.isolated, value.boolean());
  if (key == "created_at") return store(row.created_at, value.integer());
  if (key == "updated_at") return store(row.updated_at, value.integer());
  return {};
}

std::string_view missing_of(const Row& row) {
  if (!row.symbol || row.symbol->empty()) return "symbol";
  if (!row.side) return "side";
  if (!row.amount) return "amount";
  if (!row.entry_price) return "entry_price";
  if (!row.isolated) return "isolated";
  if (!row.created_at) return "created_at";
  if (!row.updated_at) return "updated_at";
  return {};
}

// The amount has no sign of its own: the side tells. None: nobody knows how much is held.
std::optional<Quantity> quantity_of(const Row& row, std::string& flaw) {
  const auto amount = Quantity::parse(*row.amount);
  if (!amount) {
    flaw = "amount: " + amount.error().what;
    return std::nullopt;
  }
  if (amount->is_negative()) {
    flaw = "amount: below zero: " + std::string{*row.amount};
    return std::nullopt;
  }
  if (*row.side == "bid") return *amount;
  if (*row.side == "ask") return Quantity::from_units(-amount->units());
  flaw = "side: neither bid nor ask: " + std::string{row.side->substr(0, 20)};
  return std::nullopt;
}

Holding holding_of(const Row& row, const AccountId& account) {
  Holding holding{.key = {.account = account,
                          .venue = VenueName::pacifica,
                          .instrument = InstrumentId{std::string{*row.symbol}},
                          .margin = *row.isolated ? MarginMode::isolated : MarginMode::cross}};
  holding.quantity = quantity_of(row, holding.flaw);
  holding.figures.average_price.raw = *row.entry_price;
  if (const auto price = Price::parse(*row.entry_price)) {
    holding.figures.average_price.value = *price;
  }
  holding.figures.funding.raw = row.funding;
  if (const auto paid = Money::parse(row.funding)) {
    holding.figures.funding.value = Money::from_units(-paid->units());
  }
  holding.about.id = holding.key.instrument;
  holding.about.venue = VenueName::pacifica;
  return holding;
}

Result<void> take(Listing& listing, const Row& row, const AccountId& account) {
  const auto created = from_unix_ms(*row.created_at);
  if (!created) return tl::make_unexpected(created.error());
  const auto updated = from_unix_ms(*row.updated_at);
  if (!updated) return tl::make_unexpected(updated.error());
  Holding holding = holding_of(row, account);
  if (!holding.quantity || !holding.quantity->is_zero()) ++listing.counted;
  listing.changed_at = std::max(listing.changed_at.value_or(*updated), *updated);
  listing.opened.emplace(holding.key, *created);
  listing.holdings.push_back(std::move(holding));
  return {};
}

}  // namespace

Result<Listing> parse_positions(std::string_view body, const AccountId& account) {
  Listing listing;
  const auto envelope = read_rows(body, "positions", [&](JsonValue& value) -> Result<void> {
    Row row;
    auto done = value.each_field(
        [&](std::string_view key, JsonValue& field) { return read_field(row, key, field); });
    if (!done) return done;
    if (const auto field = missing_of(row); !field.empty()) {
      return missing_field("a position", field);
    }
    return take(listing, row, account);
  });
  if (!envelope) return tl::make_unexpected(envelope.error());
  // The list has never been in pages; the day it is, one page is not all of it.
  if (envelope->has_more.value_or(false) || !envelope->next_cursor.empty()) {
    return fail(Fault::incomplete, "pacifica positions: the list goes on behind a cursor");
  }
  listing.last_order_id = envelope->last_order_id;
  return listing;
}

}  // namespace holdfast::pacifica
