#include "api/routes/routes.hpp"
#include "api/valuation.hpp"
#include "api/write_contract.hpp"

namespace holdfast::api::routes {
namespace {

// What may be left out is left out when it is unknown.
template <class Amount>
void write_known(JsonWriter& json, std::string_view name, const std::optional<Amount>& amount) {
  if (amount) json.key(name).number(amount);
}

void write_row(JsonWriter& json, const Position& position, const Picture& picture) {
  const Instrument about = picture.instrument(position.key);
  const Holding* holding = picture.holding(position.key);
  json.begin_object();
  json.key("asset_id").string(position.key.instrument.text);
  json.key("market").string(about.condition_id);
  json.key("outcome").string(about.outcome);
  json.key("size").number(position.quantity);
  json.key("totalCost").number(position.cost);
  json.key("avgPrice").amount(average_of(position.cost, position.quantity));
  json.key("_title").string(about.title);
  json.key("_slug").string(about.slug);
  write_known(json, "_curPrice", about.price);
  write_known(
      json, "_currentValue",
      holding ? worth_of(*holding) : worth_of(position.key.venue, position.quantity, about.price));
  write_known(json, "_cashPnl", unrealised_of(position, about.price));
  json.key("_source").string("holdfast");
  json.key("_verdict").string(name_of(picture.verdict(position.key)));
  json.end_object();
}

}  // namespace

// The quantity is the verified position; price and cost come from fills.
Answer executor_positions(const Call& call) {
  if (auto problem = nothing_known(call, {VenueName::polymarket})) return std::move(*problem);
  JsonWriter json;
  std::int64_t count = 0;
  json.begin_object().key("positions").begin_array();
  for (const Position& position : call.replica().positions) {
    if (position.key.venue != VenueName::polymarket) continue;
    write_row(json, position, call.picture);
    ++count;
  }
  json.end_array();
  json.key("source").string("holdfast");
  json.key("count").integer(count);
  write_ending(json, call, {VenueName::polymarket});
  json.end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
