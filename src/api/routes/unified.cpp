#include <algorithm>

#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/routes/routes.hpp"
#include "api/valuation.hpp"
#include "api/write_contract.hpp"

namespace holdfast::api::routes {
namespace {

// Two custodies of Kalshi markets are one platform, and never one row.
std::string_view platform_of(VenueName venue) {
  return venue == VenueName::kalshi_solana ? name_of(VenueName::kalshi) : name_of(venue);
}

std::string upper_side(std::string_view side) { return side == "no" ? "NO" : "YES"; }

// Six decimals is what the chain counts in; finer digits are not there.
std::string atoms_of(Quantity size) { return decimal_text(size.units() / 1000, 0); }

void write_names(JsonWriter& json, const PositionKey& key, const Instrument& about,
                 std::string_view side) {
  const bool kalshi = platform_of(key.venue) == "kalshi";
  json.key("id").string(key.text());
  json.key("title").string(about.title.empty() ? key.instrument.text : about.title);
  json.key("slug").string(about.slug);
  json.key("eventId").string(about.event);
  json.key("eventSlug").string(about.event);
  json.key("conditionId").string(about.condition_id);
  json.key("asset").string(key.instrument.text);
  json.key("outcome").string(kalshi ? upper_side(side) : about.outcome);
  json.key("oppositeOutcome").string(about.opposite_outcome);
  json.key("endDate").string(about.end_date);
  json.key("platform").string(platform_of(key.venue));
  json.key("custody").string(name_of(key.venue));
  json.key("side").string(side);
  json.key("account").string(key.account.text);
  if (!kalshi) return;
  json.key("kalshiTicker")
      .string(key.venue == VenueName::kalshi ? key.instrument.text : about.slug);
  json.key("kalshiOutcome").string(upper_side(side));
}

void write_row(JsonWriter& json, const Position& position, const Picture& picture) {
  const Instrument about = picture.instrument(position.key);
  const Holding* holding = picture.holding(position.key);
  const auto size = size_of(position.quantity);
  const bool on_no =
      position.quantity.is_negative() && short_side_of(position.key.venue) == ShortSide::complement;
  std::optional<Price> price = about.price;
  if (price && on_no) price = value_or_none(subtract(Price::from_units(1'000'000'000), *price));
  const auto worth = worth_of(position.key.venue, position.quantity, about.price);
  const auto pnl = unrealised_of(position, about.price);
  json.begin_object();
  write_names(json, position.key, about, side_of(position.key, position.quantity, about));
  json.key("size").amount(size);
  json.key("avgPrice").amount(average_of(position.cost, position.quantity));
  json.key("curPrice").amount(price);
  json.key("initialValue").amount(position.cost);
  json.key("currentValue").amount(worth);
  json.key("cashPnl").amount(pnl);
  json.key("percentPnl").amount(percent_of(pnl, position.cost));
  json.key("redeemable").boolean(holding && holding->redeemable);
  const bool on_chain =
      position.key.venue == VenueName::polymarket || position.key.venue == VenueName::kalshi_solana;
  if (size && on_chain) json.key("tokenAmount").string(atoms_of(*size));
  json.key("verdict").string(name_of(picture.verdict(position.key)));
  json.end_object();
}

Answer write_positions(const Call& call, std::initializer_list<VenueName> venues) {
  if (auto problem = nothing_known(call, venues)) return std::move(*problem);
  JsonWriter json;
  json.begin_object();
  // One list for all: what an unheard venue holds cannot be null in it, and whoever looks at
  // nothing but `success` must not take the rest for the whole.
  json.key("success").boolean(
      std::ranges::none_of(venues, [&](VenueName venue) { return is_unheard(call, venue); }));
  json.key("positions").begin_array();
  for (const Position& position : call.replica().positions) {
    for (const VenueName venue : venues) {
      if (position.key.venue == venue) write_row(json, position, call.picture);
    }
  }
  json.end_array();
  write_ending(json, call, venues);
  json.end_object();
  return json_answer(json.take());
}

}  // namespace

Answer unified_positions(const Call& call) {
  const auto platform =
      word_from(call.request, "platform", {"all", "polymarket", "kalshi", "pacifica"});
  if (!platform) return platform.error();
  if (*platform == "polymarket") return write_positions(call, {VenueName::polymarket});
  if (*platform == "kalshi") {
    return write_positions(call, {VenueName::kalshi, VenueName::kalshi_solana});
  }
  if (*platform == "pacifica") return write_positions(call, {VenueName::pacifica});
  return write_positions(call, all_venues);
}

}  // namespace holdfast::api::routes
