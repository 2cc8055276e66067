#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/json_reader.hpp"
#include "support/api_house.hpp"

namespace holdfast::api {
namespace {

using test::ApiHouse;
using testing::HasSubstr;
using testing::Not;

using test::fed;
using test::rain;
using Routes = test::KalshiHouse;

TEST_F(Routes, StatusBearsTheVerdictAndWhatItRestsOn) {
  house.replicas.replica.verdict = Verdict::drift;
  house.replicas.replica.cases = {drift("c1", "12.20"), drift("c2", std::nullopt)};
  const std::string body = house.get("/api/v1/status").body;
  EXPECT_THAT(body, HasSubstr(R"("verdict":"drift","headline":"DRIFT","exit_code":3)"));
  EXPECT_THAT(body, HasSubstr(R"("drifts":{"count":2,"at_stake":"12.2",)"));
  EXPECT_THAT(body,
              HasSubstr(R"("name":"kalshi/main","venue":"kalshi","verdict":"agrees",)"
                        R"("holdings":1,"as_of":"2026-09-21T14:29:50.000Z","complete":true)"));
  // Its one row has no price, so its worth is unknown and not zero.
  EXPECT_THAT(body, HasSubstr(R"("value":null,"value_excludes":1)"));
}

TEST_F(Routes, StatusNamesWhatNoStreamHasRoomFor) {
  EXPECT_THAT(house.get("/api/v1/status").body, HasSubstr(R"("polled_only":[])"));
  house.replicas.replica.accounts[0].polled_only = {InstrumentId{"KXA"}, InstrumentId{"KXB"}};
  EXPECT_THAT(house.get("/api/v1/status").body, HasSubstr(R"("polled_only":["KXA","KXB"])"));
}

TEST_F(Routes, AnAccountsValueLeavesOutWhatHasNoPriceAndSaysSo) {
  Holding priced = test::row_of(fed, "-10");
  priced.about.price = test::px("0.4");
  const auto rows = {priced, test::row_of(rain, "5")};
  house.replicas.replica.accounts[0].snapshot = test::listing_of(VenueName::kalshi, rows);
  EXPECT_THAT(house.get("/api/v1/status").body, HasSubstr(R"("value":"6","value_excludes":1)"));
  house.replicas.replica.accounts[0].snapshot = test::listing_of(VenueName::kalshi, {});
  EXPECT_THAT(house.get("/api/v1/status").body, HasSubstr(R"("value":"0","value_excludes":0)"));
}

TEST_F(Routes, WhatIsToClaimIsWhatMarketsPayAndNoPrice) {
  Holding won = test::row_of(fed, "10");
  won.redeemable = true;
  won.about.price = test::px("0.97");
  Holding open = test::row_of(rain, "5");
  open.about.price = test::px("1");
  const auto shown = [&] {
    house.replicas.replica.accounts[0].snapshot =
        test::listing_of(VenueName::kalshi, std::vector{won, open});
    return house.get("/api/v1/status").body;
  };
  EXPECT_THAT(shown(), HasSubstr(R"("to_claim":null)")) << "nobody knows what it pays";
  won.about.payout = test::px("0.5");
  EXPECT_THAT(shown(), HasSubstr(R"("to_claim":"5")"));
  won.redeemable = false;
  EXPECT_THAT(shown(), HasSubstr(R"("to_claim":"0")"));
}

TEST_F(Routes, AnAccountThatNeverAnsweredHasNoCountsAndNoValue) {
  house.replicas.replica.accounts[0].snapshot = nullptr;
  house.replicas.replica.accounts[0].error = Error{Fault::identity, "another key"};
  const std::string body = house.get("/api/v1/status").body;
  EXPECT_THAT(body, HasSubstr(R"("as_of":null,"complete":false)"));
  EXPECT_THAT(body, HasSubstr(R"("holdings":null)"));
  EXPECT_THAT(body, HasSubstr(R"("error":{"fault":"identity","what":"another key"})"));
  EXPECT_THAT(body, HasSubstr(R"("value":null)"));
  EXPECT_EQ(house.get("/health/ready").status, 503);
  // The server itself answers, also to probes that know only the usual address.
  EXPECT_EQ(house.get("/health/live").status, 200);
  EXPECT_EQ(house.get("/health").body, house.get("/health/live").body);
}

TEST_F(Routes, AnEngineThatDoesNotTurnIsStuckWhateverItLastSaid) {
  using namespace std::chrono_literals;
  house.engine_silence = 30s;
  EXPECT_EQ(house.get("/health/live").status, 200);
  EXPECT_EQ(house.get("/health/ready").status, 200);
  house.engine_silence = 31s;
  for (const std::string target : {"/health/live", "/health/ready"}) {
    EXPECT_EQ(house.get(target).status, 503) << target;
    EXPECT_EQ(house.get(target).body, R"({"status":"stuck"})") << target;
  }
}

TEST_F(Routes, OwnersAreShownShortenedButThePublicAddress) {
  EXPECT_THAT(house.get("/api/v1/accounts").body, HasSubstr(R"("owner":"a1b2…7890")"));
  house.settings.public_poly_address = house.ledger.accounts[0].owner;
  EXPECT_THAT(house.get("/api/v1/accounts").body,
              HasSubstr("a1b2c3d4-e5f6-7890-abcd-ef1234567890"));
}

TEST_F(Routes, PublicConfigSaysNothingElse) {
  house.settings.environment = "paper";
  EXPECT_EQ(house.get("/api/v1/public-config").body,
            R"({"environment":"paper","poly_address":null})");
}

TEST_F(Routes, HoldingsAreFilteredAndAnEmptyListNamesWhoAnswered) {
  EXPECT_THAT(house.get("/api/v1/holdings").body, HasSubstr(R"("quantity":"10")"));
  const std::string none = house.get("/api/v1/holdings?venue=polymarket").body;
  EXPECT_THAT(none, HasSubstr(R"("holdings":[],"accounts":[])"));
  EXPECT_EQ(house.get("/api/v1/holdings?venue=nyse").status, 400);
}

TEST_F(Routes, AmountsAreTextsAndTokenIdsStayWhole) {
  const auto token = test::poly_key(std::string(77, '9'));
  house.replicas.replica.accounts.push_back(test::account_of(
      VenueName::polymarket,
      test::listing_of(VenueName::polymarket, {test::row_of(token, "0.000000001")})));
  const std::string body = house.get("/api/v1/holdings").body;
  EXPECT_THAT(body, HasSubstr("\"" + std::string(77, '9') + "\""));
  EXPECT_THAT(body, HasSubstr(R"("quantity":"0.000000001")"));
}

TEST_F(Routes, PositionsOfThePastAreFoldedFromWhatWasBookedByThen) {
  house.ledger.journal = {row(1, "10", 100), row(2, "5", 200), row(3, "-15", 300)};
  const auto at = [&](std::int64_t seconds, std::string_view scope) {
    return house
        .get("/api/v1/ledger/positions?scope=" + std::string{scope} +
             "&at=" + iso_text(test::at_s(seconds)))
        .body;
  };
  EXPECT_THAT(at(99, "all"), HasSubstr(R"("positions":[])"));
  EXPECT_THAT(at(100, "open"), HasSubstr(R"("quantity":"10")"));
  EXPECT_THAT(at(299, "open"), HasSubstr(R"("quantity":"15")"));
  EXPECT_THAT(at(300, "open"), HasSubstr(R"("positions":[])"));
  EXPECT_THAT(at(300, "closed"), HasSubstr(R"("state":"closed")"));
  const auto history = [&](std::int64_t seconds) {
    return house.get("/api/v1/history?at=" + iso_text(test::at_s(seconds))).body;
  };
  EXPECT_THAT(history(299), HasSubstr(R"("positions":[])"));
  EXPECT_THAT(history(300), HasSubstr(R"("state":"closed")"));
  EXPECT_EQ(house.get("/api/v1/history?at=yesterday").status, 400);
  EXPECT_EQ(house.get("/api/v1/ledger/positions?at=yesterday").status, 400);
  EXPECT_EQ(house.get("/api/v1/ledger/positions?scope=some").status, 400);
}

TEST_F(Routes, APositionSaysWhatOfItCanBeSoldNow) {
  Replica& replica = house.replicas.replica;
  replica.positions = {test::position_of(fed, "10")};
  Holding row = test::row_of(fed, "10");
  row.about.state = MarketState::open;
  replica.accounts[0].snapshot = test::listing_of(VenueName::kalshi, {row});
  const auto position = [&] { return house.get("/api/v1/ledger/positions").body; };
  EXPECT_THAT(
      position(),
      HasSubstr(
          R"("sellable":{"quantity":null,"reason":"the venue has not been asked yet","as_of":null,"parts":[]})"));
  const auto limits = std::make_shared<AccountSaleLimits>();
  limits->as_of = test::at_s(990);
  limits->keys[fed] = {.in_sells = test::qty("4"), .step = test::qty("0.01")};
  replica.accounts[0].sale_limits = limits;
  EXPECT_THAT(
      position(),
      HasSubstr(R"("sellable":{"quantity":"6","reason":null,"as_of":")" +
                iso_text(test::at_s(990)) +
                R"(","parts":[{"reason":"open_orders","quantity":"4","text":"in open orders"}]})"));
  replica.accounts[0].unsettled = {{.id = "t", .key = fed, .change = test::qty("-1")}};
  EXPECT_THAT(position(), HasSubstr(R"("sellable":{"quantity":"5",)"));
  replica.cases = {drift("c1", "1")};
  EXPECT_THAT(
      position(),
      HasSubstr(R"("sellable":{"quantity":null,"reason":"the position itself is in doubt")"));
}

TEST_F(Routes, WhatIsNotHeldNowIsNotSoldNow) {
  Position closed = test::position_of(fed, "0", "0");
  closed.state = PositionState::closed;
  closed.closed_at = test::at_s(1);
  house.ledger.positions = {closed};
  EXPECT_THAT(house.get("/api/v1/history").body, HasSubstr(R"("sellable":null)"));
  // Ten of it are held now, and it was five.
  house.replicas.replica.positions = {test::position_of(fed, "10")};
  house.ledger.journal = {row(1, "5", 100), row(2, "5", 200)};
  const std::string past =
      house.get("/api/v1/ledger/positions?at=" + iso_text(test::at_s(150))).body;
  EXPECT_THAT(past, HasSubstr(R"("sellable":null)"));
}

TEST_F(Routes, HistoryIsNewestFirstAndItsTotalsAreOfAllAndSayWhatIsUnpriced) {
  for (int i = 0; i < 3; ++i) {
    Position closed = test::position_of(test::kalshi_key("KX" + std::to_string(i)), "0", "0");
    closed.state = PositionState::closed;
    closed.closed_at = test::at_s(i);
    closed.realized_pnl = test::usd("1.5");
    if (i == 0) closed.unpriced = test::qty("2");
    house.ledger.positions.push_back(closed);
  }
  const std::string body = house.get("/api/v1/history?limit=2").body;
  EXPECT_LT(body.find("KX2"), body.find("KX1"));
  EXPECT_THAT(body, Not(HasSubstr("KX0")));
  EXPECT_THAT(body, HasSubstr(R"("realized_pnl":"4.5","fees":"0","unpriced":1})"));
  EXPECT_THAT(body, HasSubstr(R"("count":3,)"));
  EXPECT_EQ(house.get("/api/v1/history?limit=0").status, 400);
  EXPECT_EQ(house.get("/api/v1/history?limit=1001").status, 400);
  EXPECT_EQ(house.get("/api/v1/history?limit=-1").status, 400);
}

std::string field_of(const std::string& body, std::string_view name) {
  std::string found = "absent";
  platform::JsonReader reader{body};
  const auto read = reader.object([&](std::string_view field, platform::JsonValue& value) {
    if (field != name) return value.skip();
    if (value.is_null()) {
      found = "null";
      return value.skip();
    }
    return value.string().map([&](std::string_view text) { found = text; });
  });
  EXPECT_TRUE(read);
  return found;
}

TEST_F(Routes, HistoryPageByPageIsEachPositionOnceWhateverClosesMeanwhile) {
  const auto close = [&](const std::string& ticker, std::int64_t at, std::uint32_t life = 1) {
    Position closed = test::position_of(test::kalshi_key(ticker), "0", "0");
    closed.state = PositionState::closed;
    closed.closed_at = test::at_s(at);
    closed.life = life;
    house.ledger.positions.push_back(closed);
  };
  // Three end at one moment, one of them for the second time.
  close("KXB", 10, 2);
  close("KXA/~ä", 10);
  close("KXB", 10, 1);
  close("KXOLD", 5);
  close("KXNEW", 20);
  std::vector<std::string> seen;
  std::string after;
  for (int page = 0; page < 5; ++page) {
    const Answer answer =
        house.get("/api/v1/history?limit=1" + (after.empty() ? "" : "&after=" + after));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto key = answer.body.find(R"("key":")");
    seen.push_back(answer.body.substr(key + 7, answer.body.find('"', key + 7) - key - 7) + " " +
                   answer.body.substr(answer.body.find(R"("life":)") + 7, 1));
    after = field_of(answer.body, "next_after");
    close("KXLATER" + std::to_string(page), 30);
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"kalshi/main#0.0:KXNEW 1", "kalshi/main#0.0:KXA/~ä 1",
                                            "kalshi/main#0.0:KXB 1", "kalshi/main#0.0:KXB 2",
                                            "kalshi/main#0.0:KXOLD 1"}));
  EXPECT_EQ(after, "null");
  for (const auto* wrong :
       {"1", "x.1", "x.1.", "x.1.0", "x.1.zz", "10.-1.4b", "y.1.4b", "x.1.4b.5"}) {
    EXPECT_EQ(house.get(std::string{"/api/v1/history?after="} + wrong).status, 400) << wrong;
  }
}

// 45 contracts that a person says are gone brought nobody knows what: not nothing.
TEST_F(Routes, WhatNothingIsKnownOfHasNoProfitOfZero) {
  Position gone = test::position_of(fed, "0", "0");
  gone.state = PositionState::closed;
  gone.closed_at = test::at_s(200);
  gone.unpriced = test::qty("45");
  house.ledger.positions = {gone};
  EXPECT_THAT(house.get("/api/v1/history").body,
              HasSubstr(R"("realized_pnl":null,"unpriced":"45")"));
  EXPECT_THAT(house.get("/api/v1/history").body,
              HasSubstr(R"("realized_pnl":null,"fees":"0","unpriced":1})"));
  JournalRow end = row(2, "-10", 200);
  end.entry.price.reset();
  house.ledger.journal = {row(1, "10", 100), end};
  EXPECT_THAT(house.get("/api/v1/pnl").body,
              HasSubstr(R"("realized_pnl":null,"fees":"0","funding":"0","net":null)"));
  end.entry.change = test::qty("-4");
  JournalRow sale = row(3, "-6", 300);
  sale.entry.price = test::px("0.6");
  house.ledger.journal = {row(1, "10", 100), end, sale};
  EXPECT_THAT(house.get("/api/v1/pnl").body, HasSubstr(R"("realized_pnl":"0.6")"));
}

TEST_F(Routes, AGateOfAnAccountThatIsNoneIsNotFound) {
  EXPECT_EQ(house.get("/api/v1/gates?account=kalshi/main").status, 200);
  EXPECT_EQ(house.get("/api/v1/gates?account=kalshi/mian").status, 404);
}

TEST_F(Routes, JournalPagesEndAndNameTheNext) {
  for (std::uint64_t i = 1; i <= 5; ++i) house.ledger.journal.push_back(row(i, "1", 100));
  EXPECT_THAT(house.get("/api/v1/journal?limit=2").body, HasSubstr(R"("next_after":2)"));
  EXPECT_THAT(house.get("/api/v1/journal?limit=2&after=3").body, HasSubstr(R"("next_after":null)"));
  EXPECT_THAT(house.get("/api/v1/journal?limit=5").body, HasSubstr(R"("next_after":null)"));
  EXPECT_EQ(house.get("/api/v1/journal?account=nobody").status, 404);
  EXPECT_EQ(house.get("/api/v1/journal?key=nothing").status, 404);
  house.ledger.accounts.push_back({.id = AccountId{"kalshi/b"}});
  EXPECT_EQ(house.get("/api/v1/journal").status, 400);
}

TEST_F(Routes, JournalOfOneKeyTakesItsTextAlsoWithASlashInIt) {
  house.ledger.journal = {row(1, "1", 100), row(2, "2", 100, rain)};
  house.ledger.positions = {test::position_of(rain, "2")};
  const std::string body = house.get("/api/v1/journal?key=kalshi%2Fmain%230.0%3AKXRAIN%2FNYC").body;
  EXPECT_THAT(body, HasSubstr(R"("sequence":2)"));
  EXPECT_THAT(body, Not(HasSubstr(R"("sequence":1)")));
}

TEST_F(Routes, AConfirmationNamesKeysOfItsCaseAndNoOthers) {
  house.replicas.replica.cases = {drift("c1", "1")};
  const auto errand = [&](std::string body) {
    const auto request = ApiHouse::request("POST", "/api/v1/cases/c1/confirm", {}, std::move(body));
    const Picture picture{house.replicas.current()};
    const ApiContext context = house.context();
    const auto match = find_route(request);
    return match.route->errand(
        {.request = request, .context = context, .picture = picture, .names = match.names});
  };
  const auto good = errand(R"({"keys":["kalshi/main#0.0:KXFED"],"by":"ann"})");
  ASSERT_TRUE(std::holds_alternative<ConfirmErrand>(good));
  EXPECT_EQ(std::get<ConfirmErrand>(good).keys, std::vector{fed});
  EXPECT_EQ(std::get<ConfirmErrand>(good).by, "ann");
  for (const auto* body :
       {R"({"keys":["kalshi/main#0.0:OTHER"],"by":"ann"})", R"({"keys":[],"by":"ann"})",
        R"({"keys":["kalshi/main#0.0:KXFED"]})", R"({"keys":["kalshi/main#0.0:KXFED"],"by":""})",
        R"({"keys":["kalshi/main#0.0:KXFED","kalshi/main#0.0:OTHER"],"by":"ann"})", "", "[]",
        R"({"keys":"kalshi/main#0.0:KXFED","by":"ann"})"}) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(errand(body))) << body;
  }
}

TEST_F(Routes, AConfirmationIsAnsweredByWhatTheEngineSaid) {
  house.replicas.replica.cases = {drift("c1", "1")};
  const std::string word = R"({"keys":["kalshi/main#0.0:KXFED"],"by":"ann"})";
  const std::string path = "/api/v1/cases/c1/confirm";
  EXPECT_EQ(house.post(path, word, Asked{{}, Result<void>{}}).status, 200);
  EXPECT_EQ(house.post(path, word, Asked{{}, fail(Fault::refused, "closed")}).status, 409);
  EXPECT_EQ(house.post(path, word, Asked{}).status, 503);
  EXPECT_EQ(house.post(path, "{}").status, 400);
  EXPECT_EQ(house.post(path, R"({"keys":["x"],"by":"ann"})").status, 409);
  EXPECT_EQ(house.post("/api/v1/cases/none/confirm", word).status, 404);
}

TEST_F(Routes, SyncSaysWhatBecameOfThePass) {
  const std::string path = "/api/v1/sync";
  EXPECT_THAT(house.post(path, "{}", Asked{{}, Result<void>{}}).body, HasSubstr(R"("done")"));
  const Answer partly = house.post(path, "", Asked{{}, fail(Fault::unreachable, "kalshi/main")});
  EXPECT_EQ(partly.status, 200);
  EXPECT_THAT(partly.body, HasSubstr(R"("outcome":"partly","error":{"fault":"unreachable")"));
  EXPECT_EQ(house.post(path, "{}", Asked{}).status, 202);
  EXPECT_EQ(house.post(path, R"({"accounts":["kalshi/nobody"]})").status, 400);
  EXPECT_EQ(house.post(path, R"({"accounts":"kalshi/main"})").status, 400);
}

TEST_F(Routes, SnapshotsShowTheirRowsWhileTheyAreTheNewest) {
  EXPECT_THAT(house.get("/api/v1/snapshots/snap-kalshi").body, HasSubstr(R"("quantity":"10")"));
  SnapshotRow kept{.record = {.header = {.id = SnapshotId{"old"}, .account = fed.account},
                              .pages = 2,
                              .holdings = 5},
                   .booked_at = test::at_s(1)};
  house.ledger.snapshots["kalshi/main"] = kept;
  EXPECT_THAT(house.get("/api/v1/snapshots/old").body, HasSubstr(R"("rows":null)"));
  EXPECT_EQ(house.get("/api/v1/snapshots/none").status, 404);
  EXPECT_EQ(house.get("/api/v1/snapshots/none/raw").status, 404);
}

TEST_F(Routes, ABookIsTakenOrRefusedWithTheReason) {
  EXPECT_EQ(house.post("/api/v1/books/mine", "good").status, 200);
  const Answer refused = house.post("/api/v1/books/mine", "bad");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("no book"));
  EXPECT_EQ(house.get("/api/v1/books/none").status, 404);
  const Answer full = house.post("/api/v1/books/mine", "kept");
  EXPECT_EQ(full.status, 503);
  EXPECT_THAT(full.body, HasSubstr("no room is left"));
}

TEST_F(Routes, ABookIsTakenAwayByWhoMayResolve) {
  EXPECT_EQ(house.post("/api/v1/books/mine", "good").status, 200);
  const auto remove = [&](std::string target, std::string token) {
    return answer(ApiHouse::request(
                      "DELETE", std::move(target),
                      {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}}),
                  house.context());
  };
  EXPECT_EQ(remove("/api/v1/books/mine", "reader").status, 403);
  EXPECT_EQ(house.shelf.shelved.size(), 1U);
  const Answer gone = remove("/api/v1/books/mine", "resolver");
  EXPECT_EQ(gone.status, 200);
  EXPECT_THAT(gone.body, HasSubstr(R"("name":"mine")"));
  EXPECT_EQ(house.shelf.shelved.size(), 0U);
  EXPECT_EQ(remove("/api/v1/books/mine", "resolver").status, 404);
  EXPECT_EQ(remove("/api/v1/books/file", "resolver").status, 400);
}

TEST_F(Routes, ALedgerThatCannotBeReadIsAProblemAndTheReplicaStillAnswers) {
  house.ledger_away = true;
  for (const auto* path :
       {"/api/v1/accounts", "/api/v1/history", "/api/v1/journal", "/api/v1/events",
        "/api/v1/cases?scope=all", "/api/v1/instruments/KXFED/explanation"}) {
    const Answer answer = house.get(path);
    EXPECT_EQ(answer.status, 503) << path;
    EXPECT_THAT(answer.body, HasSubstr("disk gone")) << path;
  }
  EXPECT_EQ(house.get("/api/v1/status").status, 200);
  EXPECT_EQ(house.get("/api/v1/ledger/positions").status, 200);
}

// RFC 9457 with a fix, whatever went wrong.
TEST_F(Routes, EveryProblemHasTheSameShape) {
  const std::vector<Answer> problems{
      house.get("/api/v1/nothing"),
      house.get("/api/v1/holdings?venue=nyse"),
      house.get("/positions"),
      house.get("/api/v1/status", {{"Authorization", "Bearer wrong"}}),
      house.get("/api/v1/cases/none"),
      house.post("/api/v1/cases/none/confirm", "{}"),
      house.post("/api/v1/status", "{}"),
      answer(ApiHouse::request("POST", "/api/v1/sync", {{"Authorization", "Bearer resolver"}}),
             house.context())};
  for (const Answer& problem : problems) {
    EXPECT_EQ(problem.content_type, "application/problem+json") << problem.body;
    std::map<std::string, std::string> fields;
    platform::JsonReader reader{problem.body};
    const auto read =
        reader.object([&](std::string_view name, platform::JsonValue& value) -> Result<void> {
          return value.string_or_number().map(
              [&](std::string_view text) { fields.emplace(name, text); });
        });
    ASSERT_TRUE(read) << problem.body;
    EXPECT_EQ(fields.size(), 5U);
    EXPECT_THAT(fields["type"], testing::StartsWith("urn:holdfast:problem:"));
    EXPECT_EQ(fields["status"], std::to_string(problem.status));
    for (const auto* name : {"title", "detail", "fix"}) {
      EXPECT_FALSE(fields[name].empty()) << name << " of " << problem.body;
    }
  }
}

TEST_F(Routes, PnlIsExactPerGroupAndCountsWhatItLeavesOut) {
  house.ledger.journal = {row(1, "10", 100), row(2, "-4", 200), row(3, "-6", 300)};
  house.ledger.journal[1].entry.price = test::px("0.75");
  house.ledger.journal[2].entry.kind = EntryKind::close;
  house.ledger.journal[2].entry.price.reset();
  const std::string by_position = house.get("/api/v1/pnl").body;
  EXPECT_THAT(by_position, HasSubstr(R"("group":"kalshi/main#0.0:KXFED#1","realized_pnl":"1",)"));
  EXPECT_THAT(by_position,
              HasSubstr(R"("net":"1","positions":1,"unpriced":1,"currencies":["USD"])"));
  EXPECT_THAT(house.get("/api/v1/pnl?by=day").body, HasSubstr(R"("total":{"realized_pnl":"1")"));
  EXPECT_THAT(by_position, HasSubstr(R"("at_par":false)"));
  EXPECT_EQ(house.get("/api/v1/pnl?by=month").status, 400);
  EXPECT_EQ(house.get("/api/v1/pnl?at=yesterday").status, 400);
  const auto early = iso_text(test::at_s(150));
  EXPECT_THAT(house.get("/api/v1/pnl?at=" + early).body, HasSubstr(R"("rows":[])"));
}

// Tokens of one venue are paid in what their markets say; where nobody knows it, so does the
// answer.
TEST_F(Routes, PnlNamesWhatEachTokenIsPaidIn) {
  house.ledger.accounts.push_back(
      {.id = AccountId{"kalshi_solana/main"}, .venue = VenueName::kalshi_solana});
  const auto paid_in = [&](const std::string& currency) {
    const PositionKey key{.account = AccountId{"kalshi_solana/main"},
                          .venue = VenueName::kalshi_solana,
                          .instrument = InstrumentId{"mint-" + currency}};
    Instrument about{.id = key.instrument, .venue = key.venue};
    about.currency = currency;
    if (!currency.empty()) house.replicas.replica.instruments.emplace(about.id, about);
    const auto number = static_cast<std::uint64_t>(house.ledger.journal.size()) + 1;
    house.ledger.journal.push_back(row(number, "10", 100, key));
    house.ledger.journal.push_back(row(number + 1, "-4", 200, key));
    house.ledger.journal.back().entry.price = test::px("0.75");
  };
  paid_in("CASH");
  EXPECT_THAT(house.get("/api/v1/pnl").body, HasSubstr(R"("currencies":["CASH"],"at_par":false)"));
  paid_in("USDC");
  paid_in("");
  EXPECT_THAT(house.get("/api/v1/pnl").body,
              HasSubstr(R"("currencies":["CASH","USDC","unknown"],"at_par":true)"));
}

std::shared_ptr<const RawTape> heard(std::int64_t at, std::string body) {
  RawTape tape;
  tape.answers.push_back(
      {.source = "kalshi GET /x", .status = 200, .at = test::at_s(at), .body = std::move(body)});
  return std::make_shared<const RawTape>(std::move(tape));
}

// A pass that changed nothing left its bytes nowhere but in memory.
TEST(Raw, OfTheNewestPassIsReadFromMemoryWhereTheLedgerHasNone) {
  ApiHouse house;
  AccountStatus status =
      test::account_of(VenueName::kalshi, test::listing_of(VenueName::kalshi, {}));
  status.heard = heard(5, "{\"listed\":1}");
  house.replicas.replica.accounts = {status};
  const auto answer = house.get("/api/v1/snapshots/snap-kalshi/raw");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("encoding":"text","body":"{\"listed\":1}")"));
  house.ledger.raw["snap-kalshi"] = heard(5, "kept")->answers;
  EXPECT_THAT(house.get("/api/v1/snapshots/snap-kalshi/raw").body, HasSubstr("kept"));
  EXPECT_EQ(house.get("/api/v1/snapshots/other/raw").status, 404);
}

TEST(Raw, OfACaseIsWhatFedItAndTheNewestRefusal) {
  ApiHouse house;
  Case refused;
  refused.id = CaseId{"refused"};
  refused.account = AccountId{"kalshi/main"};
  refused.reason = CaseReason::unauthorised;
  Case of_book = refused;
  of_book.id = CaseId{"book"};
  of_book.account = AccountId{"book/bot"};
  AccountStatus status =
      test::account_of(VenueName::kalshi, test::listing_of(VenueName::kalshi, {}));
  status.heard = heard(5, "good");
  house.replicas.replica.accounts = {status};
  house.replicas.replica.cases = {refused, of_book};
  house.ledger.raw["refused"] = heard(7, "first refusal")->answers;
  auto body = house.get("/api/v1/cases/refused/raw").body;
  EXPECT_THAT(body, HasSubstr("first refusal"));
  EXPECT_THAT(body, Not(HasSubstr("good")));
  // It is not kept again while the case says so already.
  house.replicas.replica.accounts[0].refused_heard = heard(9, std::string{"\x1b[31m\xff"});
  body = house.get("/api/v1/cases/refused/raw").body;
  EXPECT_THAT(body, HasSubstr("first refusal"));
  EXPECT_THAT(body, HasSubstr(R"("encoding":"hex","body":"1b5b33316dff")"));
  // The one that the ledger has is not shown twice, nor with what was asked once it was there.
  RawTape longer = *heard(7, "again");
  longer.answers.push_back(heard(8, "again")->answers.front());
  house.replicas.replica.accounts[0].refused_heard = std::make_shared<const RawTape>(longer);
  EXPECT_THAT(house.get("/api/v1/cases/refused/raw").body, Not(HasSubstr("again")));
  EXPECT_EQ(house.get("/api/v1/cases/book/raw").status, 404);
  EXPECT_EQ(house.get("/api/v1/cases/none/raw").status, 404);
}

}  // namespace
}  // namespace holdfast::api
