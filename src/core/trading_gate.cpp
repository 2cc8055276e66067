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

AccountGates gates_of(bool current, std::span<const Case> cases) {
  AccountGates gates{gate_of_account(current, cases), {}};
  if (gates.any.gate == Gate::blocked) return gates;
  for (const Case& one : cases) {
    for (const PositionKey& key : one.keys) {
      gates.keys.try_emplace(key, state_of(Gate::reduce_only, one));
    }
  }
  for (const Case& one : cases) {
    if (one.key) gates.keys[*one.key] = state_of(gate_of_reason(one.reason), one);
  }
  return gates;
}

}  // namespace holdfast
