#include "core/trading_gate.hpp"

#include <algorithm>

namespace holdfast {
namespace {

GateState state_of(Gate gate, const Case& why) {
  return {gate, std::string{name_of(why.reason)}, why.id};
}

bool is_about_account(const Case& one) {
  return !one.key && one.keys.empty() && one.reason != CaseReason::brake;
}

// Only the account's own trouble: a single row that cannot be read blocks its key and no other.
GateState gate_of_account(bool current, std::span<const Case> cases) {
  const auto trouble = std::ranges::find_if(cases, is_about_account);
  if (trouble != cases.end()) return state_of(Gate::blocked, *trouble);
  if (!current) return {Gate::blocked, "unanswered", {}};
  return {Gate::open, "", {}};
}

Gate gate_of_reason(CaseReason reason) {
  // That it differs is known, and by how much; in all other cases the venue's word itself is in
  // doubt.
  return reason == CaseReason::suspected ? Gate::reduce_only : Gate::blocked;
}

}  // namespace

const GateState& AccountGates::of(const PositionKey& key) const {
  const auto found = keys.find(key);
  return found == keys.end() ? any : found->second;
}

std::string_view reason_of(MarketState state) {
  switch (state) {
    case MarketState::paused:
      return "market_paused";
    case MarketState::closed:
    case MarketState::resolved:
      return "market_closed";
    case MarketState::unknown:
    case MarketState::open:
      break;
  }
  return "";
}

AccountGates gates_of(bool current, std::span<const Case> cases, const MarketStates& markets) {
  AccountGates gates{gate_of_account(current, cases), {}};
  if (gates.any.gate == Gate::blocked) return gates;
  for (const Case& one : cases) {
    // What a venue's history tells wrongly leaves the quantity in no doubt.
    if (one.reason == CaseReason::quarantined_rows) continue;
    for (const PositionKey& key : one.keys) {
      gates.keys.try_emplace(key, state_of(Gate::reduce_only, one));
    }
  }
  for (const Case& one : cases) {
    if (one.key) gates.keys[*one.key] = state_of(gate_of_reason(one.reason), one);
  }
  for (const auto& [key, state] : markets) {
    const std::string_view shut = reason_of(state);
    if (shut.empty() || gates.of(key).gate == Gate::blocked) continue;
    gates.keys[key] = {Gate::blocked, std::string{shut}, {}};
  }
  return gates;
}

}  // namespace holdfast
