#include "core/watermark.hpp"

#include <gtest/gtest.h>

#include "support/values.hpp"

namespace holdfast {
namespace {

using test::at_s;

Snapshot listing(std::int64_t as_of_s, std::optional<std::int64_t> sequence = std::nullopt) {
  SnapshotHeader header;
  header.account = AccountId{"pacifica/main"};
  header.as_of = at_s(as_of_s);
  header.sequence = sequence;
  return Snapshot::from_complete_listing(header, {}, test::whole_listing()).value();
}

Freshness judged(const Snapshot& snapshot, std::optional<Watermark> applied) {
  return judge_watermark(snapshot, applied, at_s(100));
}

TEST(Watermark, OrdersByTimeWhereNothingIsNumbered) {
  EXPECT_EQ(judged(listing(10), std::nullopt), Freshness::newer);
  EXPECT_EQ(judged(listing(10), Watermark{at_s(10), {}}), Freshness::newer);
  EXPECT_EQ(judged(listing(10), Watermark{at_s(11), {}}), Freshness::older);
  EXPECT_EQ(judged(listing(160), Watermark{at_s(11), {}}), Freshness::newer);
  EXPECT_EQ(judged(listing(161), Watermark{at_s(11), {}}), Freshness::from_ahead);
}

TEST(Watermark, TakesTheVenuesNumberForOlderAlthoughItWasAskedLater) {
  const Watermark applied{at_s(20), 1'559'395'640};
  EXPECT_EQ(judged(listing(60, 1'559'395'639), applied), Freshness::older);
  EXPECT_EQ(judged(listing(60, 1'559'395'640), applied), Freshness::newer);
  EXPECT_EQ(judged(listing(60, 1'559'395'641), applied), Freshness::newer);
}

TEST(Watermark, TakesTheVenuesNumberForNewerAlthoughAClockWentBack) {
  EXPECT_EQ(judged(listing(10, 8), Watermark{at_s(20), 7}), Freshness::newer);
}

TEST(Watermark, GoesByTimeWhileOneSideHasNoNumber) {
  EXPECT_EQ(judged(listing(10), Watermark{at_s(20), 7}), Freshness::older);
  EXPECT_EQ(judged(listing(30), Watermark{at_s(20), 7}), Freshness::newer);
  EXPECT_EQ(judged(listing(10, 9), Watermark{at_s(20), {}}), Freshness::older);
}

TEST(Watermark, KeepsTheHighestNumberOverAnAnswerWithoutOne) {
  auto mark = advanced(std::nullopt, watermark_of(listing(10, 7)));
  mark = advanced(mark, watermark_of(listing(20)));
  EXPECT_EQ(mark, (Watermark{at_s(20), 7}));
  EXPECT_EQ(judged(listing(30, 6), mark), Freshness::older);
  EXPECT_EQ(advanced(mark, watermark_of(listing(30, 9))), (Watermark{at_s(30), 9}));
}

}  // namespace
}  // namespace holdfast
