#include <gtest/gtest.h>

#include "bodies.hpp"
#include "support/shared_file.hpp"
#include "support/values.hpp"
#include "venues/kalshi/parse.hpp"

namespace holdfast::kalshi {
namespace {

using test::qty;
using test::usd;

const Owner owner{AccountId{"kalshi/main"}, 2};

std::string without(std::string body, const std::string& part) {
  const auto at = body.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return body.erase(at, part.size());
}

std::string with(std::string body, const std::string& part, const std::string& other) {
  const auto at = body.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return body.replace(at, part.size(), other);
}

TEST(KalshiPositions, KeepSignShardSubaccountAndExactFigures) {
  const auto page = parse_positions(
      positions_page(position_row("KXA", "-2.37", 3) + "," + position_row("KXB", "0.00")), owner);
  ASSERT_TRUE(page) << page.error().what;
  ASSERT_EQ(page->holdings.size(), 2U);
  const Holding& row = page->holdings[0];
  EXPECT_EQ(row.key.text(), "kalshi/main#2.3:KXA");
  EXPECT_EQ(row.quantity, qty("-2.37"));
  EXPECT_EQ(row.figures.cost.value, usd("2.5"));
  EXPECT_EQ(row.figures.realized_pnl.value, usd("-0.03"));
  EXPECT_EQ(row.figures.fees.value, usd("0.0189"));
  // A row with nothing in it is the venue's explicit zero, not an absence.
  EXPECT_EQ(page->holdings[1].quantity, Quantity{});
  EXPECT_EQ(page->next_cursor, "");
}

TEST(KalshiPositions, AreIncompleteWithoutACursorKey) {
  const std::string whole = positions_page(position_row("KXA", "1.00"));
  for (const std::string& body :
       {without(whole, R"("cursor":"",)"), with(whole, R"("cursor":"")", R"("cursor":null)")}) {
    const auto page = parse_positions(body, owner);
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().fault, Fault::incomplete) << page.error().what;
  }
}

TEST(KalshiPositions, NameTheFieldThatIsGoneOrRenamed) {
  const std::string whole = positions_page(position_row("KXA", "1.00"));
  for (const std::string field :
       {"ticker", "exchange_index", "position_fp", "market_exposure_dollars",
        "realized_pnl_dollars", "fees_paid_dollars", "market_positions"}) {
    const auto renamed =
        parse_positions(with(whole, "\"" + field + "\":", "\"" + field + "_v2\":"), owner);
    ASSERT_FALSE(renamed) << field;
    EXPECT_EQ(renamed.error().fault, Fault::malformed);
    EXPECT_NE(renamed.error().what.find(field), std::string::npos) << renamed.error().what;
  }
}

// Removed in March 2026; whoever reads it sees no positions where there are eight.
TEST(KalshiPositions, DoNotRestOnTheOldIntegerField) {
  const auto page =
      parse_positions(positions_page(with(position_row("KXA", "1.00"), R"("position_fp":"1.00")",
                                          R"("position":1)")),
                      owner);
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().fault, Fault::malformed);
}

TEST(KalshiPositions, MakeOnlyTheirOwnKeyUnknownWhenAQuantityCannotBeRead) {
  for (const char* quantity : {"1e30", "NaN", "", "1,00", "0.0000000001", "--1", "1.00 "}) {
    const auto page = parse_positions(
        positions_page(position_row("KXA", quantity) + "," + position_row("KXB", "2.00")), owner);
    ASSERT_TRUE(page) << quantity << ": " << page.error().what;
    EXPECT_FALSE(page->holdings[0].quantity) << quantity;
    EXPECT_FALSE(page->holdings[0].flaw.empty());
    EXPECT_EQ(page->holdings[1].quantity, qty("2"));
  }
}

TEST(KalshiPositions, ReadNumbersExactly) {
  const std::pair<const char*, const char*> numbers[]{{"1e-2", "0.01"},
                                                      {"-0.00", "0"},
                                                      {"0.010000000000000000", "0.01"},
                                                      {"1E3", "1000"},
                                                      {"9223372036.85", "9223372036.85"},
                                                      {"1e-9", "0.000000001"}};
  for (const auto& [text, value] : numbers) {
    const auto page = parse_positions(positions_page(position_row("KXA", text)), owner);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->holdings[0].quantity, qty(value)) << text;
  }
}

TEST(KalshiPositions, RefuseWrongTypes) {
  const std::string whole = positions_page(position_row("KXA", "1.00"));
  const std::pair<const char*, const char*> swaps[]{
      {R"("position_fp":"1.00")", R"("position_fp":1.00)"},
      {R"("position_fp":"1.00")", R"("position_fp":null)"},
      {R"("position_fp":"1.00")", R"("position_fp":{})"},
      {R"("ticker":"KXA")", R"("ticker":7)"},
      {R"("ticker":"KXA")", R"("ticker":"")"},
      {R"("exchange_index":0)", R"("exchange_index":"0")"},
      {R"("exchange_index":0)", R"("exchange_index":-1)"},
      {R"("exchange_index":0)", R"("exchange_index":65536)"},
      {R"("exchange_index":0)", R"("exchange_index":0.5)"},
      {R"("cursor":"")", R"("cursor":1)"},
      {R"("event_positions":[])", R"("event_positions":[nul])"},
  };
  for (const auto& [from, to] : swaps) {
    const auto page = parse_positions(with(whole, from, to), owner);
    ASSERT_FALSE(page) << to;
    EXPECT_EQ(page.error().fault, Fault::malformed) << to;
  }
  for (const char* body :
       {"", " ", "[]", "{}", "null", "\"\"", "<html></html>",
        R"({"cursor":"","market_positions":null})", R"({"cursor":"","market_positions":{}})",
        R"({"cursor":"","market_positions":[null]})", R"({"cursor":"","market_positions":[[]]})"}) {
    const auto page = parse_positions(body, owner);
    ASSERT_FALSE(page) << body;
    EXPECT_EQ(page.error().fault, Fault::malformed) << body;
  }
}

TEST(KalshiPositions, TolerateNewFieldsButNotASecondSightOfAKey) {
  const std::string row = position_row("KXA", "1.00");
  const std::string more =
      with(row, R"("ticker":)", R"("brand_new":{"x":[1,2,{"y":null}]},"ticker":)");
  EXPECT_TRUE(parse_positions(positions_page(more), owner));
  const std::string twice = with(row, R"("ticker":)", R"("position_fp":"5.00","ticker":)");
  EXPECT_FALSE(parse_positions(positions_page(twice), owner));
  EXPECT_FALSE(parse_positions(positions_page(row) + "x", owner));
  EXPECT_FALSE(parse_positions(positions_page(row) + positions_page(row), owner));
}

TEST(KalshiPositions, AcceptNoCutBody) {
  const std::string whole =
      positions_page(position_row("KXA", "1.00") + "," + position_row("KXB", "-2.00"));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse_positions(whole.substr(0, length), owner)) << length;
  }
}

TEST(KalshiPositions, KeepAFigureThatDoesNotFitAsItsText) {
  const auto page = parse_positions(
      positions_page(with(position_row("KXA", "1.00"), R"("market_exposure_dollars":"2.500000")",
                          R"("market_exposure_dollars":"1e40")")),
      owner);
  ASSERT_TRUE(page);
  EXPECT_FALSE(page->holdings[0].figures.cost.value);
  EXPECT_EQ(page->holdings[0].figures.cost.raw, "1e40");
  EXPECT_EQ(page->holdings[0].quantity, qty("1"));
}

TEST(KalshiPositions, ReadTheSamplesOfThisAutumn) {
  const std::string folder = "protocols/samples/kalshi/";
  const auto sample = test::shared_file(folder + "rest_positions_2026-09.json");
  if (!sample) GTEST_SKIP() << "no samples here: " << folder;
  const auto page = parse_positions(*sample, owner);
  ASSERT_TRUE(page) << page.error().what;
  EXPECT_EQ(page->holdings.at(0).quantity, qty("3"));
  EXPECT_EQ(page->holdings.at(0).key.shard, 3);
  const auto short_yes = parse_positions(
      *test::shared_file(folder + "rest_positions_negative_fractional.json"), owner);
  ASSERT_TRUE(short_yes);
  EXPECT_EQ(short_yes->holdings.at(0).quantity, qty("-2.37"));
  const auto flat =
      parse_positions(*test::shared_file(folder + "rest_positions_flat_row.json"), owner);
  ASSERT_TRUE(flat);
  EXPECT_EQ(flat->holdings.at(0).quantity, Quantity{});
}

// Recorded before shards: without exchange_index the key is not known, so nothing rests on it.
TEST(KalshiPositions, RefuseTheRecordingFromBeforeShards) {
  const auto sample =
      test::shared_file("protocols/samples/kalshi/recorded_demo_2026-06/portfolio__positions.json");
  if (!sample) GTEST_SKIP() << "no samples here";
  const auto page = parse_positions(*sample, owner);
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().fault, Fault::malformed);
  EXPECT_NE(page.error().what.find("exchange_index"), std::string::npos);
}

}  // namespace
}  // namespace holdfast::kalshi
