#include <gtest/gtest.h>

#include "stage.hpp"

namespace holdfast::kalshi {
namespace {

using test::answer;
using test::at_s;
using test::kalshi_key;
using test::qty;

Fault fault_of_snapshot(Stage& stage) {
  const auto snapshot = stage.snapshot();
  EXPECT_FALSE(snapshot);
  return snapshot ? Fault::cancelled : snapshot.error().fault;
}

TEST(KalshiSnapshot, CarriesWatermarkCashAndEveryRow) {
  Stage stage;
  stage.answer_as_usual();
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->as_of(), stage.clock.now());
  EXPECT_TRUE(snapshot->header().has_watermark);
  EXPECT_EQ(snapshot->header().cash, test::usd("98.0186"));
  EXPECT_EQ(snapshot->header().content_hash.size(), 64U);
  ASSERT_NE(snapshot->find(kalshi_key("KXA")), nullptr);
  EXPECT_EQ(snapshot->find(kalshi_key("KXA"))->quantity, qty("3"));
}

TEST(KalshiSnapshot, SignsEachRequestWithoutItsQuery) {
  Stage stage;
  stage.answer_as_usual();
  ASSERT_TRUE(stage.snapshot());
  const auto& request = stage.transport.asked.at(2);
  EXPECT_EQ(request.target, "/trade-api/v2/portfolio/positions?limit=1000&subaccount=0");
  EXPECT_EQ(request.origin, "http://sim");
  const HttpResponse looked_up{.headers = request.headers};
  const std::string stamp{looked_up.header("KALSHI-ACCESS-TIMESTAMP")};
  EXPECT_EQ(stamp, std::to_string(unix_ms(stage.clock.now())));
  EXPECT_EQ(looked_up.header("KALSHI-ACCESS-KEY"), "key-1");
  EXPECT_EQ(looked_up.header("KALSHI-ACCESS-SIGNATURE"),
            "signed:" + stamp + "GET/trade-api/v2/portfolio/positions");
}

TEST(KalshiSnapshot, TakesTheHostAsKalshisClientsWriteItToo) {
  for (const char* base : {"http://sim/", "http://sim/trade-api/v2", "http://sim/trade-api/v2/"}) {
    Stage stage;
    stage.config.origin = base;
    stage.answer_as_usual();
    ASSERT_TRUE(stage.snapshot());
    EXPECT_EQ(stage.transport.asked.front().origin, "http://sim");
    EXPECT_EQ(stage.transport.asked.front().target, "/trade-api/v2/exchange/user_data_timestamp");
  }
}

TEST(KalshiSnapshot, KeepsEveryAnswerOnTheTapeAndNoSecret) {
  Stage stage;
  stage.answer_as_usual();
  ASSERT_TRUE(stage.snapshot());
  EXPECT_EQ(stage.tape.answers.size(), stage.transport.asked.size());
  for (const RawAnswer& raw : stage.tape.answers) {
    EXPECT_TRUE(raw.source.starts_with("kalshi GET /")) << raw.source;
    EXPECT_EQ(raw.source.find("signed"), std::string::npos);
    EXPECT_EQ(raw.source.find("key-1"), std::string::npos);
  }
}

TEST(KalshiSnapshot, ReadsAllPagesOfAllSubaccountsAndShards) {
  Stage stage;
  stage.transport.on(
      "/portfolio/subaccounts/balances",
      R"({"subaccount_balances":[{"subaccount_number":0},{"subaccount_number":7}]})");
  stage.transport.on("subaccount=0&cursor=next%2Fone",
                     positions_page(position_row("KXB", "1.00", 2)));
  stage.transport.on("positions?limit=1000&subaccount=0",
                     positions_page(position_row("KXA", "1.00"), "next/one"));
  stage.transport.on("positions?limit=1000&subaccount=7",
                     positions_page(position_row("KXA", "-4.00")));
  stage.answer_as_usual();
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->pages(), 3U);
  ASSERT_EQ(snapshot->holdings().size(), 3U);
  EXPECT_EQ(snapshot->find(kalshi_key("KXA", 7))->quantity, qty("-4"));
  EXPECT_EQ(stage.transport.count("/portfolio/balance"), 2);
}

TEST(KalshiSnapshot, NeverForgetsASubaccountItHasSeen) {
  Stage stage;
  stage.transport.on({"/portfolio/subaccounts/balances"},
                     {answer(200, R"({"subaccount_balances":[{"subaccount_number":7}]})"),
                      answer(200, R"({"subaccount_balances":[]})"), answer(403, "{}")});
  stage.answer_as_usual();
  auto venue = stage.venue();
  for (int pass = 0; pass < 3; ++pass) {
    ASSERT_TRUE(test::run(venue.fetch_snapshot(stage.tape)));
  }
  EXPECT_EQ(stage.transport.count("positions?limit=1000&subaccount=7"), 3);
  EXPECT_EQ(stage.transport.count("positions?limit=1000&subaccount=0"), 3);
}

TEST(KalshiSnapshot, AsksOnlyTheConfiguredSubaccounts) {
  Stage stage;
  stage.answer_as_usual();
  stage.config.subaccounts = {5};
  ASSERT_TRUE(stage.snapshot());
  EXPECT_EQ(stage.transport.count("subaccounts/balances"), 0);
  EXPECT_EQ(stage.transport.count("subaccount=0"), 0);
  EXPECT_EQ(stage.transport.count("positions?limit=1000&subaccount=5"), 1);
}

TEST(KalshiSnapshot, IsNoneWhenTheKeyIsRefusedAnywhere) {
  for (const char* path : {"/exchange/user_data_timestamp", "/portfolio/subaccounts/balances",
                           "/portfolio/positions", "/portfolio/balance"}) {
    Stage stage;
    stage.transport.on({path}, {answer(401, R"({"error":{"code":"authentication_error"}})")});
    stage.answer_as_usual();
    EXPECT_EQ(fault_of_snapshot(stage), Fault::unauthorised) << path;
  }
}

// The key is refused, but listings answer 200 with nothing in them.
TEST(KalshiSnapshot, IsNoneWhenARefusedKeyLooksLikeAFlatAccount) {
  Stage stage;
  stage.transport.on("/portfolio/positions", positions_page(""));
  stage.transport.on({"/portfolio/balance"},
                     {answer(401, R"({"error":{"code":"authentication_error"}})")});
  stage.answer_as_usual();
  EXPECT_EQ(fault_of_snapshot(stage), Fault::unauthorised);
}

TEST(KalshiSnapshot, IsNoneWhenTheBalanceCountsPositionsThatTheListLacks) {
  Stage stage;
  stage.transport.on("/portfolio/positions", positions_page(position_row("KXA", "0.00")));
  stage.answer_as_usual();
  EXPECT_EQ(fault_of_snapshot(stage), Fault::incomplete);

  Stage flat;
  flat.transport.on("/portfolio/positions", positions_page(""));
  flat.transport.on("/portfolio/balance", balance_body("98.0186", 0));
  flat.answer_as_usual();
  const auto snapshot = flat.snapshot();
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_TRUE(snapshot->holdings().empty());
}

TEST(KalshiSnapshot, IsNoneWithoutTheLastPage) {
  Stage stage;
  stage.transport.on({"cursor=two"}, {answer(500, "")});
  stage.transport.on("/portfolio/positions", positions_page(position_row("KXA", "1.00"), "two"));
  stage.answer_as_usual();
  EXPECT_EQ(fault_of_snapshot(stage), Fault::unreachable);
}

TEST(KalshiSnapshot, IsNoneWhenTheCursorLoopsOrAKeyComesTwice) {
  Stage loop;
  loop.transport.on("/portfolio/positions", positions_page("", "again"));
  loop.answer_as_usual();
  EXPECT_EQ(fault_of_snapshot(loop), Fault::incomplete);

  Stage twice;
  twice.transport.on("/portfolio/positions", positions_page(position_row("KXA", "1.00") + "," +
                                                            position_row("KXA", "2.00")));
  twice.answer_as_usual();
  EXPECT_EQ(fault_of_snapshot(twice), Fault::incomplete);
}

TEST(KalshiSnapshot, KeepsTheSameMarketOnTwoShardsApart) {
  Stage stage;
  stage.transport.on("/portfolio/positions", positions_page(position_row("KXA", "1.00", 0) + "," +
                                                            position_row("KXA", "2.00", 2)));
  stage.answer_as_usual();
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->holdings().size(), 2U);
}

TEST(KalshiSnapshot, RefusesAWatermarkFromTheFuture) {
  Stage near;
  near.transport.on("/exchange/user_data_timestamp", data_time_body(at_s(60)));
  near.answer_as_usual();
  EXPECT_TRUE(near.snapshot());
  Stage far;
  far.transport.on("/exchange/user_data_timestamp", data_time_body(at_s(61)));
  far.answer_as_usual();
  EXPECT_EQ(fault_of_snapshot(far), Fault::malformed);
}

// An old watermark is not this room's to judge: the pass compares it with the newest applied one
// and with the moment at which it was asked for.
TEST(KalshiSnapshot, HandsOnAnOldWatermark) {
  Stage stage;
  stage.transport.on("/exchange/user_data_timestamp", data_time_body(at_s(-86'400)));
  stage.answer_as_usual();
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->as_of(), at_s(-86'400));
}

TEST(KalshiSnapshot, IsNoneForEmptyAndForeignBodies) {
  for (const char* body : {"", " ", "[]", "{}", "null", "<html>maintenance</html>",
                           R"({"error":{"code":"x","message":"y"}})"}) {
    for (const char* path : {"/exchange/user_data_timestamp", "/portfolio/subaccounts/balances",
                             "/portfolio/positions", "/portfolio/balance"}) {
      Stage stage;
      stage.transport.on(path, body);
      stage.answer_as_usual();
      EXPECT_FALSE(stage.snapshot()) << path << " " << body;
    }
  }
}

TEST(KalshiSnapshot, HandsOnTheTransportsOwnFaults) {
  Stage stage;
  stage.transport.on({"/portfolio/positions"}, {fail(Fault::unreachable, "no route")});
  stage.answer_as_usual();
  EXPECT_EQ(fault_of_snapshot(stage), Fault::unreachable);
}

TEST(KalshiSnapshot, HashesTheListingAndNotTheMoment) {
  Stage stage;
  stage.answer_as_usual();
  const auto first = stage.snapshot();
  Stage later;
  later.clock.advance(std::chrono::seconds{9});
  later.answer_as_usual();
  const auto second = later.snapshot();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->header().content_hash, second->header().content_hash);
  EXPECT_NE(first->header().id, second->header().id);
}

// --- the venue's clock ---------------------------------------------------------------------------

const char* const expired = R"({"error":{"code":"header_timestamp_expired","message":"m"}})";

TEST(KalshiClock, IsFollowedOnceWhenItRefusesOurs) {
  Stage stage;
  // The StillClock stands at Mon, 21 Sep 2026 14:13:20 GMT: Kalshi is ten minutes ahead.
  const Headers date{{"Date", "Mon, 21 Sep 2026 14:23:20 GMT"}};
  stage.transport.first_on(
      {"/exchange/user_data_timestamp"},
      {answer(401, expired, date), answer(200, data_time_body(stage.clock.now()), date)});
  stage.answer_as_usual();
  ASSERT_TRUE(stage.snapshot());
  const HttpResponse second{.headers = stage.transport.asked.at(1).headers};
  const std::string stamp{second.header("KALSHI-ACCESS-TIMESTAMP")};
  EXPECT_NEAR(static_cast<double>(std::stoll(stamp) - unix_ms(stage.clock.now())), 600'000, 1'000);
}

TEST(KalshiClock, IsNotAskedForEverWhenItGoesOnRefusing) {
  Stage stage;
  stage.transport.first_on({"/exchange/user_data_timestamp"}, {answer(401, expired)});
  stage.answer_as_usual();
  EXPECT_EQ(fault_of_snapshot(stage), Fault::unauthorised);
  EXPECT_EQ(stage.transport.asked.size(), 1U);
}

// Below us requests wait for the rate budget and for retries; a signature does not keep that long.
TEST(KalshiClock, IsNotBlamedForARequestThatWaitedTooLong) {
  Stage stage;
  stage.transport.first_on({"/exchange/user_data_timestamp"},
                           {answer(401, expired), answer(200, data_time_body(stage.clock.now()))});
  stage.answer_as_usual();
  stage.transport.while_answering = [&] { stage.clock.advance(std::chrono::seconds{12}); };
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  const HttpResponse first{.headers = stage.transport.asked.at(0).headers};
  const HttpResponse second{.headers = stage.transport.asked.at(1).headers};
  EXPECT_EQ(std::stoll(std::string{second.header("KALSHI-ACCESS-TIMESTAMP")}) -
                std::stoll(std::string{first.header("KALSHI-ACCESS-TIMESTAMP")}),
            12'000);

  Stage always;
  always.transport.first_on({"/exchange/user_data_timestamp"}, {answer(401, expired)});
  always.transport.while_answering = [&] { always.clock.advance(std::chrono::seconds{12}); };
  EXPECT_EQ(fault_of_snapshot(always), Fault::unreachable);
  EXPECT_EQ(always.transport.asked.size(), 3U);
}

// --- identity ------------------------------------------------------------------------------------

const IdentityCheck* check_named(const std::vector<IdentityCheck>& checks, const char* name) {
  for (const auto& check : checks) {
    if (check.name == name) return &check;
  }
  return nullptr;
}

TEST(KalshiIdentity, PassesForAGoodKey) {
  Stage stage;
  stage.answer_as_usual();
  auto venue = stage.venue();
  const auto checks = test::run(venue.identify(stage.tape));
  ASSERT_TRUE(checks);
  ASSERT_EQ(checks->size(), 4U);
  for (const auto& check : *checks) {
    EXPECT_TRUE(check.passed) << check.name << check.text;
    EXPECT_TRUE(check.fix.empty());
  }
}

TEST(KalshiIdentity, TellsAWrongKeyFromAWrongClock) {
  Stage wrong_key;
  wrong_key.transport.first_on(
      {"/portfolio/balance"},
      {answer(401, R"({"error":{"code":"authentication_error","details":"NOT_FOUND"}})")});
  auto one = wrong_key.venue();
  const auto refused = test::run(one.identify(wrong_key.tape));
  ASSERT_TRUE(refused);
  EXPECT_TRUE(check_named(*refused, "clock")->passed);
  EXPECT_FALSE(check_named(*refused, "key")->passed);
  EXPECT_FALSE(check_named(*refused, "key")->fix.empty());

  Stage wrong_clock;
  wrong_clock.transport.first_on({"/portfolio/balance"}, {answer(401, expired)});
  auto other = wrong_clock.venue();
  const auto late = test::run(other.identify(wrong_clock.tape));
  ASSERT_TRUE(late);
  EXPECT_FALSE(check_named(*late, "clock")->passed);
  EXPECT_NE(check_named(*late, "clock")->fix.find("NTP"), std::string::npos);
}

TEST(KalshiIdentity, FindsAKeyThatMayNotReadPositions) {
  Stage stage;
  stage.transport.first_on({"/portfolio/positions"}, {answer(403, "{}")});
  stage.answer_as_usual();
  auto venue = stage.venue();
  const auto checks = test::run(venue.identify(stage.tape));
  ASSERT_TRUE(checks);
  EXPECT_TRUE(check_named(*checks, "key")->passed);
  EXPECT_FALSE(check_named(*checks, "read scope")->passed);
}

TEST(KalshiIdentity, SaysThatPerpetualsOnMarginAreNotRead) {
  const auto margin_of = [](const char* limits) {
    Stage stage;
    stage.transport.first_on({"/account/limits"}, {answer(200, limits)});
    stage.answer_as_usual();
    auto venue = stage.venue();
    const auto checks = test::run(venue.identify(stage.tape));
    const auto* found = checks ? check_named(*checks, "margin") : nullptr;
    return found == nullptr ? std::nullopt : std::optional{*found};
  };
  const auto said = margin_of(
      R"({"grants":[{"exchange_instance":"margined","level":"basic"}],"usage_tier":"basic"})");
  ASSERT_TRUE(said);
  EXPECT_FALSE(said->passed);
  EXPECT_EQ(said->weight, CheckWeight::hint) << "it stops no reading";
  EXPECT_FALSE(margin_of(R"({"grants":[],"usage_tier":"basic"})"));
  EXPECT_FALSE(margin_of(R"({"grants":[{"exchange_instance":"event_contract"}]})"));
  EXPECT_FALSE(margin_of("nonsense")) << "a hint is nobody's proof";
}

TEST(KalshiIdentity, SaysNothingWhenNobodyAnswers) {
  Stage stage;
  stage.transport.first_on({"/portfolio/balance"}, {fail(Fault::unreachable, "no route")});
  auto venue = stage.venue();
  EXPECT_FALSE(test::run(venue.identify(stage.tape)));
}

}  // namespace
}  // namespace holdfast::kalshi
