#include "cli/uncertain.hpp"

#include <gtest/gtest.h>

#include <set>

namespace holdfast::cli {
namespace {

platform::Config watching(std::initializer_list<VenueName> venues) {
  platform::Config config;
  for (const VenueName venue : venues) config.accounts.emplace_back().venue = venue;
  return config;
}

TEST(Uncertain, ReadsRowsUnderTheirVenue) {
  const auto points = uncertain_points(
      "# Title\ntext | with a bar\n## Kalshi\n| # | Question | Default | Simulator | How |\n"
      "|---|---|---|---|---|\n| K1 | Is it? | no | `option` | look |\n");
  ASSERT_EQ(points.size(), 1U);
  EXPECT_EQ(points[0].id, "K1");
  EXPECT_EQ(points[0].venue, "Kalshi");
  EXPECT_EQ(points[0].question, "Is it?");
  EXPECT_EQ(points[0].reading, "no");
  EXPECT_EQ(points[0].simulator, "`option`");
  EXPECT_EQ(points[0].probe, "look");
}

TEST(Uncertain, TheDocumentHasPointsOfEachVenueAndNoRowIsLost) {
  const auto all = uncertain_points_of(watching(
      {VenueName::kalshi, VenueName::kalshi_solana, VenueName::polymarket, VenueName::pacifica}));
  std::map<char, int> by_letter;
  std::set<std::string> ids;
  for (const UncertainPoint& point : all) {
    EXPECT_TRUE(ids.insert(point.id).second) << point.id << " stands there twice";
    ++by_letter[point.id.front()];
    EXPECT_FALSE(point.probe.empty()) << point.id;
    EXPECT_FALSE(point.simulator.empty()) << point.id;
  }
  // Numbered without a gap: a row that is not read would leave one.
  for (const auto& [letter, count] : by_letter) {
    EXPECT_TRUE(ids.contains(letter + std::to_string(count))) << letter << count;
  }
  EXPECT_EQ(by_letter.size(), 5U);
}

TEST(Uncertain, OnlyWhatIsWatchedIsShown) {
  for (const UncertainPoint& point : uncertain_points_of(watching({VenueName::pacifica}))) {
    EXPECT_EQ(point.venue, "Pacifica");
  }
}

}  // namespace
}  // namespace holdfast::cli
