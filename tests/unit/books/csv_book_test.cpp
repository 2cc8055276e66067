#include "books/csv_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "books/csv.hpp"
#include "books/positions_json.hpp"
#include "books/shelf.hpp"

namespace holdfast::books {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Csv, ReadsCellsAsOthersWriteThem) {
  EXPECT_THAT(
      *read_csv("a,b\r\n\"1,5\",\"say \"\"no\"\"\"\n\n,\n"),
      ElementsAre(CsvRow{{"a", "b"}, 1}, CsvRow{{"1,5", "say \"no\""}, 2}, CsvRow{{"", ""}, 4}));
  EXPECT_THAT(*read_csv("\xef\xbb\xbf"
                        "a\n\"two\nlines\"\nb\n"),
              ElementsAre(CsvRow{{"a"}, 1}, CsvRow{{"two\nlines"}, 2}, CsvRow{{"b"}, 4}));
  EXPECT_TRUE(read_csv("")->empty());
}

TEST(Csv, IsNotWholeWhereverItIsCut) {
  const std::string whole = "market_id,kalshi_yes.contracts\nm,\"1\n2\"\nn,3\n";
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const auto cut = read_csv(std::string_view{whole}.substr(0, size));
    // At the end of a line nobody can tell; inside quotes a line has no end.
    const bool at_line = size == 31 || size == 39;
    EXPECT_EQ(cut.has_value(), at_line) << size << ": " << whole.substr(0, size);
    if (!cut) {
      EXPECT_EQ(cut.error().fault, Fault::malformed);
    }
  }
}

constexpr std::string_view table =
    "Market,YES qty,Paid,Ticker,Notes\n"
    "fed,12.5,6.10,KXFED-26DEC-T4,hold\n"
    "gdp,,,,\n";
const ColumnMap columns{{"market_id", "Market"},
                        {"kalshi_yes.contracts", "YES qty"},
                        {"kalshi_yes.cost_basis", "Paid"},
                        {"external_ids.kalshi_market_ticker", "Ticker"}};

TEST(CsvBook, MeansWhatTheSameRowsOfAPositionsJsonMean) {
  const auto book = parse_csv_book(table, columns);
  ASSERT_TRUE(book) << book.error().what;
  const auto same = parse_positions_json(
      R"({"positions":{"fed":{"kalshi_yes":{"contracts":"12.5","cost_basis":"6.10"},
          "external_ids":{"kalshi_market_ticker":"KXFED-26DEC-T4"}},"gdp":{}}})");
  ASSERT_TRUE(same);
  ASSERT_THAT(book->rows, SizeIs(2));
  EXPECT_EQ(book->rows, same->rows);
  EXPECT_EQ(book->rows[0].legs[Leg::kalshi_yes]->contracts->text(), "12.5");
  EXPECT_FALSE(book->rows[1].legs[Leg::kalshi_yes]);
}

TEST(CsvBook, TakesColumnsByTheFieldsOwnNamesToo) {
  const auto book = parse_csv_book("poly_no.contracts,market_id\n3,m\n", {});
  ASSERT_TRUE(book) << book.error().what;
  EXPECT_EQ(book->rows.at(0).market_id, "m");
  EXPECT_EQ(book->rows.at(0).legs[Leg::poly_no]->contracts->text(), "3");
}

TEST(CsvBook, KeepsTheOtherRowsWhereOneIsWrong) {
  const auto book =
      parse_csv_book("market_id,kalshi_yes.contracts\na,1\nb,2,3\n,4\nc,many\na,5\n", {});
  ASSERT_TRUE(book) << book.error().what;
  ASSERT_THAT(book->rows, SizeIs(3));
  EXPECT_EQ(book->rows[1].market_id, "c");
  EXPECT_FALSE(book->rows[0].legs[Leg::kalshi_yes]->contracts);
  EXPECT_FALSE(book->rows[2].legs[Leg::kalshi_yes]->contracts);
  std::string findings;
  for (const auto& one : book->findings) {
    findings += std::to_string(one.line) + one.row + (one.quarantined ? "!" : "") + one.text + "; ";
  }
  for (const char* part :
       {"3!has 3 cells, the header 2", "4!names no market", "5c!is no decimal number",
        "2a!the market stands there more than once", "6a!the market stands there more than once"}) {
    EXPECT_THAT(findings, HasSubstr(part));
  }
}

TEST(CsvBook, FindsNothingOddInATableWithoutAColumnForTheStatus) {
  const auto without = parse_csv_book("market_id\na\n", {});
  EXPECT_EQ(without->rows.at(0).status, "open");
  EXPECT_THAT(without->findings, IsEmpty());
  const auto empty_cell = parse_csv_book("market_id,State\na,\nb,closed\n", {{"status", "State"}});
  EXPECT_EQ(empty_cell->rows.at(0).status, "open");
  ASSERT_THAT(empty_cell->findings, SizeIs(1));
  EXPECT_EQ(empty_cell->findings[0].row, "a");
}

TEST(CsvBook, NeedsAColumnOfMarkets) {
  EXPECT_EQ(parse_csv_book(table, {}).error().fault, Fault::malformed);
  EXPECT_EQ(parse_csv_book("", {}).error().fault, Fault::malformed);
}

TEST(CsvBook, RefusesAFieldThatNoRowHas) {
  EXPECT_EQ(*read_column_map({"market_id=Market", "poly_yes.avg_price=a=b"}),
            (ColumnMap{{"market_id", "Market"}, {"poly_yes.avg_price", "a=b"}}));
  for (const char* wrong : {"kalshi_maybe.contracts=x", "market_id", ""}) {
    EXPECT_EQ(read_column_map({wrong}).error().fault, Fault::refused) << wrong;
  }
}

TEST(CsvBook, OnTheShelfIsReadByItsOwnColumnsAndKeptWhereItIsCut) {
  Shelf shelf{{{"sheet", columns}}};
  ASSERT_TRUE(shelf.file_read("sheet", table, {}));
  ASSERT_FALSE(shelf.file_read("sheet", table.substr(0, 40), {}));
  const auto sheet = shelf.books().at(0);
  EXPECT_THAT(sheet.book->rows, SizeIs(2));
  EXPECT_THAT(sheet.error, HasSubstr("has no end"));
}

}  // namespace
}  // namespace holdfast::books
