#include "core/trading_gate.hpp"

#include <gtest/gtest.h>

#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;

const PositionKey held = kalshi_key("HELD");
const PositionKey other = kalshi_key("OTHER");

Case case_of(CaseReason reason, std::optional<PositionKey> key = held) {
  Case open;
  open.id = CaseId{"c1"};
  open.account = held.account;
  open.key = std::move(key);
  open.reason = reason;
  return open;
}

TEST(TradingGate, IsOpenWhereAllAgrees) {
  const auto gates = gates_of(true, {}, {});
  EXPECT_EQ(gates.any, (GateState{Gate::open, "", {}}));
  EXPECT_EQ(gates.of(held).gate, Gate::open);
}

TEST(TradingGate, BlocksAnAccountThatHasNotAnswered) {
  EXPECT_EQ(gates_of(false, {}, {}).of(held), (GateState{Gate::blocked, "unanswered", {}}));
}

TEST(TradingGate, TroubleOfTheAccountBlocksAllOfIt) {
  const std::vector<Case> cases{case_of(CaseReason::identity, std::nullopt),
                                case_of(CaseReason::suspected)};
  const auto gates = gates_of(true, cases, {});
  EXPECT_EQ(gates.of(other), (GateState{Gate::blocked, "identity", CaseId{"c1"}}));
  EXPECT_EQ(gates.of(held).gate, Gate::blocked);
}

TEST(TradingGate, ADifferenceOfAKeyIsNobodyElses) {
  for (const auto& [reason, gate] :
       std::map<CaseReason, Gate>{{CaseReason::suspected, Gate::reduce_only},
                                  {CaseReason::unproven_absence, Gate::blocked},
                                  {CaseReason::witness_conflict, Gate::blocked},
                                  {CaseReason::suspicious_empty, Gate::blocked}}) {
    const auto gates = gates_of(true, std::vector{case_of(reason)}, {});
    EXPECT_EQ(gates.of(held).gate, gate) << name_of(reason);
    EXPECT_EQ(gates.of(other).gate, Gate::open) << name_of(reason);
  }
}

TEST(TradingGate, ARowThatCannotBeReadBlocksItsKeyAlone) {
  const auto gates = gates_of(true, std::vector{case_of(CaseReason::unknown_row)}, {});
  EXPECT_EQ(gates.of(held).gate, Gate::blocked);
  EXPECT_EQ(gates.of(other).gate, Gate::open);
}

TEST(TradingGate, ARowThatCannotBeReadOpensNoAccountThatIsSilent) {
  const auto gates = gates_of(false, std::vector{case_of(CaseReason::unknown_row)}, {});
  EXPECT_EQ(gates.any, (GateState{Gate::blocked, "unanswered", {}}));
  EXPECT_EQ(gates.of(held).gate, Gate::blocked);
}

TEST(TradingGate, WhatTheBrakeHoldsMayOnlyShrinkUnlessItIsWorse) {
  Case brake = case_of(CaseReason::brake, std::nullopt);
  brake.keys = {held, other};
  const std::vector<Case> cases{brake, case_of(CaseReason::unproven_absence)};
  const auto gates = gates_of(true, cases, {});
  EXPECT_EQ(gates.of(other), (GateState{Gate::reduce_only, "brake", CaseId{"c1"}}));
  EXPECT_EQ(gates.of(held).gate, Gate::blocked);
  EXPECT_EQ(gates.any.gate, Gate::open);
}

TEST(TradingGate, WhatAVenuesHistoryTellsWronglyShutsNothing) {
  Case rows = case_of(CaseReason::quarantined_rows, std::nullopt);
  rows.keys = {held};
  const auto gates = gates_of(true, std::vector{rows}, {});
  EXPECT_EQ(gates.of(held).gate, Gate::open) << "its quantity is in no doubt";
  EXPECT_EQ(gates.any.gate, Gate::open);
}

TEST(TradingGate, AMarketThatDoesNotTradeIsShut) {
  for (const auto& [state, reason] :
       std::map<MarketState, std::string>{{MarketState::paused, "market_paused"},
                                          {MarketState::closed, "market_closed"},
                                          {MarketState::resolved, "market_closed"}}) {
    const auto gates = gates_of(true, {}, {{held, state}, {other, MarketState::open}});
    EXPECT_EQ(gates.of(held), (GateState{Gate::blocked, reason, {}}));
    EXPECT_EQ(gates.of(other).gate, Gate::open);
  }
  EXPECT_EQ(gates_of(true, {}, {{held, MarketState::unknown}}).of(held).gate, Gate::open);
}

TEST(TradingGate, ACaseThatBlocksIsNamedBeforeTheMarket) {
  const MarketStates closed{{held, MarketState::closed}};
  const auto reason_with = [&](CaseReason reason) {
    return gates_of(true, std::vector{case_of(reason)}, closed).of(held).reason;
  };
  EXPECT_EQ(reason_with(CaseReason::unproven_absence), "unproven_absence");
  EXPECT_EQ(reason_with(CaseReason::suspected), "market_closed") << "it would only be reduced";
  EXPECT_EQ(gates_of(false, {}, closed).of(held).reason, "unanswered");
}

TEST(TradingGate, AWordOfAPersonOpensNothing) {
  Case dismissed = case_of(CaseReason::unproven_absence);
  dismissed.state = CaseState::dismissed;
  EXPECT_EQ(gates_of(true, std::vector{dismissed}, {}).of(held).gate, Gate::blocked);
}

}  // namespace
}  // namespace holdfast
