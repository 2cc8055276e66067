#include "core/book_trouble.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/books.hpp"

namespace holdfast {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::map<std::string, std::vector<BookTrouble>> troubles(std::vector<ReadBook> books,
                                                         std::string_view held) {
  return book_troubles(books, truth_of_market("A", held), {});
}

TEST(BookTrouble, SaysNothingOfBooksThatFit) {
  const ForeignBook bot = book_of("bot", {claim_on("A", "20")});
  const ForeignBook sheet = book_of("sheet", {claim_on("A", "10")});
  const auto found = troubles({{"bot", &bot, ""}, {"sheet", &sheet, ""}}, "30");
  EXPECT_THAT(found.at("bot"), IsEmpty());
  EXPECT_THAT(found.at("sheet"), IsEmpty());
}

TEST(BookTrouble, NamesAllWhoClaimMoreThanIsHeldOnce) {
  const ForeignBook bot = book_of("bot", {claim_on("A", "20"), claim_on("B", "5")});
  const ForeignBook sheet = book_of("sheet", {claim_on("A", "30")});
  const auto found = troubles({{"sheet", &sheet, ""}, {"bot", &bot, ""}}, "30");
  EXPECT_THAT(found.at("bot"), IsEmpty());
  ASSERT_THAT(found.at("sheet"), SizeIs(1));
  const BookTrouble& twice = found.at("sheet").front();
  EXPECT_EQ(twice.reason, CaseReason::claimed_twice);
  EXPECT_EQ(twice.key, kalshi_key("A"));
  EXPECT_EQ(twice.held, qty("30"));
  EXPECT_EQ(twice.claimed, qty("50"));
  EXPECT_THAT(twice.text, HasSubstr("bot (A), sheet (A) claim 50"));
}

TEST(BookTrouble, TwoStrategiesOfOneBookAreTwoWhoClaim) {
  const ForeignBook bot =
      book_of("bot", {claim_on("A", "-20", "arb"), claim_on("A", "-20", "trend")});
  const auto found = troubles({{"bot", &bot, ""}}, "-30");
  ASSERT_THAT(found.at("bot"), SizeIs(1));
  EXPECT_THAT(found.at("bot").front().text, HasSubstr("bot/arb (A), bot/trend (A) claim -40"));
}

TEST(BookTrouble, OneWhoClaimsTooMuchAloneIsAMismatchAndPaperIsNoClaim) {
  ForeignBook bot = book_of("bot", {claim_on("A", "40"), claim_on("A", "40")});
  EXPECT_THAT(troubles({{"bot", &bot, ""}}, "30").at("bot"), IsEmpty());
  ForeignBook paper = book_of("paper", {claim_on("A", "30")});
  paper.rows.front().mode = BookMode::paper;
  const auto found = troubles({{"bot", &bot, ""}, {"paper", &paper, ""}}, "30");
  EXPECT_THAT(found.at("bot"), IsEmpty());
  EXPECT_THAT(found.at("paper"), IsEmpty());
}

TEST(BookTrouble, NamesThePlacesOfRowsThatCountForNothing) {
  ForeignBook bot = book_of("bot", {});
  bot.findings = {{"", "", "has 3 cells, the header 2", "b", 3, true},
                  {"m", "kalshi_yes.contracts", "is no decimal number", "many", 5, true},
                  {"n", "status", "no status; taken as open", "", 6, false}};
  const auto found = troubles({{"bot", &bot, ""}}, "1").at("bot");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found.front().reason, CaseReason::quarantined_rows);
  EXPECT_THAT(found.front().text, HasSubstr("line 3: has 3 cells, the header 2 (b)"));
  EXPECT_THAT(found.front().text, HasSubstr("row m, kalshi_yes.contracts (line 5): is no"));
  EXPECT_THAT(found.front().text, Not(HasSubstr("status")));
  for (int i = 0; i < 5; ++i) bot.findings.push_back(bot.findings.front());
  EXPECT_THAT(troubles({{"bot", &bot, ""}}, "1").at("bot").front().text, HasSubstr("and 2 more"));
}

TEST(BookTrouble, ABookThatCannotBeReadKeepsItsLastClaims) {
  const ForeignBook bot = book_of("bot", {claim_on("A", "20")});
  const ForeignBook sheet = book_of("sheet", {claim_on("A", "20")});
  const auto found = troubles({{"bot", &bot, "ends in the middle"},
                               {"sheet", &sheet, ""},
                               {"none", nullptr, "no such file"}},
                              "30");
  ASSERT_THAT(found.at("bot"), SizeIs(2));
  EXPECT_EQ(found.at("bot")[0].reason, CaseReason::unreadable_book);
  EXPECT_EQ(found.at("bot")[0].text, "ends in the middle; its last good content stays");
  EXPECT_EQ(found.at("bot")[1].reason, CaseReason::claimed_twice);
  ASSERT_THAT(found.at("none"), SizeIs(1));
  EXPECT_EQ(found.at("none")[0].text, "no such file");
}

TEST(BookTrouble, ClaimsOnWhatNobodyCanReadAreNotCompared) {
  BookTruth truth = truth_of_market("A", "30");
  const PositionKey unread = kalshi_key("B");
  truth.holdings.push_back({.key = unread});
  EXPECT_TRUE(comparable_of(truth).covers(kalshi_key("A")));
  EXPECT_FALSE(comparable_of(truth).covers(unread));
  truth.accounts[0].error = Error{Fault::unreachable, "no answer"};
  EXPECT_FALSE(comparable_of(truth).covers(kalshi_key("A")));
}

}  // namespace
}  // namespace holdfast
