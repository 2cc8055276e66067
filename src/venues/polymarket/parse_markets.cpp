#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "domain/u256.hpp"
#include "venues/polymarket/parse.hpp"
#include "venues/polymarket/read.hpp"

namespace holdfast::polymarket {
namespace {

using Texts = std::vector<std::string>;

struct Row {
  Texts ctf_ids;
  Texts position_ids;
  Texts outcomes;
  Texts prices;
  std::string version, condition, title, slug, end_date, event, uma_status, resolution_status;
  bool closed{};
  bool active{};
  bool accepting{};
  bool negative_risk{};
};

Result<void> read_texts(Texts& into, JsonValue& value) {
  return value.each_element([&](JsonValue& element) -> Result<void> {
    const auto text = element.string();
    if (!text) return tl::make_unexpected(text.error());
    into.emplace_back(*text);
    return {};
  });
}

// Gamma writes some lists as a string that holds a JSON array, and others as arrays.
Result<void> read_list_or_text(Texts& into, JsonValue& value) {
  if (value.kind() == JsonValue::Kind::array) return read_texts(into, value);
  if (value.kind() != JsonValue::Kind::string) return value.skip();
  const auto text = value.string();
  if (!text) return tl::make_unexpected(text.error());
  if (text->empty()) return {};
  JsonReader inner{*text};
  return inner.array([&](JsonValue& element) -> Result<void> {
    const auto word = element.string();
    if (!word) return tl::make_unexpected(word.error());
    into.emplace_back(*word);
    return {};
  });
}

// The slug of the first event.
Result<void> read_events(std::string& into, JsonValue& value) {
  if (value.kind() != JsonValue::Kind::array) return value.skip();
  return value.each_element([&](JsonValue& event) -> Result<void> {
    if (event.kind() != JsonValue::Kind::object) return event.skip();
    return event.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key != "slug" || !into.empty()) return field.skip();
      return read_text(into, field);
    });
  });
}

Result<void> read_field(Row& row, std::string_view key, JsonValue& value) {
  if (key == "clobTokenIds") return read_list_or_text(row.ctf_ids, value);
  if (key == "positionIds") return read_list_or_text(row.position_ids, value);
  if (key == "outcomes") return read_list_or_text(row.outcomes, value);
  if (key == "outcomePrices") return read_list_or_text(row.prices, value);
  if (key == "version") return read_text(row.version, value);
  if (key == "conditionId") return read_text(row.condition, value);
  if (key == "question") return read_text(row.title, value);
  if (key == "slug") return read_text(row.slug, value);
  if (key == "endDate") return read_text(row.end_date, value);
  if (key == "events") return read_events(row.event, value);
  if (key == "umaResolutionStatus") return read_text(row.uma_status, value);
  if (key == "resolutionStatus") return read_text(row.resolution_status, value);
  if (key == "closed") return read_flag(row.closed, value);
  if (key == "active") return read_flag(row.active, value);
  if (key == "acceptingOrders") return read_flag(row.accepting, value);
  if (key == "negRisk") return read_flag(row.negative_risk, value);
  return {};
}

// Null: it is of a version that nobody here knows.
const Texts* ids_of(const Row& row) {
  if (row.version.empty() || row.version == "v1") return &row.ctf_ids;
  return row.version == "v2" ? &row.position_ids : nullptr;
}

// Which of its ids are tokens, and which contract keeps them, depends on the version: of one that
// is not known each id that it names is said to be unreadable, and nothing else of it.
void refuse_version(const Row& row, std::vector<Instrument>& found) {
  const std::string& name = row.slug.empty() ? row.condition : row.slug;
  for (const Texts* ids : {&row.ctf_ids, &row.position_ids}) {
    for (const std::string& id : *ids) {
      if (!U256::parse_decimal(id)) continue;
      Instrument about{.id = InstrumentId{id}, .venue = VenueName::polymarket};
      about.title = row.title;
      about.slug = row.slug;
      about.flaw = fmt::format(
          "the market {} is of version {}, and only v1 and v2 are known here: nobody can say which "
          "contract keeps its tokens. Nothing of it changes until a newer Holdfast knows the "
          "version",
          name.substr(0, 80), row.version.substr(0, 20));
      found.push_back(std::move(about));
    }
  }
}

MarketState state_of(const Row& row) {
  const bool resolved = row.resolution_status == "resolved" || row.uma_status == "resolved" ||
                        row.uma_status == "settled";
  if (row.closed) return resolved ? MarketState::resolved : MarketState::closed;
  if (!row.active) return MarketState::unknown;
  return row.accepting ? MarketState::open : MarketState::paused;
}

// An outcome is worth between nothing and one; anything else is no price.
std::optional<Price> share_price(const Texts& prices, std::size_t index) {
  constexpr std::int64_t dollar = 1'000'000'000;
  if (index >= prices.size()) return std::nullopt;
  const auto price = Price::parse(prices[index]);
  if (!price || price->is_negative() || price->units() > dollar) return std::nullopt;
  return *price;
}

Instrument instrument_of(const Row& row, const Texts& ids, std::size_t index) {
  Instrument about{.id = InstrumentId{ids[index]}, .venue = VenueName::polymarket};
  about.title = row.title;
  if (index < row.outcomes.size()) about.outcome = row.outcomes[index];
  about.condition_id = row.condition;
  about.slug = row.slug;
  about.event = row.event;
  about.end_date = row.end_date;
  about.negative_risk = row.negative_risk;
  about.state = state_of(row);
  if (const auto at = parse_rfc3339(row.end_date)) about.close_time = *at;
  about.price = share_price(row.prices, index);
  if (about.state == MarketState::resolved) about.payout = about.price;
  if (ids.size() == 2) {
    about.opposite = ids[1 - index];
    if (row.outcomes.size() == 2) about.opposite_outcome = row.outcomes[1 - index];
  }
  return about;
}

}  // namespace

Result<std::vector<Instrument>> parse_markets(std::string_view body) {
  std::vector<Instrument> found;
  const auto done = read_list(body, "markets", [&](JsonValue& value) -> Result<void> {
    Row row;
    auto read = value.each_field(
        [&](std::string_view key, JsonValue& field) { return read_field(row, key, field); });
    if (!read) return read;
    const Texts* ids = ids_of(row);
    if (ids == nullptr) {
      refuse_version(row, found);
      return {};
    }
    for (std::size_t i = 0; i < ids->size(); ++i) {
      if (U256::parse_decimal((*ids)[i])) found.push_back(instrument_of(row, *ids, i));
    }
    return {};
  });
  if (!done) return tl::make_unexpected(done.error());
  return found;
}

}  // namespace holdfast::polymarket
