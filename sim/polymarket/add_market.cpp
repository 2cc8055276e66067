#include <fmt/format.h>

#include "sim/encoding.hpp"
#include "sim/polymarket/contracts.hpp"
#include "sim/polymarket/ctf_ids.hpp"
#include "sim/polymarket/venue_world.hpp"

namespace holdfast::sim::polymarket {
namespace {

// PolyV2: module 1 (binary), base hash, arity 0, 64 zero bits, chain and condition 0, outcome byte.
U256 structured_id(const U256& question, std::uint8_t outcome) {
  U256::Bytes bytes{};
  bytes[0] = 1;
  const auto hash = question.bytes();
  for (std::size_t i = 0; i < 16; ++i) bytes[1 + i] = hash[i];
  bytes[31] = outcome;
  return U256::from_bytes(bytes);
}

// The same event slug gives the same number, on every machine.
std::string event_id_of(const std::string& event_slug) {
  const auto hash = sha256(bytes_of(event_slug));
  return std::to_string(1'100'000 + (hash[0] * 256 + hash[1]));
}

}  // namespace

std::string VenueWorld::add_market(const MarketPlan& plan, Random& random) {
  const auto question = U256::parse_hex(random.hex32()).value_or(U256{1});
  const bool v2 = plan.version == "v2";
  const auto oracle = plan.neg_risk ? neg_risk_adapter : uma_oracle;
  auto condition = holdfast::sim::polymarket::condition_id(oracle, question, 2);
  std::array<std::string, 2> ids;
  for (std::uint8_t i = 0; i < 2; ++i) {
    ids.at(i) = v2 ? structured_id(question, i).decimal()
                   : position_id(plan.neg_risk ? wrapped_collateral : usdc_e,
                                 collection_id(condition, 1ULL << i))
                         .decimal();
  }
  // A structured condition id is the position id without its outcome byte, padded at the right.
  const auto condition_text = v2 ? structured_id(question, 0).hex() : condition.hex();
  const auto number = 600'000 + markets.size();
  const auto event_slug = plan.event_slug.empty() ? plan.slug : plan.event_slug;
  Market market{
      .gamma_id = std::to_string(number),
      .condition_id = condition_text,
      .question_id = question.hex(),
      .slug = plan.slug,
      .question = plan.question,
      .icon = "https://polymarket-upload.s3.us-east-2.amazonaws.com/" + plan.slug + ".jpg",
      .event_id = event_id_of(event_slug),
      .event_slug = event_slug,
      .version = plan.version,
      .neg_risk = plan.neg_risk,
      .created_at = plan.created_at,
      .end_at = plan.end_at,
      .fee_rate = plan.fee_rate};
  market.outcomes[0] = {.name = plan.outcomes[0], .token_id = ids[0], .price = plan.price};
  market.outcomes[1] = {.name = plan.outcomes[1],
                        .token_id = ids[1],
                        .price = Price::from_units(1'000'000'000 - plan.price.units())};
  for (const auto& id : ids) tokens[id] = condition_text;
  markets.insert_or_assign(condition_text, std::move(market));
  listed.push_back(condition_text);
  return condition_text;
}

}  // namespace holdfast::sim::polymarket
