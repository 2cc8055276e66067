#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "support/pass_stage.hpp"

namespace holdfast {
namespace {

using namespace test;

std::string quantity_text() {
  return Quantity::from_units(*rc::gen::inRange<std::int64_t>(1, 100'000) * 1'000'000).text();
}

std::vector<PositionKey> keys_of(VenueName venue) {
  std::vector<PositionKey> keys;
  for (int i = 0; i < 6; ++i) keys.push_back(key_at(venue, std::to_string(i)));
  return keys;
}

// Any listing at all, as a broken or lying venue might give it.
void list_anything(PassStage& stage, const std::vector<PositionKey>& keys) {
  stage.listing.clear();
  for (const PositionKey& key : keys) {
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        break;
      case 1:
        stage.lists(key, "0");
        break;
      case 2:
        stage.lists(key, stage.quantity(key));
        break;
      default:
        stage.lists(key, quantity_text());
    }
  }
}

std::size_t closed_lives(const PassStage& stage, const std::vector<PositionKey>& keys) {
  std::size_t closed = 0;
  for (const PositionKey& key : keys) {
    for (const Position& life : stage.lives(key)) {
      if (life.state == PositionState::closed) ++closed;
    }
  }
  return closed;
}

void nothing_ends_without_proof(VenueName venue) {
  PassStage stage{venue};
  const auto keys = keys_of(venue);
  for (const PositionKey& key : keys) stage.holds(key, quantity_text());
  for (int pass = 0; pass < 8; ++pass) {
    list_anything(stage, keys);
    stage.events_answer = *rc::gen::arbitrary<bool>();
    stage.as_of_s = pass * 60 - *rc::gen::inRange(0, 120);
    stage.pass(pass * 60);
  }
  RC_ASSERT(closed_lives(stage, keys) == 0U);
}

RC_GTEST_PROP(Judge, EndsNoKalshiPositionWithoutFillsOrSettlements, ()) {
  nothing_ends_without_proof(VenueName::kalshi);
}

RC_GTEST_PROP(Judge, EndsNoPolymarketPositionWithoutTheChain, ()) {
  nothing_ends_without_proof(VenueName::polymarket);
}

RC_GTEST_PROP(Judge, EndsOnlyWhatTheChainSaysIsGone, ()) {
  PassStage stage{VenueName::polymarket};
  const auto keys = keys_of(VenueName::polymarket);
  std::vector<PositionKey> gone;
  for (const PositionKey& key : keys) stage.holds(key, "10");
  for (const PositionKey& key : keys) {
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        stage.chain_says(key, "0", -3);
        gone.push_back(key);
        break;
      case 1:
        stage.chain_says(key, "10", -3);
        break;
      case 2:
        stage.chain_disputes(key);
        break;
      default:
        break;
    }
  }
  stage.pass(0);
  RC_ASSERT(closed_lives(stage, keys) == gone.size());
  for (const PositionKey& key : gone) RC_ASSERT(stage.quantity(key) == "0");
}

// Whatever was in between: once a complete answer of the truth and its events are there, the
// ledger agrees with it, and the next pass writes nothing.
RC_GTEST_PROP(Judge, AgreesWithTheVenueOnceItsEventsAreKnown, ()) {
  PassStage stage{VenueName::kalshi};
  const auto keys = keys_of(VenueName::kalshi);
  std::map<PositionKey, Int128> truth;
  for (int trade = 0; trade < *rc::gen::inRange(0, 40); ++trade) {
    const PositionKey& key = keys.at(*rc::gen::inRange<std::size_t>(0, keys.size()));
    const auto change = *rc::gen::inRange<std::int64_t>(-50, 50) * 10'000'000;
    stage.fills(
        fill_of(key, std::to_string(trade), trade, Quantity::from_units(change).text(), "0.4"));
    truth[key] += change;
    if (*rc::gen::inRange(0, 5) == 0) {
      stage.listing.clear();
      for (const auto& [held, units] : truth) {
        stage.lists(held, Quantity::from_wide(units).value().text());
      }
      stage.as_of_s = trade + 1;
      stage.pass(trade + 1);
    }
  }
  stage.listing.clear();
  for (const auto& [held, units] : truth) {
    if (units != 0) stage.lists(held, Quantity::from_wide(units).value().text());
  }
  stage.as_of_s.reset();
  stage.pass(1'000);
  for (const auto& [held, units] : truth) {
    RC_ASSERT(stage.quantity(held) == Quantity::from_wide(units).value().text());
    for (const Position& life : stage.lives(held)) RC_ASSERT(life.unpriced.is_zero());
  }
  RC_ASSERT(stage.view().cases.empty());
  RC_ASSERT(stage.pass(2'000).batch.empty());
}

RC_GTEST_PROP(Judge, ReadsTheSameInputTheSameWay, ()) {
  PassStage stage{VenueName::kalshi};
  const auto keys = keys_of(VenueName::kalshi);
  for (const PositionKey& key : keys) stage.holds(key, quantity_text());
  list_anything(stage, keys);
  PassStage twin = stage;
  RC_ASSERT(stage.pass(0).batch.entries == twin.pass(0).batch.entries);
  RC_ASSERT(stage.view().cases == twin.view().cases);
}

}  // namespace
}  // namespace holdfast
