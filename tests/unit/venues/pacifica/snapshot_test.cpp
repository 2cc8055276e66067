#include <gtest/gtest.h>

#include "stage.hpp"

namespace holdfast::pacifica {
namespace {

using test::answer;
using test::qty;

Fault fault_of_snapshot(Stage& stage) {
  const auto snapshot = stage.snapshot();
  EXPECT_FALSE(snapshot);
  return snapshot ? Fault::cancelled : snapshot.error().fault;
}

TEST(PacificaSnapshot, CarriesRowsCountAndTheVenuesNumber) {
  Stage stage;
  stage.transport.on("/positions?",
                     listing(row("ZEC", "ask", "12.75") + "," + row("BTC", "bid", "0.5", true)));
  stage.transport.on("/account?", account(2));
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->find(key("ZEC"))->quantity, qty("-12.75"));
  EXPECT_EQ(snapshot->find(key("BTC", MarginMode::isolated))->quantity, qty("0.5"));
  EXPECT_EQ(snapshot->find(key("ZEC"))->figures.average_price.value,
            Price::parse("279.283134").value());
  EXPECT_EQ(snapshot->find(key("ZEC"))->figures.funding.value, test::usd("-13.159593"))
      << "the venue counts what was paid";
  const SnapshotHeader& header = snapshot->header();
  EXPECT_EQ(header.sequence, 1'000);
  EXPECT_EQ(header.as_of, stage.clock.now());
  EXPECT_FALSE(header.has_watermark);
  EXPECT_EQ(header.cash, test::usd("1800.75"));
  ASSERT_TRUE(header.count);
  EXPECT_EQ(header.count->kind, EvidenceKind::count);
  EXPECT_TRUE(header.count->id.starts_with("positions_count:2@"));
}

TEST(PacificaSnapshot, AsksWithoutBodyOrContentHeaders) {
  Stage stage;
  stage.answer_as_usual();
  ASSERT_TRUE(stage.snapshot());
  ASSERT_EQ(stage.transport.asked.size(), 2U);
  for (const HttpRequest& request : stage.transport.asked) {
    EXPECT_EQ(request.method, Method::get);
    EXPECT_TRUE(request.body.empty());
    EXPECT_EQ(request.headers, (Headers{{"Accept", "application/json"}}));
  }
  EXPECT_EQ(stage.transport.asked[0].origin, "http://sim");
  EXPECT_EQ(stage.transport.asked[0].target, "/pacifica/api/v1/positions?account=" + wallet);
}

TEST(PacificaSnapshot, TakesTheOriginWithItsPrefixToo) {
  for (const char* base :
       {"http://sim", "http://sim/", "http://sim/api/v1", "http://sim/api/v1/"}) {
    Stage stage;
    stage.config.origin = base;
    stage.answer_as_usual();
    ASSERT_TRUE(stage.snapshot());
    EXPECT_EQ(stage.transport.asked[0].target, "/api/v1/positions?account=" + wallet);
  }
}

TEST(PacificaSnapshot, RefusesAListingThatTheAccountDoesNotCount) {
  for (const int counted : {0, 2}) {
    Stage stage;
    stage.transport.first_on({"/account?"}, {answer(200, account(counted))});
    stage.answer_as_usual();
    EXPECT_EQ(fault_of_snapshot(stage), Fault::incomplete);
    EXPECT_EQ(stage.transport.asked.size(), 4U) << "asked twice before it is refused";
  }
}

TEST(PacificaSnapshot, RefusesAnEmptyListThatTheAccountContradicts) {
  Stage stage;
  stage.transport.on("/positions?", listing(""));
  stage.transport.on("/account?", account(16));
  EXPECT_EQ(fault_of_snapshot(stage), Fault::incomplete);
}

TEST(PacificaSnapshot, AsksAgainWhenATradeCameBetween) {
  Stage stage;
  stage.transport.on({"/account?"}, {answer(200, account(0)), answer(200, account(1))});
  stage.answer_as_usual();
  EXPECT_TRUE(stage.snapshot());
}

TEST(PacificaSnapshot, CountsWhatIsHeldAndWhatCannotBeReadButNoFlatRow) {
  Stage stage;
  stage.transport.on("/positions?",
                     listing(row("A", "bid", "1") + "," + row("B", "bid", "0") + "," +
                             row("C", "bid", "many", true) + "," + row("D", "north", "2")));
  stage.transport.on("/account?", account(3));
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->find(key("B"))->quantity, Quantity{});
  EXPECT_FALSE(snapshot->find(key("C", MarginMode::isolated))->quantity);
  EXPECT_NE(snapshot->find(key("D"))->flaw.find("side"), std::string::npos);
}

TEST(PacificaSnapshot, IsNeverMadeOfAFailure) {
  const std::pair<const char*, Fault> bodies[]{
      {R"({"success":false,"data":null,"error":"Internal server error","code":500})",
       Fault::unreachable},
      {R"({"success":false,"data":[],"error":null,"code":null})", Fault::refused},
      {R"({"success":true,"data":[],"error":"partial outage","code":null})", Fault::refused},
      {R"({"success":true,"data":null,"error":null,"code":null})", Fault::malformed},
      {R"({"data":[],"error":null})", Fault::malformed},
      {R"({"error":"Too many requests","code":429})", Fault::rate_limited},
      {R"([])", Fault::malformed},
      {R"({})", Fault::malformed},
      {"", Fault::malformed},
      {R"({"success":true,"data":{},"error":null})", Fault::malformed},
      {R"({"success":"true","data":[]})", Fault::malformed},
      {R"({"success":true,"data":[],"has_more":true,"next_cursor":"x"})", Fault::incomplete}};
  for (const auto& [body, fault] : bodies) {
    Stage stage;
    stage.transport.on("/positions?", body);
    stage.transport.on("/account?", account(0));
    EXPECT_EQ(fault_of_snapshot(stage), fault) << body;
  }
}

TEST(PacificaSnapshot, NeedsEveryFieldItRestsOn) {
  for (const std::string field :
       {"symbol", "side", "amount", "entry_price", "isolated", "created_at", "updated_at"}) {
    Stage stage;
    std::string text = row("ZEC", "ask", "12.75");
    text.replace(text.find("\"" + field + "\""), field.size() + 2, "\"" + field + "_v2\"");
    stage.transport.on("/positions?", listing(text));
    stage.transport.on("/account?", account(1));
    EXPECT_EQ(fault_of_snapshot(stage), Fault::malformed) << field;
  }
}

TEST(PacificaSnapshot, TellsAnAddressWithoutAnAccountFromAFlatOne) {
  for (const auto& reply :
       {answer(404, R"({"success":false,"data":null,"error":"Account not found","code":404})"),
        answer(200, R"({"success":true,"data":[],"error":null,"code":null})"),
        answer(422, R"({"error":"Account not found: x","code":1})")}) {
    Stage stage;
    stage.transport.on("/positions?", listing(""));
    stage.transport.on({"/account?"}, {reply});
    EXPECT_EQ(fault_of_snapshot(stage), Fault::identity) << reply.body;
  }
}

TEST(PacificaSnapshot, ReadsTheAccountAsAListToo) {
  Stage stage;
  stage.transport.on("/positions?", listing(row("ZEC", "ask", "12.75")));
  stage.transport.on("/account?", list(account_row(1)));
  EXPECT_TRUE(stage.snapshot());
}

TEST(PacificaSnapshot, HasNoNumberOnOlderAnswers) {
  Stage stage;
  stage.transport.on("/positions?", list(row("ZEC", "ask", "12.75")));
  stage.transport.on("/account?", account(1));
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot);
  EXPECT_FALSE(snapshot->header().sequence);
}

// The count agrees and the ledger has seen no later number: what the stream told is all that says
// that this is the state from before a trade.
TEST(PacificaSnapshot, IsNoneFromBeforeATradeThatTheStreamTold) {
  Stage stage;
  stage.answer_as_usual();  // of number 1000
  auto venue = stage.venue();
  venue.note_trade(1'001);
  const auto behind = test::run(venue.fetch_snapshot(stage.tape));
  ASSERT_FALSE(behind);
  EXPECT_EQ(behind.error().fault, Fault::not_now);
  EXPECT_NE(behind.error().what.find("number 1000"), std::string::npos) << behind.error().what;
  EXPECT_NE(behind.error().what.find("number 1001"), std::string::npos) << behind.error().what;

  stage.transport.first_on({"/positions?"}, {answer(200, listing(row("ZEC", "ask", "5"), 1'001))});
  const auto caught_up = test::run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(caught_up) << caught_up.error().what;
  EXPECT_EQ(caught_up->find(key("ZEC"))->quantity, qty("-5"));
}

// That both count on one scale is documented and not proven.
TEST(PacificaSnapshot, IsNotKeptFromUsForEverByWhatTheStreamTold) {
  Stage stage;
  stage.answer_as_usual();
  auto venue = stage.venue();
  venue.note_trade(1'001);
  stage.clock.advance(std::chrono::seconds{29});
  EXPECT_FALSE(test::run(venue.fetch_snapshot(stage.tape)));
  stage.clock.advance(std::chrono::seconds{1});
  EXPECT_TRUE(test::run(venue.fetch_snapshot(stage.tape)));
}

TEST(PacificaSnapshot, RefusesASymbolThatIsListedTwice) {
  Stage stage;
  stage.transport.on("/positions?", listing(row("ZEC", "ask", "1") + "," + row("ZEC", "bid", "2")));
  stage.transport.on("/account?", account(2));
  EXPECT_EQ(fault_of_snapshot(stage), Fault::incomplete);
}

TEST(PacificaSnapshot, HasNoFaultButTheVenuesOwn) {
  const std::pair<HttpResponse, Fault> replies[]{
      {answer(403, "<html>CloudFront</html>"), Fault::unauthorised},
      {answer(429, R"({"error":"Too many requests","code":429})"), Fault::rate_limited},
      {answer(500, R"({"success":false,"data":null,"error":"Internal server error","code":500})"),
       Fault::unreachable}};
  for (const auto& [reply, fault] : replies) {
    Stage stage;
    stage.transport.on({"/positions?"}, {reply});
    EXPECT_EQ(fault_of_snapshot(stage), fault);
    EXPECT_EQ(stage.tape.answers.size(), 1U) << "refused bytes are kept too";
  }
}

TEST(PacificaMarkets, AreNamedAndPricedWithoutSpotPairs) {
  Stage stage;
  stage.transport.on("/info/prices",
                     list(R"({"symbol":"ZEC","mark":"498.6"},{"symbol":"SOL-USDC","mark":"141"})"));
  stage.transport.on("/info", list(R"({"symbol":"ZEC","instrument_type":"perpetual"},)"
                                   R"({"symbol":"ODD","instrument_type":"spot"},)"
                                   R"({"symbol":"SOL-USDC"})"));
  auto venue = stage.venue();
  const auto found = test::run(venue.fetch_instruments(
      {InstrumentId{"ZEC"}, InstrumentId{"SOL-USDC"}, InstrumentId{"ODD"}, InstrumentId{"NEW"}},
      stage.tape));
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().id.text, "ZEC");
  EXPECT_EQ(found->front().price, Price::parse("498.6").value());
  EXPECT_EQ(found->front().title, "ZEC perpetual");
}

TEST(PacificaIdentity, TellsMainAccountFromAgentWallet) {
  Stage stage;
  stage.answer_as_usual();
  auto venue = stage.venue();
  const auto checks = test::run(venue.identify(stage.tape));
  ASSERT_TRUE(checks);
  ASSERT_EQ(checks->size(), 3U);
  for (const IdentityCheck& check : *checks) EXPECT_TRUE(check.passed) << check.text;

  Stage agent;
  agent.transport.on({"/account?"}, {answer(404, R"({"error":"Account not found","code":404})")});
  auto other = agent.venue();
  const auto refused = test::run(other.identify(agent.tape));
  ASSERT_TRUE(refused);
  EXPECT_FALSE(refused->back().passed);
  EXPECT_NE(refused->back().fix.find("agent wallet"), std::string::npos);
}

TEST(PacificaIdentity, RefusesWhatIsNoAddress) {
  Stage stage;
  stage.config.address = "0xd93b25cb943d14d0d34fbaf01fc93a0f8b5f6e47";
  auto venue = stage.venue();
  const auto checks = test::run(venue.identify(stage.tape));
  ASSERT_TRUE(checks);
  ASSERT_EQ(checks->size(), 1U);
  EXPECT_FALSE(checks->front().passed);
  EXPECT_TRUE(stage.transport.asked.empty());
}

}  // namespace
}  // namespace holdfast::pacifica
