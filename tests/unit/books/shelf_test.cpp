#include "books/shelf.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace holdfast::books {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const UtcTime moment{std::chrono::seconds{1'790'000'000}};
constexpr std::string_view one_row = R"({"positions":{"m":{"status":"open"}}})";

TEST(Shelf, AWatchedBookShowsBeforeItWasRead) {
  const Shelf shelf{{{"positions.json", {}}}};
  ASSERT_THAT(shelf.books(), SizeIs(1));
  EXPECT_EQ(shelf.books()[0].book, nullptr);
  EXPECT_FALSE(shelf.books()[0].error.empty());
}

TEST(Shelf, HalfAFileKeepsTheLastGoodOneAndSaysWhy) {
  Shelf shelf{{{"positions.json", {}}}};
  ASSERT_TRUE(shelf.file_read("positions.json", one_row, moment));
  const auto torn = shelf.file_read("positions.json", one_row.substr(0, 20), moment);
  ASSERT_FALSE(torn);
  EXPECT_EQ(torn.error().fault, Fault::malformed);
  const auto books = shelf.books();
  EXPECT_THAT(books[0].book->rows, SizeIs(1));
  EXPECT_THAT(books[0].error, HasSubstr("ends in the middle"));
  ASSERT_TRUE(shelf.file_read("positions.json", one_row, moment));
  EXPECT_THAT(shelf.books()[0].error, IsEmpty());
}

TEST(Shelf, AFileThatCannotBeOpenedKeepsTheLastGoodOne) {
  Shelf shelf{{{"positions.json", {}}}};
  ASSERT_TRUE(shelf.file_read("positions.json", one_row, moment));
  shelf.file_failed("positions.json", "no such file");
  EXPECT_EQ(shelf.books()[0].error, "no such file");
  EXPECT_THAT(shelf.books()[0].book->rows, SizeIs(1));
}

TEST(Shelf, APostedBookIsNamedAndReplaced) {
  Shelf shelf{{}};
  ASSERT_TRUE(shelf.post("bot-2", one_row, moment));
  ASSERT_TRUE(shelf.post("bot-2", R"({"positions":{}})", moment));
  ASSERT_THAT(shelf.books(), SizeIs(1));
  EXPECT_THAT(shelf.books()[0].book->rows, IsEmpty());
  EXPECT_EQ(shelf.books()[0].book->name, "bot-2");
  EXPECT_EQ(shelf.books()[0].book->read_at, moment);
}

TEST(Shelf, NobodyPostsOverAWatchedFile) {
  Shelf shelf{{{"positions.json", {}}}};
  const auto posted = shelf.post("positions.json", one_row, moment);
  ASSERT_FALSE(posted);
  EXPECT_EQ(posted.error().fault, Fault::refused);
  EXPECT_EQ(shelf.books()[0].book, nullptr);
}

TEST(Shelf, OnlyWhatWasHandedInIsTakenAway) {
  Shelf shelf{{{"positions.json", {}}}};
  ASSERT_TRUE(shelf.post("bot", one_row, moment));
  EXPECT_EQ(shelf.remove("positions.json").error().fault, Fault::refused);
  EXPECT_FALSE(shelf.remove("other").value());
  EXPECT_TRUE(shelf.remove("bot").value());
  EXPECT_FALSE(shelf.remove("bot").value());
  ASSERT_THAT(shelf.books(), SizeIs(1));
  EXPECT_EQ(shelf.books()[0].name, "positions.json");
}

// Half of the first one handed in is something to say, and not nothing yet.
TEST(Shelf, AnAwaitedBookIsAwaitedNoMoreOnceItWasTried) {
  Shelf shelf{{{.name = "bot", .from = Shelf::From::owner}}};
  EXPECT_TRUE(shelf.books()[0].awaited);
  EXPECT_FALSE(shelf.post("bot", one_row.substr(0, 20), moment));
  EXPECT_FALSE(shelf.books()[0].awaited);
  EXPECT_THAT(shelf.books()[0].error, HasSubstr("ends in the middle"));
}

TEST(Shelf, RefusesNamesThatAreNone) {
  Shelf shelf{{}};
  for (const auto* name : {"", "ledger", "../etc", "a b", "a/b", ".hidden", "ü"}) {
    EXPECT_FALSE(shelf.post(name, one_row, moment)) << name;
  }
  EXPECT_FALSE(shelf.post(std::string(65, 'a'), one_row, moment));
}

TEST(Shelf, HoldsSoManyBooksAndNoMore) {
  Shelf shelf{{}};
  for (std::size_t i = 0; i < Shelf::books_max; ++i) {
    ASSERT_TRUE(shelf.post("b" + std::to_string(i), one_row, moment));
  }
  EXPECT_FALSE(shelf.post("one-more", one_row, moment));
  EXPECT_TRUE(shelf.post("b0", one_row, moment));
}

TEST(Shelf, ABooksOwnWordGoesBeforeTheConfiguredOne) {
  Shelf shelf{{{.name = "b", .columns = {}, .strategy = "arb", .mode = BookMode::paper}}};
  ASSERT_TRUE(shelf.file_read("b", R"({"positions":{"m":{"status":"open"},
              "n":{"status":"open","strategy_id":"trend","mode":"live"}}})",
                              moment));
  const auto book = shelf.books()[0].book;
  EXPECT_EQ(book->strategy, "arb");
  EXPECT_EQ(book->rows[0].strategy, "arb");
  EXPECT_EQ(book->rows[0].mode, BookMode::paper);
  EXPECT_EQ(book->rows[1].strategy, "trend");
  EXPECT_EQ(book->rows[1].mode, BookMode::live);
}

TEST(Shelf, ReadsAContentAsABookIsReadAndKeepsNothing) {
  Shelf shelf{{{.name = "sheet",
                .columns = {{"market_id", "Market"}},
                .strategy = "arb",
                .mode = BookMode::paper}}};
  const auto read = shelf.read("Market\nm\n", "sheet");
  ASSERT_TRUE(read) << read.error().what;
  ASSERT_EQ(read->rows.size(), 1U);
  EXPECT_EQ(read->rows[0].market_id, "m");
  EXPECT_EQ(read->rows[0].strategy, "arb");
  EXPECT_TRUE(read->rows[0].is_paper());
  EXPECT_EQ(shelf.books()[0].book, nullptr);
  EXPECT_FALSE(shelf.read("market_id\nm\n", "")->rows.at(0).is_paper());
  EXPECT_EQ(shelf.read(one_row, "other").error().fault, Fault::refused);
}

}  // namespace
}  // namespace holdfast::books
