#include <fmt/format.h>

#include <array>

#include "domain/u256.hpp"
#include "platform/key_index.hpp"
#include "venues/polymarket/parse.hpp"
#include "venues/polymarket/read.hpp"

namespace holdfast::polymarket {
namespace {

constexpr std::size_t row_bytes = 1'024;  // about; so that few pages move their rows

// In the order of both lists of names.
enum Field : std::uint8_t {
  wallet,
  token,
  size,
  condition,
  average_price,
  cost,
  value,
  pnl,
  realized,
  fees,
  percent,
  price,
  redeemable,
  negative_risk,
  event,
  opposite_outcome,
  opposite_token,
  end_date,
  title,
  outcome,
  slug,
  fields
};

// What the two shapes call the same thing.
using Names = platform::KeyIndex<fields>;
constexpr Names v2_names{{"proxy_wallet",
                          "token_id",
                          "current_size",
                          "condition_id",
                          "avg_price",
                          "entry_cost_usdc",
                          "current_value",
                          "unrealized_pnl",
                          "realized_pnl",
                          "entry_fees_usdc",
                          "percent_pnl",
                          "current_price",
                          "redeemable",
                          "negative_risk",
                          "event_slug",
                          "opposite_outcome",
                          "opposite_token_id",
                          "end_date",
                          "title",
                          "outcome",
                          "slug"}};
constexpr Names v1_names{{"proxyWallet",   "asset",         "size",         "conditionId",
                          "avgPrice",      "initialValue",  "currentValue", "cashPnl",
                          "realizedPnl",   "entryFeesUsdc", "percentPnl",   "curPrice",
                          "redeemable",    "negativeRisk",  "eventSlug",    "oppositeOutcome",
                          "oppositeAsset", "endDate",       "title",        "outcome",
                          "slug"}};

// Views into the reader's text, which outlives the row; a null or absent field is empty.
struct Row {
  std::optional<std::string_view> wallet;
  std::optional<std::string_view> token;
  bool has_size{};
  std::array<std::string_view, fields> text;  // of all others, a number's own text
  bool redeemable{};
  bool negative_risk{};
};

Result<void> read_field(Row& row, const Names& names, std::string_view key, JsonValue& value) {
  const std::size_t field = names.find(key);
  switch (field) {
    case Field::wallet:
      return store(row.wallet, value.string());
    case Field::token:
      return store(row.token, value.string());
    case Field::redeemable:
      return read_flag(row.redeemable, value);
    case Field::negative_risk:
      return read_flag(row.negative_risk, value);
    case Field::size:
      row.has_size = true;
      [[fallthrough]];
    case Field::average_price:
    case Field::cost:
    case Field::value:
    case Field::pnl:
    case Field::realized:
    case Field::fees:
    case Field::percent:
    case Field::price:
      return read_amount(row.text.at(field), value);
    case Field::fields:
      return {};
    default:
      return read_text(row.text.at(field), value);
  }
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
  about.title = row.text[Field::title];
  about.outcome = row.text[Field::outcome];
  about.condition_id = row.text[Field::condition];
  about.slug = row.text[Field::slug];
  about.event = row.text[Field::event];
  about.opposite = row.text[Field::opposite_token];
  about.opposite_outcome = row.text[Field::opposite_outcome];
  about.end_date = row.text[Field::end_date];
  about.negative_risk = row.negative_risk;
  if (row.redeemable) about.state = MarketState::resolved;
  if (const auto price = Price::parse(row.text[Field::price])) about.price = *price;
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
  if (!row.token) return missing_field("a position", names[Field::token]);
  if (!row.has_size) return missing_field("a position", names[Field::size]);
  auto key = key_of_token(account, *row.token);
  if (!key) return tl::make_unexpected(std::move(key).error());
  holding.key = *std::move(key);
  read_quantity(holding, row.text[Field::size], names[Field::size]);
  holding.redeemable = row.redeemable;
  holding.figures = {.average_price = figure_of<Price>(row.text[Field::average_price]),
                     .cost = figure_of<Money>(row.text[Field::cost]),
                     .value = figure_of<Money>(row.text[Field::value]),
                     .pnl = figure_of<Money>(row.text[Field::pnl]),
                     .realized_pnl = figure_of<Money>(row.text[Field::realized]),
                     .fees = figure_of<Money>(row.text[Field::fees]),
                     .percent_pnl = figure_of<Money>(row.text[Field::percent])};
  describe(holding.about, row, holding.key.instrument);
  return {};
}

OnRow row_reader(PositionsPage& page, const Names& names, const Holder& holder) {
  return [&page, &names, &holder, wallets = WalletCheck{holder.wallet, names[Field::wallet]}](
             JsonValue& value) mutable -> Result<void> {
    Row row;
    auto done = value.each_field(
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
