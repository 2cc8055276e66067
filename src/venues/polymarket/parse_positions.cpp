#include <fmt/format.h>

#include "domain/u256.hpp"
#include "venues/polymarket/parse.hpp"
#include "venues/polymarket/read.hpp"

namespace holdfast::polymarket {
namespace {

constexpr std::size_t row_bytes = 1'024;  // about; so that few pages move their rows

// What the two shapes call the same thing.
struct Names {
  std::string_view wallet, token, size, condition;
  std::string_view average_price, cost, value, pnl, realized, fees, percent, price;
  std::string_view redeemable, negative_risk;
  std::string_view event, opposite_outcome, opposite_token, end_date;
};

constexpr Names v2_names{.wallet = "proxy_wallet",
                         .token = "token_id",
                         .size = "current_size",
                         .condition = "condition_id",
                         .average_price = "avg_price",
                         .cost = "entry_cost_usdc",
                         .value = "current_value",
                         .pnl = "unrealized_pnl",
                         .realized = "realized_pnl",
                         .fees = "entry_fees_usdc",
                         .percent = "percent_pnl",
                         .price = "current_price",
                         .redeemable = "redeemable",
                         .negative_risk = "negative_risk",
                         .event = "event_slug",
                         .opposite_outcome = "opposite_outcome",
                         .opposite_token = "opposite_token_id",
                         .end_date = "end_date"};

constexpr Names v1_names{.wallet = "proxyWallet",
                         .token = "asset",
                         .size = "size",
                         .condition = "conditionId",
                         .average_price = "avgPrice",
                         .cost = "initialValue",
                         .value = "currentValue",
                         .pnl = "cashPnl",
                         .realized = "realizedPnl",
                         .fees = "entryFeesUsdc",
                         .percent = "percentPnl",
                         .price = "curPrice",
                         .redeemable = "redeemable",
                         .negative_risk = "negativeRisk",
                         .event = "eventSlug",
                         .opposite_outcome = "oppositeOutcome",
                         .opposite_token = "oppositeAsset",
                         .end_date = "endDate"};

// Views into the reader's text, which outlives the row.
struct Row {
  std::optional<std::string_view> wallet;
  std::optional<std::string_view> token;
  bool has_size{};
  std::string_view size;  // empty: the venue says null
  std::string_view average_price, cost, value, pnl, realized, fees, percent, price;
  std::string_view title, outcome, condition, slug, event, opposite_outcome, opposite_token;
  std::string_view end_date;
  bool redeemable{};
  bool negative_risk{};
};

Result<void> read_figure(Row& row, const Names& names, std::string_view key, JsonValue& value) {
  if (key == names.average_price) return read_amount(row.average_price, value);
  if (key == names.cost) return read_amount(row.cost, value);
  if (key == names.value) return read_amount(row.value, value);
  if (key == names.pnl) return read_amount(row.pnl, value);
  if (key == names.realized) return read_amount(row.realized, value);
  if (key == names.fees) return read_amount(row.fees, value);
  if (key == names.percent) return read_amount(row.percent, value);
  if (key == names.price) return read_amount(row.price, value);
  return {};
}

Result<void> read_words(Row& row, const Names& names, std::string_view key, JsonValue& value) {
  if (key == "title") return read_text(row.title, value);
  if (key == "outcome") return read_text(row.outcome, value);
  if (key == "slug") return read_text(row.slug, value);
  if (key == names.condition) return read_text(row.condition, value);
  if (key == names.event) return read_text(row.event, value);
  if (key == names.opposite_outcome) return read_text(row.opposite_outcome, value);
  if (key == names.opposite_token) return read_text(row.opposite_token, value);
  if (key == names.end_date) return read_text(row.end_date, value);
  if (key == names.redeemable) return read_flag(row.redeemable, value);
  if (key == names.negative_risk) return read_flag(row.negative_risk, value);
  return read_figure(row, names, key, value);
}

Result<void> read_field(Row& row, const Names& names, std::string_view key, JsonValue& value) {
  if (key == names.wallet) return store(row.wallet, value.string());
  if (key == names.token) return store(row.token, value.string());
  if (key == names.size) {
    row.has_size = true;
    return read_amount(row.size, value);
  }
  return read_words(row, names, key, value);
}

template <class Amount>
Figure<Amount> figure_of(std::string_view text) {
  Figure<Amount> figure{.value = {}, .raw = std::string{text}};
  if (text.empty()) return figure;
  if (const auto amount = Amount::parse(text)) figure.value = *amount;
  return figure;
}

void describe(Instrument& about, const Row& row, const InstrumentId& id) {
  about.id = id;
  about.venue = VenueName::polymarket;
  about.title = row.title;
  about.outcome = row.outcome;
  about.condition_id = row.condition;
  about.slug = row.slug;
  about.event = row.event;
  about.opposite = row.opposite_token;
  about.opposite_outcome = row.opposite_outcome;
  about.end_date = row.end_date;
  about.negative_risk = row.negative_risk;
  if (row.redeemable) about.state = MarketState::resolved;
  if (const auto price = Price::parse(row.price)) about.price = *price;
}

// A size that cannot be read makes this one token unknown; the others go on.
void read_quantity(Holding& holding, std::string_view size, std::string_view field) {
  if (size.empty()) {
    holding.flaw = fmt::format("{} is null: the venue does not know it", field);
    return;
  }
  const auto quantity = Quantity::parse(size);
  if (!quantity) {
    holding.flaw = fmt::format("{}: {}", field, quantity.error().what);
  } else if (quantity->is_negative()) {
    holding.flaw = fmt::format("{} is below zero: {}", field, size);
  } else {
    holding.quantity = *quantity;
  }
}

Result<void> fill_in(Holding& holding, const Row& row, const Names& names,
                     const AccountId& account) {
  if (!row.token) return missing_field("a position", names.token);
  if (!row.has_size) return missing_field("a position", names.size);
  auto key = key_of_token(account, *row.token);
  if (!key) return tl::make_unexpected(std::move(key).error());
  holding.key = *std::move(key);
  read_quantity(holding, row.size, names.size);
  holding.redeemable = row.redeemable;
  holding.figures = {.average_price = figure_of<Price>(row.average_price),
                     .cost = figure_of<Money>(row.cost),
                     .value = figure_of<Money>(row.value),
                     .pnl = figure_of<Money>(row.pnl),
                     .realized_pnl = figure_of<Money>(row.realized),
                     .fees = figure_of<Money>(row.fees),
                     .percent_pnl = figure_of<Money>(row.percent)};
  describe(holding.about, row, holding.key.instrument);
  return {};
}

OnRow row_reader(PositionsPage& page, const Names& names, const Holder& holder) {
  return [&page, &names, &holder, wallets = WalletCheck{holder.wallet, names.wallet}](
             JsonValue& value) mutable -> Result<void> {
    Row row;
    const auto done = value.each_field(
        [&](std::string_view key, JsonValue& field) { return read_field(row, names, key, field); });
    if (!done) return done;
    if (auto mine = wallets.check(row.wallet); !mine) return mine;
    return fill_in(page.holdings.emplace_back(), row, names, holder.account);
  };
}

}  // namespace

Result<PositionKey> key_of_token(const AccountId& account, std::string_view token_id) {
  const auto number = U256::parse_decimal(token_id);
  if (!number) return tl::make_unexpected(number.error());
  if (number->is_zero()) return fail(Fault::malformed, "a token id is zero");
  return PositionKey{.account = account,
                     .venue = VenueName::polymarket,
                     .instrument = InstrumentId{std::string{token_id}}};
}

Result<PositionsPage> parse_positions(std::string_view body, const Holder& holder) {
  PositionsPage page;
  page.holdings.reserve(body.size() / row_bytes);
  auto cursor = read_page(body, "positions", row_reader(page, v2_names, holder));
  if (!cursor) return tl::make_unexpected(std::move(cursor).error());
  page.next_cursor = *std::move(cursor);
  return page;
}

Result<PositionsPage> parse_positions_v1(std::string_view body, const Holder& holder) {
  PositionsPage page;
  page.holdings.reserve(body.size() / row_bytes);
  auto done = read_list(body, "positions", row_reader(page, v1_names, holder));
  if (!done) return tl::make_unexpected(std::move(done).error());
  return page;
}

}  // namespace holdfast::polymarket
