#include <gmock/gmock.h>

#include "api/route_table.hpp"
#include "support/api_house.hpp"

namespace holdfast::api {
namespace {

using namespace test;
using testing::HasSubstr;

const PositionKey fed = kalshi_key("KXFED");

class Import : public testing::Test {
 protected:
  Import() {
    house.replicas.replica.accounts = {
        account_of(VenueName::kalshi, listing_of(VenueName::kalshi, {row_of(fed, "10")}))};
    house.replicas.replica.positions = {position_of(fed, "10")};
    BookRow row;
    row.market_id = "m";
    row.status = "open";
    row.ids.kalshi_market_ticker = "KXFED";
    row.legs[Leg::kalshi_yes] = LegFigures{.contracts = WideDecimal::parse("10").value(),
                                           .cost_basis = WideDecimal::parse("4.2").value()};
    house.shelf.book_to_read.rows = {row};
  }
  Errand errand(const std::string& target, const std::string& body) {
    const auto request = ApiHouse::request("POST", target, {}, body);
    const Picture picture{house.replicas.current()};
    const ApiContext context = house.context();
    const auto match = find_route(request);
    return match.route->errand(
        {.request = request, .context = context, .picture = picture, .names = match.names});
  }
  ApiHouse house;
};

TEST_F(Import, AsksTheDeskToBookWhatTheBookKnows) {
  const auto wanted = errand("/api/v1/import", "good");
  ASSERT_TRUE(std::holds_alternative<KnowledgeErrand>(wanted));
  const auto& entries = std::get<KnowledgeErrand>(wanted).entries;
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].kind, EntryKind::seed);
  EXPECT_EQ(entries[0].seed->cost, usd("4.2"));
  EXPECT_TRUE(entries[0].change.is_zero());
}

TEST_F(Import, ARehearsalAsksNothingAndSaysEverything) {
  EXPECT_TRUE(std::holds_alternative<std::monostate>(errand("/api/v1/import?dry_run=1", "good")));
  const Answer answer = house.post("/api/v1/import?dry_run=1", "good");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("dry_run":true,"taken":0)"));
  EXPECT_THAT(answer.body, HasSubstr(R"("key":"kalshi/main#0.0:KXFED","taken":true,"cost":"4.2")"));
}

TEST_F(Import, ABookThatCannotBeReadChangesNothing) {
  EXPECT_TRUE(std::holds_alternative<std::monostate>(errand("/api/v1/import", "{")));
  EXPECT_EQ(house.post("/api/v1/import", "{").status, 400);
  house.shelf.book_to_read.findings = {{"n", "poly_yes", "is no decimal number", "NaN"}};
  EXPECT_TRUE(std::holds_alternative<std::monostate>(errand("/api/v1/import", "good")));
  const Answer answer = house.post("/api/v1/import", "good");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("row n, poly_yes"));
}

TEST_F(Import, OfABookThatNobodyKnowsTakesNothing) {
  EXPECT_TRUE(std::holds_alternative<std::monostate>(errand("/api/v1/import?book=none", "good")));
  const Answer answer = house.post("/api/v1/import?book=none", "good");
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.body, HasSubstr("no book is called none"));
  EXPECT_EQ(house.post("/api/v1/import?dry_run=1&book=sheet", "good").status, 200);
  EXPECT_EQ(house.shelf.read_as, "sheet");
}

TEST_F(Import, SaysWhatBecameOfIt) {
  const Asked taken{.outcome = Result<void>{}, .entries = 1};
  EXPECT_THAT(house.post("/api/v1/import", "good", taken).body, HasSubstr(R"("taken":1)"));
  const Asked lost{.outcome = fail(Fault::conflict, "it has changed"), .entries = 1};
  EXPECT_EQ(house.post("/api/v1/import", "good", lost).status, 409);
  EXPECT_EQ(house.post("/api/v1/import", "good", Asked{.entries = 1}).status, 503);
}

}  // namespace
}  // namespace holdfast::api
