#include "core/order_book.hpp"

#include <gtest/gtest.h>

#include "core/backoff.hpp"
#include "core/sequence_gate.hpp"

namespace holdfast {
namespace {

using namespace std::chrono_literals;

Price price(std::string_view text) { return Price::parse(text).value(); }
Quantity size(std::string_view text) { return Quantity::parse(text).value(); }

struct OrderBookTest : testing::Test {
  OrderBook book{20s};
  BookLevels two{.bids = {{price("0.47"), size("3")}}, .asks = {{price("0.48"), size("1")}}};
};

TEST_F(OrderBookTest, NothingIsKnownBeforeASnapshot) {
  EXPECT_EQ(book.fresh(0s), nullptr);
  EXPECT_TRUE(book.change_by(BookSide::bid, price("0.47"), size("3"), 1s));
  EXPECT_EQ(book.fresh(1s), nullptr);
  EXPECT_EQ(book.why(), "no snapshot yet");
}

TEST_F(OrderBookTest, ChangesAreExact) {
  ASSERT_TRUE(book.replace(two, 0s));
  ASSERT_TRUE(book.change_by(BookSide::bid, price("0.47"), size("0.000000001"), 1s));
  ASSERT_TRUE(book.change_by(BookSide::ask, price("0.48"), size("-1"), 1s));
  ASSERT_TRUE(book.change_to(BookSide::ask, price("0.5"), size("7"), 1s));
  const auto* levels = book.fresh(1s);
  ASSERT_NE(levels, nullptr);
  EXPECT_EQ(best_bid(*levels)->size.text(), "3.000000001");
  EXPECT_EQ(best_ask(*levels)->price.text(), "0.5");
  EXPECT_EQ(levels->asks.size(), 1U) << "an empty level is no level";
}

TEST_F(OrderBookTest, ADoubtEndsOnlyWithASnapshot) {
  ASSERT_TRUE(book.replace(two, 0s));
  book.doubt("a frame is missing");
  EXPECT_EQ(book.fresh(0s), nullptr);
  ASSERT_TRUE(book.change_to(BookSide::bid, price("0.46"), size("9"), 1s));
  EXPECT_EQ(book.fresh(1s), nullptr);
  EXPECT_EQ(book.last_known(), two) << "a change upon a doubtful book is no knowledge";
  ASSERT_TRUE(book.replace(two, 2s));
  EXPECT_NE(book.fresh(2s), nullptr);
}

TEST_F(OrderBookTest, WhatCannotBeIsADoubt) {
  ASSERT_TRUE(book.replace(two, 0s));
  EXPECT_EQ(book.change_by(BookSide::bid, price("0.47"), size("-3.01"), 1s).error().fault,
            Fault::malformed);
  EXPECT_EQ(book.fresh(1s), nullptr);
  EXPECT_EQ(book.replace({.bids = {{price("0.4"), Quantity{}}}, .asks = {}}, 2s).error().fault,
            Fault::malformed);
  EXPECT_EQ(book.fresh(2s), nullptr);
}

TEST_F(OrderBookTest, IsBelievedForItsLease) {
  ASSERT_TRUE(book.replace(two, 100s));
  EXPECT_NE(book.fresh(120s), nullptr);
  EXPECT_EQ(book.fresh(120s + 1us), nullptr);
  ASSERT_TRUE(book.change_to(BookSide::bid, price("0.46"), size("9"), 130s));
  EXPECT_NE(book.fresh(150s), nullptr);
  EXPECT_EQ(book.confirmed_at(), Duration{130s});
}

TEST(SequenceGate, TellsTheNextFromGapsAndRepeats) {
  using Step = SequenceGate::Step;
  SequenceGate gate;
  EXPECT_EQ(gate.take(1), Step::next);
  EXPECT_EQ(gate.take(2), Step::next);
  EXPECT_EQ(gate.take(2), Step::repeated);
  EXPECT_EQ(gate.take(4), Step::gap);
  EXPECT_EQ(gate.take(3), Step::repeated) << "too late: it may not be applied";
  EXPECT_EQ(gate.take(5), Step::next);
  gate.restart();
  EXPECT_EQ(gate.take(2), Step::gap) << "the first frame of a subscription was missing";
}

TEST(Backoff, DoublesUpToItsBound) {
  const Backoff backoff;
  EXPECT_EQ(backoff.spread(1), Duration{1s});
  EXPECT_EQ(backoff.spread(2), Duration{3s});
  EXPECT_EQ(backoff.spread(5), Duration{29s});
  EXPECT_EQ(backoff.spread(4'000'000'000U), Duration{29s});
}

}  // namespace
}  // namespace holdfast
