#include "app/account_proof.hpp"

#include <gtest/gtest.h>

#include "support/run.hpp"
#include "support/scripted_venue.hpp"
#include "support/still_clock.hpp"

namespace holdfast {
namespace {

using namespace test;
using namespace std::chrono_literals;

struct ProofTest : testing::Test {
  StillClock clock;
  ScriptedVenue venue{VenueName::kalshi, clock};
  RawTape tape;
  AccountProof proof{venue, clock, nullptr, std::nullopt};

  Result<void> prove() { return run(proof.prove(tape)); }
};

const IdentityCheck good{.name = "key", .passed = true, .text = "accepted"};
const IdentityCheck bad{.name = "key",
                        .text = "the key may not read this",
                        .fix = "give it the read scope",
                        .fault = Fault::unauthorised};

TEST_F(ProofTest, IsAskedForOnceADay) {
  venue.identity = std::vector{good};
  EXPECT_FALSE(proof.report().asked_at);
  ASSERT_TRUE(prove());
  EXPECT_EQ(proof.report().asked_at, clock.now());
  clock.advance(23h);
  ASSERT_TRUE(prove());
  EXPECT_EQ(venue.identified, 1);
  clock.advance(2h);
  ASSERT_TRUE(prove());
  EXPECT_EQ(venue.identified, 2);
}

TEST_F(ProofTest, WhatDoesNotPassIsAFaultWithItsFixAndAskedAboutAgain) {
  venue.identity = std::vector{good, bad};
  for (int asked = 1; asked <= 2; ++asked) {
    const auto proven = prove();
    ASSERT_FALSE(proven);
    EXPECT_EQ(proven.error().fault, Fault::unauthorised);
    EXPECT_EQ(proven.error().what, "key: the key may not read this; give it the read scope");
    EXPECT_EQ(venue.identified, asked);
  }
  venue.identity = std::vector{good};
  EXPECT_TRUE(prove()) << "mended at the venue, without a restart";
}

TEST_F(ProofTest, AHintIsShownAndStopsNothing) {
  IdentityCheck hint = bad;
  hint.weight = CheckWeight::hint;
  venue.identity = std::vector{good, hint};
  EXPECT_TRUE(prove());
  EXPECT_EQ(proof.report().checks.size(), 2U);
}

TEST_F(ProofTest, AVenueThatIsAwayIsNoProofAndUndoesNone) {
  venue.identity = fail(Fault::unreachable, "away");
  EXPECT_EQ(prove().error().fault, Fault::unreachable);
  venue.identity = std::vector{good};
  ASSERT_TRUE(prove());
  venue.identity = fail(Fault::unreachable, "away");
  clock.advance(25h);
  EXPECT_TRUE(prove()) << "yesterday's proof stands";
  venue.identity = fail(Fault::malformed, "not the venue's language");
  EXPECT_FALSE(prove());
}

TEST_F(ProofTest, SomebodyElsesAccountIsNotEvenAskedAbout) {
  AccountProof barred{venue, clock, nullptr, Error{Fault::identity, "bound to another key"}};
  EXPECT_EQ(run(barred.prove(tape)).error().what, "bound to another key");
  EXPECT_EQ(venue.identified, 0);
  EXPECT_FALSE(barred.report().checks.at(0).passed);
}

}  // namespace
}  // namespace holdfast
