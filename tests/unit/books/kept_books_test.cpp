#include "books/kept_books.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "books/shelf.hpp"
#include "support/temp_folder.hpp"

namespace holdfast::books {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const UtcTime moment{std::chrono::milliseconds{1'790'000'000'123}};
constexpr std::string_view one_row = R"({"positions":{"m":{"status":"open"}}})";
constexpr std::string_view table = "Market,YES\nmine,10\n";

struct Kept : testing::Test {
  test::TempFolder folder;
  KeptBooks kept{folder.file("ledger.sqlite.books")};

  [[nodiscard]] std::string path(const std::string& name) const {
    return folder.file("ledger.sqlite.books/" + name + ".book");
  }
  void change(const std::string& name, const std::function<void(std::string&)>& how) const {
    std::ifstream file{path(name), std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{file}, {}};
    how(content);
    std::ofstream{path(name), std::ios::binary | std::ios::trunc} << content;
  }
};

TEST_F(Kept, ABodyComesBackAsItWas) {
  const std::string text{"a,b\n\"x\ny\",\0z\r\n", 14};
  ASSERT_TRUE(kept.keep("bot-2.v1", moment, text));
  ASSERT_TRUE(kept.keep("bot-2.v1", moment, text + "more"));
  ASSERT_TRUE(kept.keep("a", moment, one_row));
  const auto found = kept.load();
  ASSERT_THAT(found.bodies, SizeIs(2));
  EXPECT_THAT(found.damaged, IsEmpty());
  EXPECT_EQ(found.bodies[0].name, "a");
  EXPECT_EQ(found.bodies[1].name, "bot-2.v1");
  EXPECT_EQ(found.bodies[1].read_at, moment);
  EXPECT_EQ(found.bodies[1].text, text + "more");
  struct stat about{};
  ASSERT_EQ(stat(path("a").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST_F(Kept, WhatIsDamagedIsSaidAndTheRestGoesOn) {
  for (const auto* name : {"cut", "flipped", "good", "huge", "moved", "strange"}) {
    ASSERT_TRUE(kept.keep(name, moment, R"({"positions":{"m":{"kalshi_yes":{"contracts":1}}}})"));
  }
  change("cut", [](std::string& content) { content.pop_back(); });
  // Still a book, of another number of contracts.
  change("flipped", [](std::string& content) { content[content.rfind('1')] = '7'; });
  change("huge", [](std::string& content) { content.append(KeptBooks::text_max + 256, ' '); });
  change("strange", [](std::string& content) { content = "hello"; });
  std::filesystem::rename(path("moved"), path("other"));
  const auto found = kept.load();
  ASSERT_THAT(found.bodies, SizeIs(1));
  EXPECT_EQ(found.bodies[0].name, "good");
  EXPECT_THAT(found.damaged,
              ElementsAre(HasSubstr("cut.book is passed over: it is not what was written"),
                          HasSubstr("flipped.book is passed over: it is not what was written"),
                          HasSubstr("huge.book is passed over: it is larger"),
                          HasSubstr("other.book is passed over: it is the book moved"),
                          HasSubstr("strange.book is passed over: it is not what was written")));
}

TEST_F(Kept, AFolderThatCannotBeReadIsSaidAndNoneIsNothingYet) {
  EXPECT_THAT(kept.load().damaged, IsEmpty());
  std::ofstream{folder.file("ledger.sqlite.books")} << "no folder";
  EXPECT_THAT(kept.load().damaged, ElementsAre(HasSubstr("ledger.sqlite.books cannot be read")));
}

TEST_F(Kept, WhatIsHandedInIsThereAfterTheNextStartAsOfThen) {
  {
    Shelf shelf{{}, kept};
    ASSERT_TRUE(shelf.post("bot", one_row, moment));
    EXPECT_FALSE(shelf.post("bot", one_row.substr(0, 20), moment + std::chrono::seconds{1}));
    ASSERT_TRUE(shelf.post("gone", one_row, moment));
    EXPECT_TRUE(shelf.remove("gone").value());
  }
  Shelf shelf{{}, kept};
  EXPECT_THAT(shelf.books(), IsEmpty());
  EXPECT_THAT(shelf.restore(), IsEmpty());
  ASSERT_THAT(shelf.books(), SizeIs(1));
  EXPECT_EQ(shelf.books()[0].book->read_at, moment);
  EXPECT_THAT(shelf.books()[0].book->rows, SizeIs(1));
  EXPECT_EQ(shelf.books()[0].error, "");
}

TEST_F(Kept, ABookWhoseNameIsAFilesNowIsPassedOver) {
  ASSERT_TRUE(kept.keep("bot", moment, one_row));
  ASSERT_TRUE(kept.keep("half", moment, one_row.substr(0, 20)));
  Shelf shelf{{{.name = "bot"}}, kept};
  EXPECT_THAT(shelf.restore(), ElementsAre(HasSubstr("bot is read from a file"),
                                           HasSubstr("half, which was handed in, is passed over")));
  ASSERT_THAT(shelf.books(), SizeIs(1));
  EXPECT_EQ(shelf.books()[0].book, nullptr);
}

TEST_F(Kept, WhatCannotBeKeptIsNotTaken) {
  std::ofstream{folder.file("ledger.sqlite.books")} << "no folder";
  Shelf shelf{{}, kept};
  const auto posted = shelf.post("bot", one_row, moment);
  ASSERT_FALSE(posted);
  EXPECT_EQ(posted.error().fault, Fault::storage);
  EXPECT_THAT(shelf.books(), IsEmpty());
}

TEST_F(Kept, AConfiguredOneIsReadInItsOwnMannerAlsoAfterARestart) {
  const std::vector<Shelf::Configured> configured{
      {.name = "sheet",
       .columns = {{"market_id", "Market"}, {"kalshi_yes.contracts", "YES"}},
       .strategy = "arb",
       .mode = BookMode::paper,
       .from = Shelf::From::owner}};
  const auto is_sheet = [](const Shelf& shelf) {
    const auto books = shelf.books();
    ASSERT_THAT(books, SizeIs(1));
    ASSERT_NE(books[0].book, nullptr);
    EXPECT_FALSE(books[0].awaited);
    ASSERT_THAT(books[0].book->rows, SizeIs(1));
    EXPECT_EQ(books[0].book->rows[0].market_id, "mine");
    EXPECT_EQ(books[0].book->rows[0].strategy, "arb");
    EXPECT_EQ(books[0].book->rows[0].mode, BookMode::paper);
  };
  const auto is_awaited = [](const Shelf& shelf) {
    ASSERT_THAT(shelf.books(), SizeIs(1));
    EXPECT_TRUE(shelf.books()[0].awaited);
    EXPECT_EQ(shelf.books()[0].error, "not handed in yet");
    EXPECT_EQ(shelf.books()[0].book, nullptr);
  };
  Shelf shelf{configured, kept};
  is_awaited(shelf);
  EXPECT_FALSE(shelf.remove("sheet").value());
  ASSERT_TRUE(shelf.post("sheet", table, moment));
  is_sheet(shelf);
  Shelf again{configured, kept};
  EXPECT_THAT(again.restore(), IsEmpty());
  is_sheet(again);
  EXPECT_TRUE(again.remove("sheet").value());
  is_awaited(again);
  Shelf third{configured, kept};
  EXPECT_THAT(third.restore(), IsEmpty());
  is_awaited(third);
}

}  // namespace
}  // namespace holdfast::books
