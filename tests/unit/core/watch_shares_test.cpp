#include "core/watch_shares.hpp"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

std::set<InstrumentId> ids(const char* letters) {
  std::set<InstrumentId> all;
  for (const char* letter = letters; *letter != '\0'; ++letter) {
    all.insert(InstrumentId{std::string(1, *letter)});
  }
  return all;
}

TEST(WatchShares, EachIsWatchedOnceAndNoConnectionIsOverfull) {
  const auto parts = share_watching(2, 3);
  const auto wanted = ids("ABCDE");
  EXPECT_EQ(parts[0].of(wanted), ids("AB"));
  EXPECT_EQ(parts[1].of(wanted), ids("CD"));
  EXPECT_EQ(parts[2].of(wanted), ids("E"));
  EXPECT_EQ(parts[0].left_out(), 0U);
}

TEST(WatchShares, WhatIsWatchedStaysWhereItIs) {
  const auto parts = share_watching(2, 2);
  EXPECT_EQ(parts[1].of(ids("BCD")), ids("D"));
  EXPECT_EQ(parts[0].of(ids("ABCD")), ids("BC")) << "A comes first by name and moves nobody";
  EXPECT_EQ(parts[1].of(ids("ABCD")), ids("AD"));
  EXPECT_EQ(parts[0].of(ids("ACD")), ids("C"));
  EXPECT_EQ(parts[0].of(ids("ACDE")), ids("CE")) << "the place that became free";
}

TEST(WatchShares, WhatNobodyWatchesIsCountedOnce) {
  const auto parts = share_watching(1, 2);
  EXPECT_EQ(parts[0].of(ids("ABCDE")), ids("A"));
  EXPECT_EQ(parts[1].of(ids("ABCDE")), ids("B"));
  EXPECT_EQ(parts[0].left_out(), 3U);
  EXPECT_EQ(parts[1].left_out(), 0U);
  EXPECT_EQ(parts[0].of(ids("CE")), ids("C"));
  EXPECT_EQ(parts[0].left_out(), 0U);
}

TEST(WatchShares, TheFirstConnectionHasThePlainName) {
  const auto parts = share_watching(1, 2);
  EXPECT_EQ(parts[0].name("market"), "market");
  EXPECT_EQ(parts[1].name("market"), "market-2");
}

}  // namespace
}  // namespace holdfast
