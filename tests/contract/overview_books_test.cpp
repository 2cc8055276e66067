#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "books/shelf.hpp"
#include "support/api_house.hpp"

// The bytes of a bot's positions.json on one side, the answer of the overview on the other.
namespace holdfast {
namespace {

using test::ApiHouse;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view old_file = R"({
  "positions": {
    "fed-dec::KXFED-26DEC-T4": {
      "market_id": "fed-dec::KXFED-26DEC-T4",
      "description": "Fed cuts in December",
      "kalshi_yes": {"contracts": 10.0, "cost_basis": 4.2, "avg_price": 0.42},
      "kalshi_no": {"contracts": 0.0, "cost_basis": 0.0, "avg_price": 0.0},
      "poly_yes": {"contracts": 0.0, "cost_basis": 0.0, "avg_price": 0.0},
      "poly_no": {"contracts": 9.8, "cost_basis": 5.488, "avg_price": 0.56},
      "total_fees": 0.07, "opened_at": "2026-01-14T09:00:00Z", "status": "open",
      "realized_pnl": null
    },
    "rain": {
      "market_id": "rain", "description": "Rain in NYC",
      "kalshi_yes": {"contracts": 1e-06, "cost_basis": NaN, "avg_price": 285.62},
      "kalshi_no": {"contracts": 0.0, "cost_basis": 0.0, "avg_price": 0.0},
      "poly_yes": {"contracts": 0.0, "cost_basis": 0.0, "avg_price": 0.0},
      "poly_no": {"contracts": 0.0, "cost_basis": 0.0, "avg_price": 0.0},
      "total_fees": 0.0, "opened_at": "2026-01-15T09:00:00Z", "status": "resolved",
      "realized_pnl": 1.25
    }
  }
})";

struct OverviewBooks : testing::Test {
  OverviewBooks() {
    Holding fed = test::row_of(test::kalshi_key("KXFED-26DEC-T4"), "8");
    fed.figures.cost.value = test::usd("3.36");
    Holding no = test::row_of(test::poly_key("222"), "9.8");
    no.about.outcome = "No";
    no.about.condition_id = "0xc0";
    no.figures.cost.value = test::usd("5.488");
    house.replicas.replica.accounts = {
        test::account_of(VenueName::kalshi, test::listing_of(VenueName::kalshi, {fed})),
        test::account_of(VenueName::polymarket, test::listing_of(VenueName::polymarket, {no}))};
  }
  std::string overview(std::string_view file) {
    const auto read = shelf.file_read("positions", file, test::at_s(900));
    EXPECT_TRUE(read) << read.error().what;
    house.shelf.shelved = shelf.books();
    const api::Answer answer = house.get("/api/positions/overview");
    EXPECT_EQ(answer.status, 200);
    return answer.body;
  }
  // The same file with ids in its first row.
  static std::string with_ids(std::string_view ids) {
    std::string file{old_file};
    const std::string_view before = "\"total_fees\": 0.07";
    file.insert(file.find(before), "\"external_ids\": " + std::string{ids} + ", ");
    return file;
  }

  books::Shelf shelf{{{"positions", {}}}};
  ApiHouse house;
};

TEST_F(OverviewBooks, AnOldFileRendersEveryRowAndValueAndProposesWhatFits) {
  const std::string body = overview(old_file);
  for (const auto* value :
       {R"("kalshi_yes":{"contracts":10.0,"cost_basis":4.2,"avg_price":0.42})",
        R"("poly_no":{"contracts":9.8,"cost_basis":5.488,"avg_price":0.56})",
        R"("opened_at":"2026-01-14T09:00:00Z","status":"open","realized_pnl":null)",
        R"("kalshi_yes":{"contracts":1e-06,"cost_basis":null,"avg_price":285.62})",
        R"("status":"resolved","realized_pnl":1.25)"}) {
    EXPECT_THAT(body, HasSubstr(value));
  }
  // Two rows without ids, two holdings without a row.
  EXPECT_THAT(body, HasSubstr(R"("summary":{"match":0,"mismatch":0,"unknown_mapping":4,)"));
  EXPECT_THAT(body, HasSubstr(R"("proposals":[{"leg":"kalshi_yes",)"
                              R"("key":"kalshi/main#0.0:KXFED-26DEC-T4")"));
  EXPECT_THAT(body, HasSubstr(R"("row":"rain","field":"kalshi_yes.cost_basis")"));
  EXPECT_THAT(body, HasSubstr(R"("row":"rain","field":"kalshi_yes.avg_price")"));
}

// What is proposed, written into the copy, makes the row compare.
TEST_F(OverviewBooks, TheProposedCopyIsTheBookWithItsIdsFilledIn) {
  const std::string before = overview(old_file);
  house.shelf.real = &shelf;
  const api::Answer answer = house.get("/api/v1/books/positions/map");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr(R"("field":"kalshi_market_ticker","value":"KXFED-26DEC-T4")"));
  const auto parsed = boost::json::parse(answer.body);
  const std::string copy{parsed.at("copy").as_string()};
  const auto book = shelf.read(copy, "");
  ASSERT_TRUE(book) << book.error().what;
  auto old = shelf.read(old_file, "");
  ASSERT_EQ(book->rows.size(), old->rows.size());
  for (std::size_t i = 0; i < old->rows.size(); ++i) {
    EXPECT_EQ(book->rows[i].legs, old->rows[i].legs);
    EXPECT_EQ(book->rows[i].market_id, old->rows[i].market_id);
  }
  EXPECT_EQ(book->rows[0].ids.kalshi_market_ticker, "KXFED-26DEC-T4");
  EXPECT_THAT(overview(copy), HasSubstr("kalshi_yes: held 8, booked 10"));
  EXPECT_THAT(before, Not(HasSubstr("kalshi_yes: held 8, booked 10")));
}

TEST_F(OverviewBooks, WithIdsTheLegsAreComparedEachByItself) {
  const std::string body =
      overview(with_ids(R"({"kalshi_market_ticker": "KXFED-26DEC-T4", "poly_asset_no": "222"})"));
  EXPECT_THAT(body, HasSubstr(R"("summary":{"match":0,"mismatch":1,"unknown_mapping":1,)"));
  EXPECT_THAT(body, HasSubstr(R"("diff_contracts":{"kalshi_yes":-2,"kalshi_no":0,)"
                              R"("poly_yes":null,"poly_no":0})"));
  EXPECT_THAT(body, HasSubstr(R"("diff_cost_basis":{"kalshi_yes":-0.84,"kalshi_no":null,)"
                              R"("poly_yes":null,"poly_no":0})"));
  EXPECT_THAT(body, HasSubstr("kalshi_yes: held 8, booked 10"));
  EXPECT_THAT(body, Not(HasSubstr("external:polymarket")));
}

TEST_F(OverviewBooks, WithIdsAndTheRightContractsTheRowMatches) {
  Holding fed = test::row_of(test::kalshi_key("KXFED-26DEC-T4"), "10");
  house.replicas.replica.accounts[0].snapshot = test::listing_of(VenueName::kalshi, {fed});
  const std::string body = overview(
      with_ids(R"({"kalshi_market_ticker": "KXFED-26DEC-T4", "poly_condition_id": "0xc0"})"));
  EXPECT_THAT(body, HasSubstr(R"("summary":{"match":1,"mismatch":0,"unknown_mapping":1,)"));
  EXPECT_THAT(body, HasSubstr(R"("status":"match","reason":"")"));
}

TEST_F(OverviewBooks, AFileCaughtHalfWrittenChangesNothingButTheErrors) {
  const std::string before = overview(old_file);
  EXPECT_FALSE(shelf.file_read("positions", old_file.substr(0, 300), test::at_s(901)));
  house.shelf.shelved = shelf.books();
  std::string after = house.get("/api/positions/overview").body;
  const auto errors = after.find(",\"errors\":{\"book:positions\":");
  ASSERT_NE(errors, std::string::npos);
  EXPECT_EQ(after.substr(0, errors) + "}", before);
}

}  // namespace
}  // namespace holdfast
