#include "core/allocations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/book.hpp"
#include "support/books.hpp"

namespace holdfast {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Allocations : public testing::Test {
 protected:
  void hold(std::string_view amount) {
    entries_ = {entry_of(fill_of(kalshi_key("A"), "f1", -60, amount, "0.5"))};
    held_ = amount;
  }
  // Books what is planned; "arb 20, trend 10", as the fold has it.
  std::string shares_after(const std::vector<ForeignBook>& books, std::string_view at_venue = "") {
    const auto planned = plan(books, at_venue);
    entries_.insert(entries_.end(), planned.begin(), planned.end());
    std::string shares;
    for (const Share& share : position().shares) {
      shares += (shares.empty() ? "" : ", ") + share.strategy + " " + share.quantity.text();
    }
    return shares;
  }
  std::vector<JournalEntry> plan(const std::vector<ForeignBook>& books,
                                 std::string_view at_venue = "") {
    std::vector<ReadBook> read;
    for (const ForeignBook& book : books) read.push_back({book.name, &book, error_});
    const Position open = position();
    BookTruth truth = truth_of_market("A", at_venue.empty() ? held_ : at_venue);
    truth.holdings.front().doubts = doubts_;
    return plan_allocations(read, truth, std::span{&open, 1}, {}, at_s(now_++));
  }
  [[nodiscard]] Position position() const { return fold(entries_).value().back(); }

  std::vector<JournalEntry> entries_;
  std::string_view held_;
  std::string error_;
  std::vector<BookReason> doubts_;
  std::int64_t now_{};
};

TEST_F(Allocations, EachStrategyHasWhatItsBookSaysAndTheRestIsNobodys) {
  hold("30");
  EXPECT_EQ(shares_after({book_of("a", {claim_on("A", "20", "arb")}),
                          book_of("t", {claim_on("A", "5", "trend")})}),
            "arb 20, trend 5");
  EXPECT_EQ(unallocated(position()), qty("5"));
  EXPECT_EQ(position().quantity, qty("30"));
  EXPECT_EQ(position().changed_at, at_s(-60)) << "nothing happened to the position itself";
}

TEST_F(Allocations, OneStrategysBookNeverMovesAnothersShare) {
  hold("30");
  const ForeignBook arb = book_of("a", {claim_on("A", "20", "arb")});
  shares_after({arb, book_of("t", {claim_on("A", "5", "trend")})});
  // Arb's book alone speaks now, and then says that it has nothing any more.
  EXPECT_EQ(shares_after({book_of("a", {claim_on("A", "15", "arb")})}), "arb 15, trend 5");
  ForeignBook empty = book_of("a", {});
  empty.strategy = "arb";
  EXPECT_EQ(shares_after({empty}), "arb 0, trend 5");
  EXPECT_EQ(unallocated(position()), qty("25"));
}

TEST_F(Allocations, TheSameBookTwiceBooksNothingAgain) {
  hold("30");
  const std::vector books{book_of("a", {claim_on("A", "20", "arb")})};
  EXPECT_EQ(plan(books).size(), 1U);
  shares_after(books);
  EXPECT_THAT(plan(books), IsEmpty());
}

TEST_F(Allocations, SharesThatWouldBeMoreThanIsHeldAreNotMoved) {
  hold("30");
  shares_after({book_of("a", {claim_on("A", "20", "arb")})});
  EXPECT_EQ(shares_after({book_of("t", {claim_on("A", "11", "trend")})}), "arb 20");
  EXPECT_EQ(shares_after({book_of("a", {claim_on("A", "31", "arb")})}), "arb 20");
  EXPECT_EQ(shares_after({book_of("a", {claim_on("A", "-1", "arb")})}), "arb 20");
  // A book that names no strategy claims too.
  EXPECT_EQ(shares_after(
                {book_of("a", {claim_on("A", "25", "arb")}), book_of("x", {claim_on("A", "10")})}),
            "arb 20");
  EXPECT_EQ(shares_after({book_of("t", {claim_on("A", "10", "trend")})}), "arb 20, trend 10");
}

TEST_F(Allocations, WhatIsBelowZeroIsSharedBelowZero) {
  hold("-30");
  EXPECT_EQ(shares_after({book_of("a", {claim_on("A", "-20", "arb")})}), "arb -20");
  EXPECT_EQ(unallocated(position()), qty("-10"));
}

TEST_F(Allocations, NothingIsMovedByABookThatIsNotUnderstoodWhole) {
  hold("30");
  shares_after({book_of("a", {claim_on("A", "20", "arb")})});
  ForeignBook less = book_of("a", {claim_on("A", "10", "arb")});
  less.findings = {{"b", "", "is no position", "", 3, true}};
  EXPECT_THAT(plan({less}), IsEmpty());
  less.findings.front().quarantined = false;
  EXPECT_EQ(plan({less}).size(), 1U);
  BookRow nameless = claim_on("A", "1", "arb");
  nameless.ids = {};
  less.rows.push_back(nameless);
  EXPECT_THAT(plan({less}), IsEmpty());
  less.rows.pop_back();
  error_ = "ends in the middle";
  EXPECT_THAT(plan({less}), IsEmpty());
}

TEST_F(Allocations, NothingIsMovedOnAPositionInDoubt) {
  hold("30");
  const std::vector books{book_of("a", {claim_on("A", "20", "arb")})};
  EXPECT_THAT(plan(books, "29"), IsEmpty());
  doubts_ = {BookReason::suspected};
  EXPECT_THAT(plan(books), IsEmpty());
}

TEST_F(Allocations, PaperRowsHaveNoShare) {
  hold("30");
  ForeignBook book = book_of("a", {claim_on("A", "20", "arb")});
  book.rows.front().mode = BookMode::paper;
  EXPECT_THAT(plan({book}), IsEmpty());
}

// What the venue tells later may have happened before a share was booked; the fold is the same
// whether it is done again or went on, and a share is no claim on the next life.
TEST_F(Allocations, ALateFactFoldsTheSameEitherWay) {
  hold("30");
  const Position open = position();
  const auto shares = plan({book_of("a", {claim_on("A", "20", "arb")})});
  const Position shared = fold_on(open, shares).value().back();
  const std::vector late{entry_of(fill_of(kalshi_key("A"), "f2", -30, "-30", "0.6")),
                         entry_of(fill_of(kalshi_key("A"), "f3", -20, "7", "0.6"))};
  const auto went_on = fold_on(shared, late).value();
  entries_.insert(entries_.end(), shares.begin(), shares.end());
  entries_.insert(entries_.end(), late.begin(), late.end());
  EXPECT_EQ(fold(entries_).value(), went_on);
  ASSERT_EQ(went_on.size(), 2U);
  EXPECT_EQ(went_on[0].shares.size(), 1U);
  EXPECT_THAT(went_on[1].shares, IsEmpty());
}

}  // namespace
}  // namespace holdfast
