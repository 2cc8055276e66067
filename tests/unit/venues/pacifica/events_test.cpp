#include <gtest/gtest.h>

#include "stage.hpp"
#include "venues/pacifica/limits.hpp"

namespace holdfast::pacifica {
namespace {

using test::answer;
using test::at_s;
using test::qty;

TEST(PacificaEvents, AreSignedByWhatTheTradeDid) {
  Stage stage;
  stage.transport.on("/trades/history", page(trade(1, "ZEC", "open_long", "4", -500) + "," +
                                             trade(2, "ZEC", "close_long", "4", -400) + "," +
                                             trade(3, "ZEC", "open_short", "9", -300) + "," +
                                             trade(4, "ZEC", "close_short", "2", -200)));
  stage.answer_as_usual();
  const auto events = stage.events({{key("ZEC"), at_s(-1000)}});
  ASSERT_TRUE(events) << events.error().what;
  std::vector<std::string> changes;
  for (const Fill& fill : events->fills) changes.push_back(fill.change.text());
  EXPECT_EQ(changes, (std::vector<std::string>{"4", "-4", "-9", "2"}));
  const Fill& first = events->fills.front();
  EXPECT_EQ(first.id.text, "1");
  EXPECT_EQ(first.price, Price::parse("1.1904").value())
      << "the execution's price, not the entry's";
  EXPECT_EQ(first.fee, test::usd("0.25"));
  EXPECT_EQ(first.cause, Cause::trade);
  EXPECT_EQ(events->newest_activity.at(key("ZEC")), at_s(-200));
}

TEST(PacificaEvents, ReadEveryPageAndOnlyTheAskedSymbols) {
  Stage stage;
  stage.transport.on({"/trades/history", "cursor=c2"},
                     {answer(200, page(trade(1, "ZEC", "open_short", "3", -500)))});
  stage.transport.on({"/trades/history"},
                     {answer(200, page(trade(2, "ZEC", "open_short", "4", -400) +
                                           R"(,{"symbol":"SOL-USDC","side":"buy"})",
                                       "c2"))});
  stage.answer_as_usual();
  const auto events = stage.events({{key("ZEC"), at_s(-1000)}});
  ASSERT_TRUE(events) << events.error().what;
  EXPECT_EQ(events->fills.size(), 2U);
  EXPECT_EQ(stage.transport.count("symbol=ZEC&start_time=" + std::to_string(ms(-1000))), 2);
}

TEST(PacificaEvents, AreNotReadFromAHistoryThatDoesNotEnd) {
  const std::string one = trade(1, "ZEC", "open_short", "3", -500);
  std::string full = one;
  for (int i = 2; i <= 100; ++i) full += "," + trade(i, "ZEC", "open_short", "3", -500);
  for (const std::string& body :
       {R"({"success":true,"data":[)" + one + "]}",
        R"({"success":true,"data":[)" + one + R"(],"has_more":true,"next_cursor":null})",
        R"({"success":true,"data":[)" + full + R"(],"has_more":false})"}) {
    Stage stage;
    stage.transport.on("/trades/history", body);
    stage.answer_as_usual();
    const auto events = stage.events({{key("ZEC"), at_s(-1000)}});
    ASSERT_FALSE(events);
    EXPECT_EQ(events.error().fault, Fault::incomplete);
  }
}

TEST(PacificaEvents, SayWhatTookAPosition) {
  const std::pair<const char*, Cause> causes[]{{"market_liquidation", Cause::liquidation},
                                               {"backstop_liquidation", Cause::liquidation},
                                               {"adl_liquidation", Cause::deleveraging},
                                               {"settlement", Cause::settlement},
                                               {"some_new_word", Cause::unknown}};
  for (const auto& [word, cause] : causes) {
    Stage stage;
    stage.transport.on("/trades/history", page(trade(1, "ZEC", "close_short", "3", -500, word)));
    stage.answer_as_usual();
    const auto events = stage.events({{key("ZEC"), at_s(-1000)}});
    ASSERT_TRUE(events);
    EXPECT_EQ(events->fills.front().cause, cause) << word;
    EXPECT_EQ(stage.transport.count("/orders/history"), 0) << "no order of the owner is behind it";
  }
}

TEST(PacificaEvents, TellTheVenuesOwnStopAndTargetByTheOrdersKind) {
  const std::pair<std::string, Cause> kinds[]{
      {past_order(7, "stop_loss_market"), Cause::venue_stop},
      {past_order(7, "stop_limit"), Cause::venue_stop},
      {past_order(7, "take_profit_limit"), Cause::venue_target},
      {past_order(7, "market"), Cause::trade},
      {past_order(7, "market", "5") + "," + past_order(5, "take_profit_market"),
       Cause::venue_target},
      {past_order(8, "stop_loss_market"), Cause::trade}};
  for (const auto& [rows, cause] : kinds) {
    Stage stage;
    stage.transport.on("/trades/history", page(trade(1, "ZEC", "close_short", "3", -500)));
    stage.transport.on("/orders/history", page(rows));
    stage.answer_as_usual();
    const auto events = stage.events({{key("ZEC"), at_s(-1000)}});
    ASSERT_TRUE(events);
    EXPECT_EQ(events->fills.front().cause, cause) << rows;
  }
}

TEST(PacificaEvents, KeepAKeyInMotionThatTheListingIsBehindOf) {
  Stage stage;
  stage.transport.on("/trades/history", page(trade(1, "ZEC", "open_short", "3", -10)));
  stage.answer_as_usual();  // account and listing tell of nothing after -600 s
  const auto events = stage.events({{key("ZEC"), at_s(-1000)}});
  ASSERT_TRUE(events);
  EXPECT_TRUE(events->unsettled.contains(key("ZEC")));
}

TEST(PacificaEvents, BelieveAListingThatKnowsOfTheTrade) {
  Stage stage;
  stage.transport.on("/account?", account(1, -10));
  stage.transport.on("/trades/history", page(trade(1, "ZEC", "open_short", "3", -10)));
  stage.answer_as_usual();
  EXPECT_TRUE(stage.events({{key("ZEC"), at_s(-1000)}})->unsettled.empty());
}

TEST(PacificaEvents, DoNotDoubtAListingForEver) {
  Stage stage;
  stage.transport.on("/trades/history", page(trade(1, "ZEC", "open_short", "3", -301)));
  stage.answer_as_usual();
  EXPECT_TRUE(stage.events({{key("ZEC"), at_s(-1000)}})->unsettled.empty());
}

TEST(PacificaEvents, CountAnOpenOrderThatFillsAheadOfTheListing) {
  const auto order = [](const std::string& filled) {
    return list(
        fmt::format(R"({{"symbol":"ZEC","filled_amount":"{}","updated_at":{}}})", filled, ms(-10)));
  };
  for (const bool fills : {true, false}) {
    Stage stage;
    stage.transport.on("/orders?", order(fills ? "1" : "0"));
    stage.answer_as_usual();
    EXPECT_EQ(stage.events({{key("ZEC"), at_s(-1000)}})->unsettled.contains(key("ZEC")), fills);
  }
}

TEST(PacificaEvents, KeepBothOfOneIdThatIsToldTwiceDifferently) {
  Stage stage;
  stage.transport.on("/trades/history", page(trade(1, "ZEC", "open_short", "3", -500) + "," +
                                             trade(1, "ZEC", "open_short", "3", -500) + "," +
                                             trade(1, "ZEC", "open_short", "2", -500)));
  stage.answer_as_usual();
  EXPECT_EQ(stage.events({{key("ZEC"), at_s(-1000)}})->fills.size(), 2U);
}

TEST(PacificaEvents, GoOnBesideATradeThatCannotBeRead) {
  Stage stage;
  stage.transport.on("/trades/history", page(trade(1, "ZEC", "open_sideways", "3", -500) + "," +
                                             trade(2, "BTC", "open_short", "3", -500)));
  stage.answer_as_usual();
  const auto events = stage.events({{key("ZEC"), at_s(-1000)}, {key("BTC"), at_s(-1000)}});
  ASSERT_TRUE(events) << events.error().what;
  EXPECT_EQ(events->fills.size(), 1U);
  EXPECT_TRUE(events->flawed.contains(key("ZEC")));
  EXPECT_FALSE(events->flawed.contains(key("BTC")));
}

TEST(PacificaEvents, TellHowLargeAnOpenOrderIs) {
  const auto size = [](const std::string& amount) {
    Stage stage;
    stage.transport.on("/orders?", list(R"({"order_id":7,"symbol":"ZEC","filled_amount":"0",)"
                                        R"("updated_at":1,"initial_amount":)" +
                                        amount + "}"));
    stage.answer_as_usual();
    const auto events = stage.events({{key("ZEC"), at_s(-1000)}});
    const auto known = events->order_sizes.find("7");
    return known == events->order_sizes.end() ? "" : known->second.text();
  };
  EXPECT_EQ(size(R"("2.5")"), "2.5");
  EXPECT_EQ(size(R"("0")"), "") << "a stop's, for whatever is held then";
  EXPECT_EQ(size("null"), "");
}

TEST(PacificaEvents, NameTheSymbolsOnWhichAnOrderMayFill) {
  const auto open = [](const std::string& type) {
    Stage stage;
    stage.transport.on("/orders?", list(R"({"order_id":7,"symbol":"ZEC","filled_amount":"0",)"
                                        R"("updated_at":1,"order_type":")" +
                                        type + R"("})"));
    stage.answer_as_usual();
    return stage.events({{key("ZEC"), at_s(-1000)}})->open_orders;
  };
  EXPECT_EQ(open("limit"), std::set<PositionKey>{key("ZEC")});
  EXPECT_TRUE(open("stop_loss_market").empty()) << "it waits for a price";
}

TEST(PacificaEvents, GiveEachLifeOfASymbolItsOwnMode) {
  Stage stage;  // listed as isolated since -900 s; before that it was held cross
  stage.transport.on("/positions?", listing(row("ZEC", "ask", "12.75", true)));
  stage.transport.on("/trades/history", page(trade(1, "ZEC", "close_long", "4", -950) + "," +
                                             trade(2, "ZEC", "open_short", "12.75", -900)));
  stage.answer_as_usual();
  const auto events =
      stage.events({{key("ZEC"), at_s(-5000)}, {key("ZEC", MarginMode::isolated), UtcTime{}}});
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->fills.size(), 2U);
  EXPECT_EQ(events->fills[0].key, key("ZEC"));
  EXPECT_EQ(events->fills[1].key, key("ZEC", MarginMode::isolated));
}

TEST(PacificaEvents, AskAboutANewPositionFromItsOwnBeginning) {
  Stage stage;
  stage.answer_as_usual();
  ASSERT_TRUE(stage.events({{key("ZEC"), UtcTime{}}}));
  EXPECT_EQ(stage.transport.count("start_time=" + std::to_string(ms(-901))), 1);
}

TEST(PacificaEvents, AskManySymbolsInOneWalk) {
  Stage stage;
  stage.answer_as_usual();
  ASSERT_TRUE(stage.events({{key("A"), at_s(-9)}, {key("B"), at_s(-50)}, {key("C"), at_s(-7)}}));
  EXPECT_EQ(stage.transport.count("/trades/history"), 1);
  EXPECT_EQ(stage.transport.count("symbol="), 0);
  EXPECT_EQ(stage.transport.count("start_time=" + std::to_string(ms(-50))), 1);
}

TEST(PacificaEvents, BeginALifeThatAFlipBeganWithoutTheHalfThatEndedTheOneBefore) {
  Stage stage;  // listed since -900 s
  stage.transport.on("/trades/history", page(trade(1, "ZEC", "close_long", "4", -900) + "," +
                                             trade(2, "ZEC", "open_short", "12.75", -900)));
  stage.answer_as_usual();
  EXPECT_EQ(stage.events({{key("ZEC"), UtcTime{}}})->fills.size(), 1U);
  EXPECT_EQ(stage.events({{key("ZEC"), at_s(-5000)}})->fills.size(), 2U) << "both lives are asked";
}

TEST(PacificaEvents, TurnFundingIntoMoneyReceived) {
  Stage stage;
  stage.transport.on(
      "/funding/history",
      page(funding(12, "ZEC", "2.617479", -300) + "," + funding(11, "ZEC", "-0.5", -400) + "," +
               funding(10, "BTC", "9", -400) + "," + funding(9, "ZEC", "7", -5000),
           "more"));
  stage.answer_as_usual();
  const auto events = stage.events({{key("ZEC"), at_s(-1000)}});
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->funding.size(), 2U);
  EXPECT_EQ(events->funding[0].received, test::usd("-0.5"));
  EXPECT_EQ(events->funding[1].received, test::usd("2.617479"));
  EXPECT_EQ(stage.transport.count("/funding/history"), 1) << "older pages are not wanted";
}

// Rows of the newest minutes, 100 a page: as many as are wanted, and one page more.
void pay(Stage& stage, int pages, std::int64_t last_s) {
  for (int number = pages; number >= 1; --number) {
    std::string rows;
    for (int i = 0; i < 100; ++i) {
      const std::int64_t at = last_s - (number - 1) * 100 - i;
      if (i > 0) rows += ",";
      rows += funding(100'000 + at, i % 2 == 0 ? "ZEC" : "BTC", "-0.01", at);
    }
    const std::string next = number == pages ? "" : "c" + std::to_string(number + 1);
    std::vector<std::string> words{"/funding/history"};
    if (number > 1) words.push_back("cursor=c" + std::to_string(number));
    stage.transport.on(words, {answer(200, page(rows, next))});
  }
}

TEST(PacificaEvents, TellAllFundingHoweverManyPagesThereAre) {
  Stage stage;
  pay(stage, 9, -100);
  stage.answer_as_usual();
  const auto events = stage.events({{key("ZEC"), at_s(-899)}});
  ASSERT_TRUE(events) << events.error().what;
  EXPECT_EQ(events->funding.size(), 400U) << "every second row of eight pages";
  EXPECT_EQ(stage.transport.count("/funding/history"), 9);
}

TEST(PacificaEvents, CountARowOfFundingOnceThatMovedOnToTheNextPage) {
  Stage stage;
  stage.transport.on({"/funding/history", "cursor=c2"},
                     {answer(200, page(funding(11, "ZEC", "-0.5", -400) + "," +
                                       funding(10, "ZEC", "-0.25", -500)))});
  stage.transport.on({"/funding/history"},
                     {answer(200, page(funding(11, "ZEC", "-0.5", -400), "c2"))});
  stage.answer_as_usual();
  EXPECT_EQ(stage.events({{key("ZEC"), at_s(-1000)}})->funding.size(), 2U);
}

// Nobody knows when it began: its first trade does.
TEST(PacificaEvents, LookForFundingNoFurtherThanTheFirstTrade) {
  Stage stage;
  stage.transport.on("/trades/history", page(trade(1, "BTC", "open_short", "3", -250)));
  pay(stage, 9, -100);
  stage.answer_as_usual();
  ASSERT_TRUE(stage.events({{key("BTC"), UtcTime{}}}));
  EXPECT_EQ(stage.transport.count("/funding/history"), 2);
  Stage idle;
  idle.answer_as_usual();
  ASSERT_TRUE(idle.events({{key("BTC"), UtcTime{}}}));
  EXPECT_EQ(idle.transport.count("/funding/history"), 0) << "what was never traded paid nothing";
}

TEST(PacificaEvents, NeedEveryFieldOfATrade) {
  for (const std::string field :
       {"history_id", "symbol", "amount", "price", "fee", "side", "created_at"}) {
    Stage stage;
    std::string text = trade(1, "ZEC", "open_short", "3", -500);
    text.replace(text.find("\"" + field + "\""), field.size() + 2, "\"" + field + "_v2\"");
    stage.transport.on("/trades/history", page(text));
    stage.answer_as_usual();
    const auto events = stage.events({{key("ZEC"), at_s(-1000)}});
    ASSERT_FALSE(events) << field;
    EXPECT_EQ(events.error().fault, Fault::malformed);
  }
}

TEST(PacificaCredits, CountHistoriesTwelvefold) {
  EXPECT_EQ(limits::credits_of("/pacifica/api/v1/trades/history?account=x"), 12U);
  EXPECT_EQ(limits::credits_of("/api/v1/orders/history?account=x&limit=100"), 12U);
  EXPECT_EQ(limits::credits_of("/api/v1/funding/history?account=x"), 1U);
  EXPECT_EQ(limits::credits_of("/api/v1/positions?account=x/trades/history"), 1U);
}

}  // namespace
}  // namespace holdfast::pacifica
