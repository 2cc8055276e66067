#include "api/routes/routes.hpp"
#include "api/valuation.hpp"
#include "api/write_contract.hpp"

namespace holdfast::api::routes {
namespace {

constexpr std::array<std::string_view, 3> margin_names{"none", "cross", "isolated"};

template <class Amount>
void write_known(JsonWriter& json, std::string_view name, const std::optional<Amount>& amount) {
  if (amount) json.key(name).number(amount);
}

void write_row(JsonWriter& json, const Position& position, const Picture& picture, UtcTime now) {
  const Instrument about = picture.instrument(position.key);
  const Holding* holding = picture.holding(position.key);
  const auto size = size_of(position.quantity);
  auto entry = average_of(position.cost, position.quantity);
  if (!entry && holding) entry = holding->figures.average_price.value;
  auto pnl = unrealised_of(position, about.price);
  if (!pnl && holding) pnl = holding->figures.pnl.value;
  std::optional<Money> notional;
  if (about.price && size)
    notional = value_or_none(multiply(*about.price, *size, Rounding::half_even));
  json.begin_object();
  json.key("symbol").string(position.key.instrument.text);
  json.key("side").string(position.quantity.is_negative() ? "short" : "long");
  json.key("amount").number(size);
  json.key("entry_price").number(entry);
  write_known(json, "current_price", about.price);
  write_known(json, "unrealized_pnl", pnl);
  write_known(json, "unrealized_pnl_pct", percent_of(pnl, position.cost));
  write_known(json, "notional", notional);
  json.key("quantity").number(size);
  const auto held = std::chrono::floor<std::chrono::minutes>(now - position.opened_at);
  json.key("hold_time_min").integer(std::max<std::int64_t>(held.count(), 0));
  json.key("account").string(position.key.account.text);
  json.key("margin").string(margin_names.at(static_cast<std::size_t>(position.key.margin)));
  json.key("verdict").string(name_of(picture.verdict(position.key)));
  json.end_object();
}

}  // namespace

// One row per position, so hedges of two accounts and shared symbols stay apart.
Answer engine_positions(const Call& call) {
  if (auto problem = nothing_known(call, {VenueName::pacifica})) return std::move(*problem);
  JsonWriter json;
  json.begin_object().key("positions").begin_array();
  for (const Position& position : call.replica().positions) {
    if (position.key.venue != VenueName::pacifica) continue;
    write_row(json, position, call.picture, call.replica().at);
  }
  json.end_array();
  write_ending(json, call, {VenueName::pacifica});
  json.end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
