#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "domain/case.hpp"
#include "domain/instrument.hpp"

namespace holdfast {

// May a program enter? It says nothing of exits: those are never blocked.
enum class Gate : std::uint8_t {
  open,
  reduce_only,  // what is held is in doubt: it may shrink, and should not grow
  blocked,      // nobody can say what is held
};
inline constexpr std::array<std::string_view, 3> gate_names{"open", "reduce_only", "blocked"};
constexpr std::string_view name_of(Gate gate) {
  return gate_names.at(static_cast<std::size_t>(gate));
}

// Why a gate is shut by its market.
std::string_view reason_of(MarketState state);  // empty: it is not

using MarketStates = std::map<PositionKey, MarketState>;

struct GateState {
  Gate gate{Gate::blocked};
  // A case reason, or "unanswered", "market_paused", "market_closed"; empty: open.
  std::string reason;
  CaseId case_id;  // empty: none
  friend bool operator==(const GateState&, const GateState&) = default;
};

// The gates of one account: of what no key is named for, and of the keys that differ from it.
struct AccountGates {
  GateState any;
  std::map<PositionKey, GateState> keys;

  [[nodiscard]] const GateState& of(const PositionKey& key) const;
  friend bool operator==(const AccountGates&, const AccountGates&) = default;
};

// `current`: the account has answered completely, not too long ago, and nothing unusable since. The
// verdict would not do: one row that cannot be read makes it unknown, and so does silence. The
// cases are those that last, dismissed ones too: a person who has waved a case away has not made
// the quantity known. `markets`: of what is held, where it is known; one that does not trade is
// shut, unless a case has shut it already.
AccountGates gates_of(bool current, std::span<const Case> cases, const MarketStates& markets);

}  // namespace holdfast
