#include "api/phase.hpp"

#include <gtest/gtest.h>

#include "support/values.hpp"

namespace holdfast::api {
namespace {

struct Phases : testing::Test {
  std::string_view phase(MarketState state, std::optional<std::string_view> payout = std::nullopt) {
    Instrument about{.id = position.key.instrument, .venue = position.key.venue};
    about.state = state;
    if (payout) about.payout = test::px(*payout);
    return phase_of(position, about, grounds);
  }
  Position position{.key = test::poly_key("1"), .quantity = test::qty("10")};
  PhaseGrounds grounds;
};

TEST_F(Phases, FollowTheMarket) {
  EXPECT_EQ(phase(MarketState::open), "open");
  EXPECT_EQ(phase(MarketState::paused), "open");
  EXPECT_EQ(phase(MarketState::closed), "awaiting_result");
  EXPECT_EQ(phase(MarketState::resolved), "redeemable");
  EXPECT_EQ(phase(MarketState::resolved, "1"), "redeemable");
  EXPECT_EQ(phase(MarketState::resolved, "0"), "lost");
  EXPECT_EQ(phase(MarketState::resolved, "0.5"), "void_or_scalar");
  position.key = test::kalshi_key("A");
  EXPECT_EQ(phase(MarketState::resolved, "0.37"), "settling") << "it pays by itself";
}

// Polymarket's list of what can be redeemed tells what it pays as its price.
TEST_F(Phases, OfAMarketWithAResultThePriceIsWhatItPays) {
  Instrument about{.state = MarketState::resolved, .price = test::px("0.5")};
  EXPECT_EQ(phase_of(position, about, grounds), "void_or_scalar");
  about.price = test::px("1");
  EXPECT_EQ(phase_of(position, about, grounds), "redeemable");
}

TEST_F(Phases, AMatchThatMayBeReversedIsSettling) {
  grounds.unsettled = true;
  EXPECT_EQ(phase(MarketState::open), "settling");
  EXPECT_EQ(phase(MarketState::resolved, "1"), "redeemable") << "what it pays matters more";
}

TEST_F(Phases, WhatWasFetchedIsRedeemed) {
  position.state = PositionState::closed;
  EXPECT_EQ(phase(MarketState::resolved, "1"), "closed");
  grounds.ended_by = Cause::settlement;
  EXPECT_EQ(phase(MarketState::resolved, "1"), "closed");
  grounds.ended_by = Cause::redemption;
  EXPECT_EQ(phase(MarketState::resolved, "1"), "redeemed");
}

}  // namespace
}  // namespace holdfast::api
