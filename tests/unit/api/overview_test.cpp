#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "api/problem.hpp"
#include "support/api_house.hpp"

namespace holdfast::api {
namespace {

using test::ApiHouse;
using testing::HasSubstr;
using testing::Not;

// One venue each way: a Kalshi short as NO contracts, a Polymarket token, and one row per status.
struct Overview : testing::Test {
  Overview() {
    Holding fed = test::row_of(test::kalshi_key("KXFED-26DEC-T4"), "-20");
    fed.about.title = "Fed cuts <b>4</b> times";
    fed.figures.cost.value = test::usd("11.2");
    Holding token = test::row_of(test::poly_key("71321045679252212594626385532706912750"), "9.8");
    token.about.condition_id = "0xc0";
    token.about.outcome = "Yes";
    token.about.slug = "fed-cuts-dec";
    token.about.price = test::px("0.6");
    token.figures.cost.value = test::usd("5.488");
    house.replicas.replica.at = test::at_s(995);
    house.replicas.replica.revision = 7;
    house.replicas.replica.accounts = {
        test::account_of(VenueName::kalshi, test::listing_of(VenueName::kalshi, {fed})),
        test::account_of(VenueName::polymarket,
                         test::listing_of(VenueName::polymarket, {token}, 980))};
    auto book = std::make_shared<ForeignBook>();
    book->name = "positions.json";
    book->read_at = test::at_s(900);
    book->rows = {{.market_id = "m1",
                   .description = "Fed",
                   .ids = {.kalshi_market_ticker = "KXFED-26DEC-T4"},
                   .status = "open",
                   .json = R"({"market_id":"m1","mood":1e-06})"}};
    book->rows[0].legs[Leg::kalshi_no] =
        LegFigures{.contracts = WideDecimal::parse("20").value(),
                   .cost_basis = WideDecimal::parse("11.2").value(),
                   .avg_price = WideDecimal::parse("0.56").value()};
    house.shelf.shelved = {{.name = "positions.json", .book = book}};
    house.ledger.accounts = {{.id = AccountId{"polymarket/main"},
                              .venue = VenueName::polymarket,
                              .owner = "0x12ab34cd56ef12ab34cd56ef12ab34cd56ef89EF"}};
  }
  ApiHouse house;
};

TEST_F(Overview, IsThisAndNothingElse) {
  const std::string expected =
      R"({"internal":{"source":"book:positions.json","read_at":"2026-09-21T14:28:20.000Z",)"
      R"("positions":{"m1":{"market_id":"m1","mood":1e-06}},"findings":[]},)"
      R"("external":{"snapshot_time":"2026-09-21T14:29:40.000Z",)"
      R"("kalshi":[{"market_ticker":"KXFED-26DEC-T4","side":"no","contracts":20,"avg_price":0.56,)"
      R"("cost_basis":11.2,"realized_pnl":null,"fees_paid":null,"subaccount":0,"exchange_index":0,)"
      R"("title":"Fed cuts <b>4</b> times","account":"kalshi/main",)"
      R"("as_of":"2026-09-21T14:29:50.000Z","verdict":"agrees"}],)"
      R"("polymarket":[{"proxy_wallet":"0x12ab…89EF","asset":"71321045679252212594626385532706912750",)"
      R"("condition_id":"0xc0","size":9.8,"avg_price":0.56,"initial_value":5.488,)"
      R"("current_value":5.88,"cash_pnl":null,"percent_pnl":null,"cur_price":0.6,)"
      R"("slug":"fed-cuts-dec","event_slug":"","outcome":"Yes","opposite_asset":"",)"
      R"("opposite_outcome":"","end_date":"","negative_risk":false,"redeemable":false,"title":"",)"
      R"("account":"polymarket/main","as_of":"2026-09-21T14:29:40.000Z","verdict":"agrees"}],)"
      R"("pacifica":[],"kalshi_solana":[]},)"
      R"("reconciliation":{"snapshot_time":"2026-09-21T14:29:40.000Z",)"
      R"("summary":{"match":1,"mismatch":0,"unknown_mapping":1,"api_error":0},"by_market_id":{)"
      R"("external:polymarket:71321045679252212594626385532706912750":{)"
      R"("market_id":"external:polymarket:71321045679252212594626385532706912750",)"
      R"("description":"","kalshi_ticker":null,)"
      R"("internal":{"kalshi_yes":null,"kalshi_no":null,"poly_yes":null,"poly_no":null},)"
      R"("external":{"kalshi_yes":null,"kalshi_no":null,)"
      R"("poly_yes":{"contracts":9.8,"cost_basis":5.488,"avg_price":0.56},"poly_no":null},)"
      R"("diff_contracts":{"kalshi_yes":null,"kalshi_no":null,"poly_yes":null,"poly_no":null},)"
      R"("status":"unknown_mapping","reason":"no row of the book claims this holding",)"
      R"("sub_reasons":["unclaimed"],"as_of":"2026-09-21T14:29:40.000Z",)"
      R"("holding":{"key":"polymarket/main#0.0:71321045679252212594626385532706912750",)"
      R"("account":"polymarket/main","venue":"polymarket",)"
      R"("instrument":"71321045679252212594626385532706912750","quantity":9.8}},)"
      R"("m1":{"market_id":"m1","description":"Fed","kalshi_ticker":"KXFED-26DEC-T4",)"
      R"("internal":{"kalshi_yes":null,)"
      R"("kalshi_no":{"contracts":20,"cost_basis":11.2,"avg_price":0.56},)"
      R"("poly_yes":null,"poly_no":null},)"
      R"("external":{"kalshi_yes":{"contracts":0,"cost_basis":0,"avg_price":null},)"
      R"("kalshi_no":{"contracts":20,"cost_basis":11.2,"avg_price":0.56},)"
      R"("poly_yes":null,"poly_no":null},)"
      R"("diff_contracts":{"kalshi_yes":0,"kalshi_no":0,"poly_yes":null,"poly_no":null},)"
      R"("diff_cost_basis":{"kalshi_yes":null,"kalshi_no":0,"poly_yes":null,"poly_no":null},)"
      R"("status":"match","reason":"","sub_reasons":[],"as_of":"2026-09-21T14:29:50.000Z"}}},)"
      R"("as_of":"2026-09-21T14:29:40.000Z","complete":true,"revision":7})";
  EXPECT_EQ(house.get("/api/positions/overview").body, expected);
}

TEST_F(Overview, ShowsThePublicWalletWholeAndRowsAlsoWithoutTheLedger) {
  house.settings.public_poly_address = "0x12AB34cd56ef12ab34cd56ef12ab34cd56ef89ef";
  EXPECT_THAT(house.get("/api/positions/external").body,
              HasSubstr(R"("proxy_wallet":"0x12ab34cd56ef12ab34cd56ef12ab34cd56ef89EF")"));
  house.ledger_away = true;
  EXPECT_THAT(house.get("/api/positions/external").body,
              HasSubstr(R"("proxy_wallet":null,"asset":"713)"));
}

TEST_F(Overview, IsTheSameHoweverTheBookIsOrdered) {
  auto book = std::make_shared<ForeignBook>(*house.shelf.shelved[0].book);
  for (int i = 0; i < 20; ++i) {
    BookRow row = book->rows[0];
    row.market_id = "row" + std::to_string(i % 15);
    row.legs[Leg::poly_yes] = row.legs[Leg::kalshi_no];
    book->rows.push_back(row);
  }
  // The book's own rows are shown in its order; the comparison must not show it.
  const auto reconciliation = [&] {
    const std::string body = house.get("/api/positions/overview").body;
    return body.substr(body.find("\"reconciliation\""));
  };
  house.shelf.shelved[0].book = book;
  const std::string first = reconciliation();
  std::mt19937 random{3};
  for (int round = 0; round < 100; ++round) {
    auto shuffled = std::make_shared<ForeignBook>(*book);
    std::ranges::shuffle(shuffled->rows, random);
    house.shelf.shelved[0].book = shuffled;
    ASSERT_EQ(reconciliation(), first) << round;
  }
}

TEST_F(Overview, BeforeTheFirstSnapshotItIsAProblemAndNoEmptyList) {
  for (AccountStatus& account : house.replicas.replica.accounts) account.snapshot = nullptr;
  house.replicas.replica.accounts[0].error = Error{Fault::unauthorised, "401 from the venue"};
  for (const auto* path : {"/api/positions/overview", "/api/positions/external", "/positions",
                           "/api/v1/positions", "/api/trading/positions"}) {
    const Answer answer = house.get(path);
    EXPECT_EQ(answer.status, 503) << path;
    EXPECT_EQ(answer.content_type, "application/problem+json");
    EXPECT_THAT(answer.body, Not(HasSubstr("[]")));
  }
  EXPECT_THAT(house.get("/api/positions/overview").body, HasSubstr("401 from the venue"));
}

TEST_F(Overview, AVenueThatFailsKeepsItsRowsAndIsNamed) {
  house.replicas.replica.accounts[0].error = Error{Fault::unreachable, "no answer"};
  const std::string body = house.get("/api/positions/overview").body;
  EXPECT_THAT(body, HasSubstr(R"("market_ticker":"KXFED-26DEC-T4")"));
  EXPECT_THAT(body, HasSubstr(R"("errors":{"kalshi":"kalshi/main: no answer; the last whole )"
                              R"(answer is of 2026-09-21T14:29:50.000Z"})"));
  EXPECT_THAT(body, HasSubstr(R"("api_error":1)"));
  EXPECT_THAT(body, HasSubstr(R"("status":"api_error")"));
}

TEST_F(Overview, AVenueThatNeverAnsweredEmptiesNoOther) {
  house.replicas.replica.accounts[1].snapshot = nullptr;
  house.replicas.replica.positions = {test::position_of(test::kalshi_key("KXFED-26DEC-T4"), "-20")};
  const Answer answer = house.get("/api/positions/external");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("market_ticker":"KXFED-26DEC-T4")"));
  EXPECT_THAT(answer.body, HasSubstr("\"complete\":false"));
  EXPECT_THAT(answer.body, HasSubstr("polymarket/main: no whole answer yet; nothing is known"));
  // Whoever reads its list must not find it flat; nobody watches Pacifica here.
  EXPECT_THAT(answer.body, HasSubstr(R"("polymarket":null,"pacifica":[],"kalshi_solana":[])"));
  EXPECT_THAT(house.get("/api/positions/overview").body, HasSubstr(R"("polymarket":null,)"));
  // What only that venue could answer is no empty list either.
  EXPECT_EQ(house.get("/positions").status, 503);
  EXPECT_EQ(house.get("/api/trading/positions?platform=polymarket").status, 503);
  // Among others it has no list of its own that could be null.
  const Answer all = house.get("/api/trading/positions");
  EXPECT_EQ(all.status, 200);
  EXPECT_THAT(all.body, testing::StartsWith(R"({"success":false,"positions":[{"id":"kalshi/main)"));
  EXPECT_THAT(all.body, HasSubstr("polymarket/main: no whole answer yet; nothing is known"));
  EXPECT_THAT(house.get("/api/trading/positions?platform=kalshi").body,
              testing::StartsWith(R"({"success":true,)"));
}

TEST_F(Overview, EachVenueThatNeverAnsweredIsNull) {
  auto& accounts = house.replicas.replica.accounts;
  for (const VenueName venue : {VenueName::pacifica, VenueName::kalshi_solana}) {
    accounts.push_back(test::account_of(venue, nullptr));
  }
  EXPECT_THAT(house.get("/api/positions/external").body,
              HasSubstr(R"("pacifica":null,"kalshi_solana":null,"errors":)"));
  EXPECT_THAT(house.get("/api/trading/positions?platform=kalshi").body,
              testing::StartsWith(R"({"success":false,)"));
  // One that answered that nothing is held is empty, and so is known.
  accounts.back().snapshot = test::listing_of(VenueName::kalshi_solana, {});
  EXPECT_THAT(house.get("/api/positions/external").body,
              HasSubstr(R"("pacifica":null,"kalshi_solana":[],"errors":)"));
}

TEST_F(Overview, OneAccountThatAnsweredShowsItsRowsAndTheOtherIsNamed) {
  AccountStatus second = test::account_of(VenueName::kalshi, nullptr);
  second.id = AccountId{"kalshi/second"};
  second.error = Error{Fault::unauthorised, "401 from the venue"};
  house.replicas.replica.accounts.push_back(second);
  const std::string body = house.get("/api/positions/external").body;
  EXPECT_THAT(body, HasSubstr(R"("kalshi":[{"market_ticker":"KXFED-26DEC-T4")"));
  EXPECT_THAT(body, HasSubstr(R"("complete":false)"));
  EXPECT_THAT(body, HasSubstr("kalshi/second: 401 from the venue; nothing is known"));
  EXPECT_THAT(house.get("/api/trading/positions?platform=kalshi").body,
              testing::StartsWith(R"({"success":true,)"));
}

TEST_F(Overview, ATornBookIsNamedAndItsLastGoodRowsStay) {
  house.shelf.shelved[0].error = "the text ends in the middle, after 40 bytes";
  const std::string body = house.get("/api/positions/overview").body;
  EXPECT_THAT(body, HasSubstr(R"("errors":{"book:positions.json":"the text ends in the middle)"));
  EXPECT_THAT(body, HasSubstr(R"("match":1)"));
}

TEST_F(Overview, WithoutABookTheLedgerIsComparedWithTheVenues) {
  house.shelf.shelved.clear();
  house.replicas.replica.positions = {
      test::position_of(test::kalshi_key("KXFED-26DEC-T4"), "-20", "11.2"),
      test::position_of(test::poly_key("71321045679252212594626385532706912750"), "9", "5")};
  const std::string body = house.get("/api/positions/overview").body;
  EXPECT_THAT(body, HasSubstr(R"("internal":{"source":"ledger")"));
  EXPECT_THAT(body, HasSubstr(R"("summary":{"match":1,"mismatch":1,"unknown_mapping":0)"));
  EXPECT_THAT(body, HasSubstr(R"("poly_yes":0.8)"));
  EXPECT_EQ(house.get("/api/positions/overview?book=ledger").body, body);
}

TEST_F(Overview, ABookThatIsNoneIs404AndAFlagThatIsNone400) {
  EXPECT_EQ(house.get("/api/positions/overview?book=other").status, 404);
  EXPECT_EQ(house.get("/api/positions/overview?refresh_external=yes").status, 400);
  EXPECT_EQ(house.get("/api/positions/external?refresh=2").status, 400);
  EXPECT_EQ(house.get("/api/trading/positions?platform=ftx").status, 400);
}

TEST_F(Overview, APassThatWasAskedForAndDidNotEndIsSaid) {
  const auto request = ApiHouse::request("GET", "/api/positions/external?refresh=1");
  const Answer late = answer(request, house.context(),
                             Asked{.accounts = {AccountId{"kalshi/main"}}, .outcome = {}});
  EXPECT_EQ(late.status, 200);
  EXPECT_THAT(late.body, HasSubstr("kalshi/main: a fresh pass did not end in time"));
  EXPECT_THAT(late.body, Not(HasSubstr("polymarket/main:")));
}

TEST_F(Overview, FlatRowsAreNotHeldAndUnreadableOnesAreShownAsUnknown) {
  Holding flat = test::row_of(test::kalshi_key("KXFLAT"), "0");
  Holding torn = test::row_of(test::kalshi_key("KXTORN"), "1");
  torn.quantity.reset();
  torn.flaw = "position_fp is no number";
  house.replicas.replica.accounts[0].snapshot = test::listing_of(VenueName::kalshi, {flat, torn});
  const std::string body = house.get("/api/positions/external").body;
  EXPECT_THAT(body, Not(HasSubstr("KXFLAT")));
  EXPECT_THAT(body, HasSubstr(R"("market_ticker":"KXTORN","side":"unknown","contracts":null)"));
  EXPECT_THAT(body, HasSubstr("position_fp is no number"));
}

// One row that cannot be read is the trouble of that row: named everywhere, never read as flat, and
// nobody else's figure hangs on it.
TEST_F(Overview, ARowThatCannotBeReadLeavesTheOthersAsTheyAre) {
  const PositionKey fed = test::kalshi_key("KXFED-26DEC-T4");
  Holding torn = test::row_of(test::kalshi_key("KXTORN"), "1");
  torn.quantity.reset();
  torn.flaw = "position_fp is no number";
  AccountStatus& kalshi = house.replicas.replica.accounts[0];
  kalshi.snapshot = test::listing_of(VenueName::kalshi, {test::row_of(fed, "-20"), torn});
  kalshi.verdict = house.replicas.replica.verdict = Verdict::unknown;
  Case unread{.id = CaseId{"c"}, .account = kalshi.id, .key = torn.key};
  unread.reason = CaseReason::unknown_row;
  house.replicas.replica.cases = {unread};
  house.replicas.replica.positions = {test::position_of(fed, "-20"),
                                      test::position_of(torn.key, "6")};
  auto book = std::make_shared<ForeignBook>(*house.shelf.shelved[0].book);
  book->rows.push_back(book->rows[0]);
  book->rows[1].market_id = "m2";
  book->rows[1].ids.kalshi_market_ticker = "KXTORN";
  house.shelf.shelved[0].book = book;

  const std::string missing =
      R"x("complete":false,"revision":7,"errors":{"kalshi":"kalshi/main: 1 row cannot be read, )x"
      R"x(the others go on: KXTORN (position_fp is no number)"}})x";
  const std::string body = house.get("/api/positions/overview").body;
  EXPECT_THAT(body, testing::EndsWith(missing));
  EXPECT_THAT(body, HasSubstr(R"("title":"","account":"kalshi/main",)"
                              R"("as_of":"2026-09-21T14:29:50.000Z","verdict":"agrees"})"));
  EXPECT_THAT(body, HasSubstr(R"("match":1,"mismatch":0,"unknown_mapping":1,"api_error":1)"));
  EXPECT_THAT(body, HasSubstr(R"("status":"api_error","reason":"kalshi/main cannot say how much )"
                              R"(of KXTORN is held)"));
  EXPECT_THAT(body, HasSubstr(R"("diff_contracts":{"kalshi_yes":null,"kalshi_no":null,)"));
  const std::string unified = house.get("/api/trading/positions?platform=kalshi").body;
  EXPECT_THAT(unified, testing::EndsWith(missing));
  EXPECT_THAT(unified, HasSubstr(R"("size":"20")"));
  EXPECT_THAT(house.get("/api/positions/external").body, HasSubstr(R"("complete":false)"));
  // What does not rest on it is whole.
  EXPECT_THAT(house.get("/positions").body, testing::EndsWith(R"("complete":true,"revision":7})"));
  kalshi.current = false;
  EXPECT_THAT(house.get("/api/positions/overview").body,
              HasSubstr("kalshi/main: the last word is too old; the last whole answer is of "
                        "2026-09-21T14:29:50.000Z; 1 row cannot be read"));
}

TEST_F(Overview, ABookAheadOfItsVenueByWhatIsNotFinalIsSettling) {
  auto book = std::make_shared<ForeignBook>(*house.shelf.shelved[0].book);
  BookRow ahead{.market_id = "m2", .ids = {.poly_asset_yes = "42"}, .status = "open"};
  ahead.legs[Leg::poly_yes] = LegFigures{.contracts = WideDecimal::parse("5").value()};
  book->rows.push_back(ahead);
  house.shelf.shelved[0].book = book;
  const auto told = [&] { return house.get("/api/positions/overview").body; };
  EXPECT_THAT(told(), Not(HasSubstr("settling")));
  AccountStatus& polymarket = house.replicas.replica.accounts[1];
  UnsettledTrade match{.id = "t", .key = test::poly_key("42"), .change = test::qty("5")};
  polymarket.unsettled = {match};
  EXPECT_THAT(told(), HasSubstr(R"("poly_yes":-5,"poly_no":null},"status":"mismatch")"));
  EXPECT_THAT(told(), HasSubstr(R"("sub_reasons":["settling"])"));
  match.change = test::qty("-5");
  polymarket.unsettled = {match};
  EXPECT_THAT(told(), Not(HasSubstr("settling")));

  // Kalshi's listing shows less than ledger and book say, and an order rests.
  const PositionKey fed = test::kalshi_key("KXFED-26DEC-T4");
  AccountStatus& kalshi = house.replicas.replica.accounts[0];
  kalshi.snapshot = test::listing_of(VenueName::kalshi, {test::row_of(fed, "-15")});
  EXPECT_THAT(told(), Not(HasSubstr("settling")));
  kalshi.in_motion = {fed};
  EXPECT_THAT(told(), HasSubstr(R"("sub_reasons":["settling"])"));
}

TEST_F(Overview, ADoubtedKeyIsNoMatch) {
  Case open{.id = CaseId{"c"},
            .account = AccountId{"kalshi/main"},
            .key = test::kalshi_key("KXFED-26DEC-T4"),
            .reason = CaseReason::suspicious_empty};
  house.replicas.replica.cases = {open};
  const std::string body = house.get("/api/positions/overview").body;
  EXPECT_THAT(body, HasSubstr(R"("mismatch":1)"));
  EXPECT_THAT(body, HasSubstr(R"("sub_reasons":["unproven_absence"])"));
  EXPECT_THAT(body, HasSubstr(R"("verdict":"drift")"));
}

TEST_F(Overview, ExecutorFormTakesQuantityFromTheLedgerAndLeavesUnknownOut) {
  house.replicas.replica.positions = {
      test::position_of(test::poly_key("71321045679252212594626385532706912750"), "9.5"),
      test::position_of(test::kalshi_key("KXFED-26DEC-T4"), "-20")};
  EXPECT_EQ(house.get("/positions").body,
            R"({"positions":[{"asset_id":"71321045679252212594626385532706912750",)"
            R"("market":"0xc0","outcome":"Yes","size":9.5,"totalCost":null,"avgPrice":null,)"
            R"("_title":"","_slug":"fed-cuts-dec","_curPrice":0.6,"_currentValue":5.88,)"
            R"("_source":"holdfast","_verdict":"agrees"}],"source":"holdfast","count":1,)"
            R"("as_of":"2026-09-21T14:29:40.000Z","complete":true,"revision":7})");
}

TEST_F(Overview, UnifiedFormShowsNoContractsAtTheirOwnPriceAndInTexts) {
  house.replicas.replica.positions = {
      test::position_of(test::kalshi_key("KXFED-26DEC-T4"), "-20", "11.2")};
  house.replicas.replica.instruments[InstrumentId{"KXFED-26DEC-T4"}] = {};
  Holding fed = test::row_of(test::kalshi_key("KXFED-26DEC-T4"), "-20");
  fed.about.price = test::px("0.4");
  house.replicas.replica.accounts[0].snapshot = test::listing_of(VenueName::kalshi, {fed});
  const std::string body = house.get("/api/trading/positions?platform=kalshi").body;
  EXPECT_THAT(body, HasSubstr(R"("kalshiOutcome":"NO","size":"20","avgPrice":"0.56",)"
                              R"("curPrice":"0.6","initialValue":"11.2","currentValue":"12",)"
                              R"("cashPnl":"0.8","percentPnl":"7.142857143")"));
  EXPECT_THAT(body, HasSubstr(R"("platform":"kalshi","custody":"kalshi")"));
}

TEST_F(Overview, EngineFormShowsShortsOfPerpetualsWithTheirGain) {
  PositionKey key = test::key_at(VenueName::pacifica, "BTC");
  Holding perp = test::row_of(key, "-2");
  perp.about.price = test::px("90");
  house.replicas.replica.accounts.push_back(
      test::account_of(VenueName::pacifica, test::listing_of(VenueName::pacifica, {perp})));
  house.replicas.replica.positions = {test::position_of(key, "-2", "200")};
  const std::string body = house.get("/api/v1/positions").body;
  EXPECT_THAT(body, HasSubstr(R"("symbol":"BTC","side":"short","amount":2,"entry_price":100,)"
                              R"("current_price":90,"unrealized_pnl":20,)"
                              R"("unrealized_pnl_pct":10,"notional":180,"quantity":2,)"
                              R"("hold_time_min":16)"));
}

}  // namespace
}  // namespace holdfast::api
