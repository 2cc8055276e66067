#include "core/quote_check.hpp"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

using namespace std::chrono_literals;

Price price(const char* text) { return Price::parse(text).value(); }

struct QuoteCheckTest : testing::Test {
  void show(const char* bid, const char* ask, Duration at) {
    BookLevels levels;
    levels.bids.emplace(price(bid), Quantity::parse("1").value());
    levels.asks.emplace(price(ask), Quantity::parse("1").value());
    ASSERT_TRUE(book.replace(std::move(levels), at));
    check.note(book, at);
  }
  static Quote quote(const char* bid, const char* ask) {
    return {.bid = price(bid), .ask = price(ask)};
  }
  OrderBook book{60s};
  QuoteCheck check{2s};
};

TEST_F(QuoteCheckTest, WhatTheBookShowsIsNoContradiction) {
  show("0.40", "0.50", 1s);
  check.say(quote("0.40", "0.50"), 2s);
  EXPECT_FALSE(check.contradicts(60s));
}

TEST_F(QuoteCheckTest, WhatStaysUntrueBeyondTheLagIs) {
  show("0.40", "0.50", 1s);
  check.say(quote("0.41", "0.50"), 2s);
  EXPECT_FALSE(check.contradicts(4s)) << "the book may be on its way";
  EXPECT_TRUE(check.contradicts(4001ms));
  show("0.41", "0.50", 5s);
  EXPECT_FALSE(check.contradicts(60s));
}

TEST_F(QuoteCheckTest, ALateWordOfWhatTheBookWasIsNone) {
  show("0.40", "0.50", 1s);
  show("0.41", "0.50", 10s);
  check.say(quote("0.40", "0.50"), 12s);
  EXPECT_FALSE(check.contradicts(60s));
  check.say(quote("0.40", "0.50"), 12001ms);
  EXPECT_TRUE(check.contradicts(60s)) << "it has not been so for longer than the lag";
}

TEST_F(QuoteCheckTest, TheNewestWordCounts) {
  show("0.40", "0.50", 1s);
  check.say(quote("0.41", "0.50"), 2s);
  check.say(quote("0.40", "0.50"), 3s);
  EXPECT_FALSE(check.contradicts(60s));
}

TEST_F(QuoteCheckTest, AnEmptySideIsAWordToo) {
  show("0.40", "0.50", 1s);
  check.say({.bid = std::nullopt, .ask = price("0.50")}, 2s);
  EXPECT_TRUE(check.contradicts(5s));
}

TEST_F(QuoteCheckTest, AMidLiesBetween) {
  show("0.40", "0.50", 1s);
  for (const char* mid : {"0.40", "0.4512", "0.50"}) {
    check.say({.bid = price(mid), .ask = price(mid), .between = true}, 2s);
    EXPECT_FALSE(check.contradicts(60s)) << mid;
  }
  for (const char* mid : {"0.39", "0.51"}) {
    check.say({.bid = price(mid), .ask = price(mid), .between = true}, 2s);
    EXPECT_TRUE(check.contradicts(60s)) << mid;
  }
}

TEST_F(QuoteCheckTest, NothingIsHeldAgainstABookInDoubtOrOneThatIsNewer) {
  show("0.40", "0.50", 1s);
  check.say(quote("0.41", "0.50"), 2s);
  check.renew(book, 3s);
  EXPECT_FALSE(check.contradicts(60s)) << "it was asked for after that was said";
  check.say(quote("0.41", "0.50"), 4s);
  book.doubt("for another reason");
  check.note(book, 5s);
  EXPECT_FALSE(check.contradicts(60s));
  check.say(quote("0.41", "0.50"), 6s);
  EXPECT_FALSE(check.contradicts(60s));
}

}  // namespace
}  // namespace holdfast
