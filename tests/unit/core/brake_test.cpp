#include "core/brake.hpp"

#include <gtest/gtest.h>

#include "support/pass_stage.hpp"

namespace holdfast {
namespace {

using namespace test;

PositionKey token(int number) { return poly_key(std::to_string(number)); }

TEST(Brakes, AtMoreThanThreeOrThirtyPercentOrEverything) {
  const BrakeLimits limits;
  EXPECT_FALSE(brakes(limits, 3, 10, Money{}));
  EXPECT_TRUE(brakes(limits, 4, 10, Money{}));
  EXPECT_FALSE(brakes(limits, 30, 100, Money{}));
  EXPECT_TRUE(brakes(limits, 31, 100, Money{}));
  EXPECT_TRUE(brakes(limits, 2, 2, Money{}));
  EXPECT_FALSE(brakes(limits, 1, 1, Money{})) << "one position closed by hand is every day's work";
  EXPECT_FALSE(brakes(limits, 0, 0, Money{}));
}

TEST(Brakes, AtMoreThanTheConfiguredCost) {
  BrakeLimits limits;
  limits.cost_max = usd("100");
  EXPECT_FALSE(brakes(limits, 1, 10, usd("100")));
  EXPECT_TRUE(brakes(limits, 1, 10, usd("100.01")));
}

class Brake : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 1; i <= 8; ++i) stage.holds(token(i), "10");
  }
  PassStage stage{VenueName::polymarket};
};

TEST_F(Brake, HoldsAllUnwitnessedZerosInOneCase) {
  const auto outcome = stage.pass(0);
  EXPECT_EQ(outcome.counts, (PassCounts{.active = 8, .held_back = 8}));
  ASSERT_EQ(stage.view().cases.size(), 1U);
  EXPECT_EQ(stage.view().cases[0].reason, CaseReason::brake);
  EXPECT_EQ(stage.view().cases[0].keys.size(), 8U);
}

TEST_F(Brake, NamesWhatItHoldsHasCostAndOfHowManyThatIsUnknown) {
  stage.pass(0);
  EXPECT_EQ(stage.view().cases[0].at_stake, usd("40"));
  EXPECT_EQ(stage.view().cases[0].text.find("not known"), std::string::npos);
  PassStage found{VenueName::polymarket};
  for (int i = 1; i <= 4; ++i) found.holds(token(i), "10", -1000, std::nullopt);
  found.pass(0);
  EXPECT_EQ(found.view().cases.at(0).at_stake, std::nullopt);
  EXPECT_TRUE(found.view().cases[0].text.ends_with("what 4 of these cost is not known"));
}

TEST_F(Brake, StaysWrittenOnce) {
  stage.pass(0);
  EXPECT_TRUE(stage.pass(60).batch.empty());
  EXPECT_TRUE(stage.pass(120).batch.empty());
}

TEST_F(Brake, LetsWitnessedClosesProceed) {
  stage.chain_says(token(1), "0", -3);
  const auto outcome = stage.pass(0);
  EXPECT_EQ(outcome.counts.closed, 1U);
  EXPECT_EQ(outcome.counts.held_back, 7U);
  EXPECT_EQ(stage.view().cases.at(0).keys.size(), 7U);
}

TEST_F(Brake, TellsOnceOfManyClosesThatAllHaveTheirWitness) {
  for (int i = 1; i <= 8; ++i) stage.chain_says(token(i), "0", -3);
  EXPECT_EQ(stage.pass(0).counts.closed, 8U);
  EXPECT_EQ(stage.view().cases.at(0).reason, CaseReason::brake);
  stage.pass(60);
  EXPECT_TRUE(stage.view().cases.empty());
}

// Whoever looks at one of them reads of the brake too.
TEST_F(Brake, NamesWhatItLetThrough) {
  stage.chain_says(token(1), "0", -3);
  stage.pass(0);
  EXPECT_EQ(stage.view().cases.at(0).released_keys, std::vector{token(1)});
  EXPECT_TRUE(speaks_of(stage.view().cases[0], token(1)));
  stage.chain_says(token(2), "0", 50);
  stage.pass(60);
  EXPECT_EQ(stage.view().cases.at(0).released_keys, (std::vector{token(1), token(2)}));
  EXPECT_EQ(stage.view().cases[0].keys.size(), 6U);

  // One that it never held, while it goes on.
  PassStage later{VenueName::polymarket};
  for (int i = 1; i <= 8; ++i) later.holds(token(i), "10");
  later.lists(token(8), "10");
  later.pass(0);
  later.listing.clear();
  later.chain_says(token(8), "0", 50);
  later.pass(60);
  EXPECT_EQ(later.view().cases.at(0).released_keys, std::vector{token(8)});

  PassStage all{VenueName::polymarket};
  for (int i = 1; i <= 4; ++i) all.holds(token(i), "10");
  for (int i = 1; i <= 4; ++i) all.chain_says(token(i), "0", -3);
  all.pass(0);
  EXPECT_EQ(all.view().cases.at(0).released_keys.size(), 4U);
}

TEST_F(Brake, KeepsItsKeysTogetherWhenFewerThanItsLimitAreLeft) {
  stage.pass(0);
  for (int i = 1; i <= 6; ++i) stage.lists(token(i), "10");
  stage.pass(60);
  ASSERT_EQ(stage.view().cases.size(), 1U);
  EXPECT_EQ(stage.view().cases[0].reason, CaseReason::brake);
  EXPECT_EQ(stage.view().cases[0].keys.size(), 2U);
}

TEST_F(Brake, EndsWhenEverythingIsListedAgain) {
  stage.pass(0);
  for (int i = 1; i <= 8; ++i) stage.lists(token(i), "10");
  stage.pass(60);
  EXPECT_TRUE(stage.view().cases.empty());
}

TEST_F(Brake, APersonsWordClosesTheNamedKeysAndNoOthers) {
  stage.pass(0);
  stage.confirm(stage.view().cases.at(0).id, {token(1), token(2)}, 30);
  const auto outcome = stage.pass(60);
  EXPECT_EQ(outcome.counts.closed, 2U);
  EXPECT_EQ(stage.quantity(token(1)), "0");
  EXPECT_EQ(stage.quantity(token(3)), "10");
  EXPECT_EQ(stage.lives(token(1))[0].closing->kind, EvidenceKind::person);
}

TEST_F(Brake, APersonsWordIsGoodForTenMinutesAndNotForOlderAnswers) {
  stage.pass(0);
  const CaseId id = stage.view().cases.at(0).id;
  stage.confirm(id, {token(1)}, 30);
  EXPECT_EQ(stage.pass(29).counts.closed, 0U) << "asked before the person spoke";
  EXPECT_EQ(stage.pass(30 + 601).counts.closed, 0U);
  stage.confirm(id, {token(1)}, 700);
  EXPECT_EQ(stage.pass(700 + 600).counts.closed, 1U);
}

// Said of what was gone then: what has come back since, and is gone again, needs another word.
TEST_F(Brake, APersonsWordServesOneCompleteAnswer) {
  stage.pass(0);
  stage.confirm(stage.view().cases.at(0).id, {token(1)}, 30);
  stage.lists(token(1), "10");
  stage.pass(60);
  EXPECT_EQ(stage.view().cases.at(0).state, CaseState::suspected);
  EXPECT_EQ(stage.view().cases[0].confirmed_by, "owner") << "that somebody spoke stays on record";
  stage.listing.clear();
  EXPECT_EQ(stage.pass(120).counts.closed, 0U);
  EXPECT_EQ(stage.quantity(token(1)), "10");
}

TEST_F(Brake, APersonCannotCloseWhatAWitnessSaysIsHeld) {
  stage.pass(0);
  const CaseId id = stage.view().cases.at(0).id;
  stage.confirm(id, {token(1)}, 30);
  stage.chain_says(token(1), "10", 50);
  EXPECT_EQ(stage.pass(60).counts.closed, 0U);
}

}  // namespace
}  // namespace holdfast
