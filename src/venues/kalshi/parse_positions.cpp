#include <fmt/format.h>

#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/read.hpp"

namespace holdfast::kalshi {
namespace {

constexpr std::size_t row_bytes = 512;  // about; so that few pages move their rows

struct Row {
  std::optional<std::string_view> ticker;
  std::optional<std::uint16_t> shard;
  std::optional<std::string_view> position;
  std::optional<std::string_view> exposure;
  std::optional<std::string_view> realized;
  std::optional<std::string_view> fees;
};

Result<void> read_field(Row& row, std::string_view key, JsonValue& value) {
  if (key == "ticker") return store(row.ticker, value.string());
  if (key == "exchange_index") return store(row.shard, read_small_number(value));
  if (key == "position_fp") return store(row.position, value.string());
  if (key == "market_exposure_dollars") return store(row.exposure, value.string());
  if (key == "realized_pnl_dollars") return store(row.realized, value.string());
  if (key == "fees_paid_dollars") return store(row.fees, value.string());
  return {};
}

std::string_view missing_of(const Row& row) {
  if (!row.ticker || row.ticker->empty()) return "ticker";
  if (!row.shard) return "exchange_index";
  if (!row.position) return "position_fp";
  if (!row.exposure) return "market_exposure_dollars";
  if (!row.realized) return "realized_pnl_dollars";
  if (!row.fees) return "fees_paid_dollars";
  return {};
}

Figure<Money> figure_of(std::string_view text) {
  Figure<Money> figure{.value = {}, .raw = std::string{text}};
  if (const auto money = Money::parse(text)) figure.value = *money;
  return figure;
}

void fill_in(Holding& holding, const Row& row, const Owner& owner) {
  holding.key = key_of(owner, *row.shard, *row.ticker);
  // A quantity that cannot be read makes this one key unknown; the others go on.
  if (const auto quantity = Quantity::parse(*row.position)) {
    holding.quantity = *quantity;
  } else {
    holding.flaw = "position_fp: " + quantity.error().what;
  }
  holding.figures.cost = figure_of(*row.exposure);
  holding.figures.realized_pnl = figure_of(*row.realized);
  holding.figures.fees = figure_of(*row.fees);
  holding.about.id = holding.key.instrument;
  holding.about.venue = VenueName::kalshi;
}

}  // namespace

PositionKey key_of(const Owner& owner, std::uint16_t shard, std::string_view ticker) {
  return {.account = owner.account,
          .venue = VenueName::kalshi,
          .subaccount = owner.subaccount,
          .shard = shard,
          .instrument = InstrumentId{std::string{ticker}}};
}

Result<PositionsPage> parse_positions(std::string_view body, const Owner& owner) {
  PositionsPage page;
  page.holdings.reserve(body.size() / row_bytes);
  auto cursor = read_page(body, "market_positions", [&](JsonValue& value) -> Result<void> {
    Row row;
    auto done = value.each_field(
        [&](std::string_view key, JsonValue& field) { return read_field(row, key, field); });
    if (!done) return done;
    if (const auto field = missing_of(row); !field.empty()) {
      return missing_field("a position", field);
    }
    fill_in(page.holdings.emplace_back(), row, owner);
    return {};
  });
  if (!cursor) return tl::make_unexpected(std::move(cursor).error());
  page.next_cursor = *std::move(cursor);
  return page;
}

}  // namespace holdfast::kalshi
