#include "sim/amount_text.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/world.hpp"

// GET /v2/resolutions?condition= (one row and its refusal recorded October 2026; the envelope is
// that of the other v2 routes).
namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t payout_unit = 1'000;  // payouts are millionths

Node row_of(const Market& market) {
  auto payouts = Node::list();
  for (const auto& outcome : market.outcomes) {
    payouts.push(Node::number(outcome.payout.value_or(Price{}).units() / payout_unit));
  }
  return Node::object(
      {{"status", Node::text("resolved")},
       {"market_type", Node::text("BINARY")},
       {"payouts", std::move(payouts)},
       {"resolution_source", Node::text("reported")},
       {"reporter", Node::text("UMA")},
       {"transaction_hash", Node::text("")},
       {"resolved_at",
        Node::text(rfc3339_text(std::chrono::floor<std::chrono::seconds>(*market.resolved_at)))}});
}

bool is_condition(const std::string& text) {
  return text.size() == 66 && text.starts_with("0x") &&
         text.find_first_not_of("0123456789abcdef", 2) == std::string::npos;
}

}  // namespace

Answer resolutions_v2(World& world, const Call& call) {
  if (auto refusal = data_rate_limit(world, call)) return *refusal;
  const auto condition = data_value(call, "condition");
  if (!is_condition(condition)) {
    return data_error(world, "invalid_request", "invalid resolution condition id: " + condition,
                      "condition");
  }
  auto rows = Node::list();
  const auto found = world.polymarket.markets.find(condition);
  if (found != world.polymarket.markets.end() && found->second.resolved_by(call.true_now)) {
    rows.push(row_of(found->second));
  }
  return data_answer(world, std::move(rows));
}

}  // namespace holdfast::sim::polymarket
