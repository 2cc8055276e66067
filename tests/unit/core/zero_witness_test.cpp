#include "core/zero_witness.hpp"

#include <gtest/gtest.h>

#include "core/sight.hpp"
#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace std::chrono_literals;

const UtcTime moment = UtcTime{} + std::chrono::days{20'000};
const JournalEntry sale{.evidence = {.kind = EvidenceKind::fill, .id = "f", .at = moment}};

// A zero of that moment, with a sale that accounts for it.
bool counts(UtcTime seen_at, std::optional<UtcTime> newest_activity) {
  const Seen seen{Standing::absent, Quantity{}, seen_at, {}, {}};
  const std::vector<JournalEntry> explanation{sale};
  const auto answer = grade_zero({.need = WitnessNeed::events,
                                  .seen = seen,
                                  .explanation = &explanation,
                                  .newest_activity = newest_activity,
                                  .count = {}});
  EXPECT_EQ(answer.missing.empty(), answer.witness.has_value());
  return answer.witness.has_value();
}

TEST(GradeZero, CountsOnlyAZeroLaterThanTheNewestActivity) {
  EXPECT_TRUE(counts(moment, std::nullopt));
  EXPECT_TRUE(counts(moment, moment - 1s));
  EXPECT_FALSE(counts(moment, moment)) << "whichever of the two came last, nobody can say";
  EXPECT_FALSE(counts(moment, moment + 1s));
}

// The listing is young, the chain's block is not: what happened in between may have bought again.
TEST(GradeZero, IsAsOldAsItsOldestSource) {
  const Reading reading{
      .quantity = {},
      .evidence = {.kind = EvidenceKind::chain_balance, .id = "polygon:1", .at = moment - 30s},
      .endpoints = 2};
  const Holding* const unlisted = nullptr;
  const Seen seen =
      weigh({.ours = test::qty("5"), .row = unlisted, .reading = &reading}, moment, Quantity{});
  EXPECT_EQ(seen.moment, moment - 30s);
  const auto answer = grade_zero({.need = WitnessNeed::chain,
                                  .seen = seen,
                                  .explanation = nullptr,
                                  .newest_activity = moment - 10s,
                                  .count = {}});
  EXPECT_FALSE(answer.witness);
}

}  // namespace
}  // namespace holdfast
