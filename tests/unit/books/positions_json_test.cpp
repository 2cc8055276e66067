#include "books/positions_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace holdfast::books {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view old_row = R"({
  "market_id": "KXFED-26DEC-T4::fed-cuts-dec", "description": "Fed cuts in December",
  "kalshi_yes": {"contracts": 10.0, "cost_basis": 4.2, "avg_price": 0.42},
  "kalshi_no": {"contracts": 0.0, "cost_basis": 0.0, "avg_price": 0.0},
  "poly_yes": {"contracts": 0.0, "cost_basis": 0.0, "avg_price": 0.0},
  "poly_no": {"contracts": 9.8, "cost_basis": 5.488, "avg_price": 0.56},
  "total_fees": 0.07, "opened_at": "2026-01-14T09:00:00Z", "status": "open",
  "realized_pnl": null})";

std::string file(std::string_view rows) { return R"({"positions": {)" + std::string{rows} + "}}"; }

ForeignBook book(std::string_view rows) { return parse_positions_json(file(rows)).value(); }

std::vector<std::string> fields(const ForeignBook& book) {
  std::vector<std::string> fields;
  for (const BookFinding& finding : book.findings)
    fields.push_back(finding.row + "/" + finding.field);
  return fields;
}

TEST(PositionsJson, AnOldFileWithoutIdsLoadsWithoutAFinding) {
  const auto read = book("\"m1\": " + std::string{old_row});
  EXPECT_THAT(read.rows, testing::SizeIs(1));
  const BookRow& row = read.rows[0];
  EXPECT_EQ(row.market_id, "m1");
  EXPECT_EQ(row.description, "Fed cuts in December");
  EXPECT_EQ(row.status, "open");
  EXPECT_EQ(row.legs[Leg::kalshi_yes]->contracts->text(), "10");
  EXPECT_EQ(row.legs[Leg::poly_no]->cost_basis->text(), "5.488");
  EXPECT_EQ(row.ids, ExternalIds{});
  EXPECT_FALSE(row.sold);
  // market_id differs from the key: a finding, and nothing else.
  EXPECT_THAT(fields(read), testing::ElementsAre("m1/market_id"));
}

TEST(PositionsJson, ReadsIdsAndTrades) {
  const auto read = book(R"("m": {"status":"open", "external_ids": {
    "kalshi_market_ticker":"KXFED", "poly_asset_yes":"111", "poly_asset_no":222,
    "poly_condition_id":"0xc", "poly_market_slug":"fed",
    "account_ids":{"poly_address":"0xab","kalshi_member_id":"k1"}},
    "trades":[{"filled_contracts":10},{"filled_contracts":-4.5},{"reconciliation_pending":"0xorder"}]})");
  const BookRow& row = read.rows.at(0);
  EXPECT_EQ(row.ids.kalshi_market_ticker, "KXFED");
  EXPECT_EQ(row.ids.poly_asset_no, "222");
  EXPECT_EQ(row.ids.poly_address, "0xab");
  EXPECT_TRUE(row.sold);
  EXPECT_TRUE(row.settling);
  EXPECT_THAT(read.findings, IsEmpty());
}

TEST(PositionsJson, KeepsFieldsItDoesNotKnowAndTradesAsWritten) {
  const auto read = book(
      R"("m": {"market_id":"m","status":"open","mood":{"a":[1e-06]},"trades":[{"sequence":1,"price":0.1}]})");
  EXPECT_EQ(
      read.rows.at(0).json,
      R"({"market_id":"m","status":"open","mood":{"a":[1e-06]},"trades":[{"sequence":1,"price":0.1}]})");
}

TEST(PositionsJson, ARowWithoutItsNameIsGivenTheOneItIsFiledUnder) {
  EXPECT_THAT(book(R"("m": {"status":"open"})").rows.at(0).json,
              testing::StartsWith(R"({"market_id":"m",)"));
}

TEST(PositionsJson, ImpossibleFiguresAreFindingsAndTheRowStays) {
  const auto read = book(R"("m": {"status":"open",
    "kalshi_yes": {"contracts": NaN, "cost_basis": 1e300, "avg_price": 285.62},
    "poly_yes": {"contracts": 1e-06, "cost_basis": "1.5", "avg_price": -226.29},
    "poly_no": {"contracts": -5, "cost_basis": 1e9999, "avg_price": 0.5}})");
  const BookRow& row = read.rows.at(0);
  EXPECT_EQ(row.legs[Leg::kalshi_yes]->contracts, std::nullopt);
  EXPECT_EQ(row.legs[Leg::kalshi_yes]->cost_basis->text(), "1" + std::string(300, '0'));
  EXPECT_EQ(row.legs[Leg::poly_yes]->contracts->text(), "0.000001");
  EXPECT_EQ(row.legs[Leg::poly_yes]->cost_basis->text(), "1.5");
  EXPECT_THAT(row.json, HasSubstr(R"("contracts":null,"cost_basis":1e300)"));
  EXPECT_THAT(fields(read),
              testing::UnorderedElementsAre("m/kalshi_yes.contracts", "m/kalshi_yes.avg_price",
                                            "m/poly_yes.avg_price", "m/poly_no.contracts",
                                            "m/poly_no.cost_basis"));
}

TEST(PositionsJson, ARowThatCannotBeReadIsNamedAndTheOthersLoad) {
  const auto read = book(R"("a": {"status":"open"}, "b": 7, "c": null, "d": {"status":"closed"})");
  EXPECT_THAT(read.rows, testing::SizeIs(2));
  EXPECT_THAT(fields(read), testing::ElementsAre("b/", "c/"));
}

TEST(PositionsJson, WrongTypesInsideARowAreFindings) {
  const auto read = book(R"("m": {"description": 5, "status": "open", "kalshi_yes": 10,
    "external_ids": [], "trades": "none", "total_fees": {}})");
  EXPECT_THAT(read.rows, testing::SizeIs(1));
  // A leg that is there and unreadable is unknown, not zero.
  ASSERT_TRUE(read.rows[0].legs[Leg::kalshi_yes]);
  EXPECT_EQ(read.rows[0].legs[Leg::kalshi_yes]->contracts, std::nullopt);
  EXPECT_THAT(fields(read),
              testing::UnorderedElementsAre("m/description", "m/kalshi_yes", "m/external_ids",
                                            "m/trades", "m/total_fees"));
}

// Nobody knows which is meant: both are shown, neither claims anything.
TEST(PositionsJson, OfAMarketFiledTwiceNeitherRowCounts) {
  const auto read = book(R"("m": {"status":"open","kalshi_yes":{"contracts":3}},
    "m": {"status":"closed","kalshi_yes":{"contracts":4}}, "n": {"kalshi_yes":{"contracts":5}})");
  ASSERT_THAT(read.rows, testing::SizeIs(3));
  EXPECT_EQ(read.rows[1].status, "closed");
  for (const std::size_t row : {0U, 1U}) {
    EXPECT_EQ(read.rows[row].legs[Leg::kalshi_yes]->contracts, std::nullopt);
    EXPECT_TRUE(read.findings.at(row).quarantined);
    EXPECT_THAT(read.findings[row].text, testing::HasSubstr("none of its rows counts"));
  }
  EXPECT_EQ(read.rows[2].legs[Leg::kalshi_yes]->contracts->text(), "5");
}

TEST(PositionsJson, HalfAFileIsRefusedAtEveryByte) {
  const std::string whole = file("\"m1\": " + std::string{old_row});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto read = parse_positions_json(whole.substr(0, length));
    ASSERT_FALSE(read) << length;
    EXPECT_EQ(read.error().fault, Fault::malformed);
  }
}

TEST(PositionsJson, AFileOfAnotherKindIsRefused) {
  for (const auto* text : {"[]", "{}", R"({"positions":[]})", "null", "7"}) {
    EXPECT_FALSE(parse_positions_json(text)) << text;
  }
  EXPECT_THAT(parse_positions_json(R"({"positions":{}})").value().rows, IsEmpty());
}

TEST(PositionsJson, SaysInWhichLineAFindingStands) {
  const auto read = book(
      "\n \"m\": {\"status\": \"open\",\n  \"kalshi_yes\":\n   {\"contracts\": \"many\"}},\n "
      "\"n\": 5");
  ASSERT_THAT(read.findings, testing::SizeIs(2));
  EXPECT_EQ(place_of(read.findings[0]), "row m, kalshi_yes.contracts (line 4)");
  EXPECT_EQ(place_of(read.findings[1]), "row n (line 5)");
  EXPECT_TRUE(read.findings[0].quarantined);
  EXPECT_TRUE(read.findings[1].quarantined);
  const auto cut = parse_positions_json("{\"positions\": {\n \"m\": {");
  ASSERT_FALSE(cut);
  EXPECT_THAT(cut.error().what, HasSubstr("in line 2"));
}

TEST(PositionsJson, ReadsWhoseARowIsAndWhetherItIsPlayed) {
  const auto read = book(R"("a": {"status":"open", "strategy_id":"arb", "mode":"paper"},
    "b": {"status":"open", "mode":"live"}, "c": {"status":"open"},
    "d": {"status":"open", "mode":"backtest"})");
  EXPECT_EQ(read.rows[0].strategy, "arb");
  EXPECT_TRUE(read.rows[0].is_paper());
  EXPECT_EQ(read.rows[1].mode, BookMode::live);
  EXPECT_FALSE(read.rows[2].mode);
  EXPECT_FALSE(read.rows[2].is_paper());
  // Nobody knows what it is: it counts for nothing.
  EXPECT_TRUE(read.rows[3].is_paper());
  ASSERT_THAT(read.findings, testing::SizeIs(1));
  EXPECT_TRUE(read.findings[0].quarantined);
}

}  // namespace
}  // namespace holdfast::books
