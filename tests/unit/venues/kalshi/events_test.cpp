#include <gtest/gtest.h>

#include "stage.hpp"

namespace holdfast::kalshi {
namespace {

using test::answer;
using test::at_s;
using test::kalshi_key;
using test::qty;

// In bodies.hpp fills happen at 14:13:40.5 on 21 September 2026: twenty seconds after at_s(0).
const PositionKey key = kalshi_key("KXTEST-26-A");

TEST(KalshiEvents, HoldFillsAndSettlementsOfTheAskedKeysOnly) {
  Stage stage;
  stage.transport.on(
      "/portfolio/fills",
      list_page("fills", fill_row() + "," + fill_row({.id = "fill-2", .ticker = "KXOTHER"}) + "," +
                             fill_row({.id = "fill-3", .subaccount = 4})));
  stage.transport.on(
      "/portfolio/settlements",
      list_page("settlements", settlement_row() + "," + settlement_row({.ticker = "KXOTHER"})));
  stage.answer_as_usual();
  const auto events = stage.events({{key, at_s(0)}});
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->fills.size(), 1U);
  EXPECT_EQ(events->fills[0].change, qty("1"));
  ASSERT_EQ(events->settlements.size(), 1U);
  EXPECT_EQ(events->settlements[0].change, qty("-3"));
  ASSERT_EQ(events->newest_activity.size(), 1U);
  EXPECT_EQ(events->newest_activity.at(key), events->settlements[0].at);
  EXPECT_TRUE(events->unsettled.empty());
}

TEST(KalshiEvents, LeaveOutWhatHappenedBefore) {
  Stage stage;
  stage.transport.on("/portfolio/fills", list_page("fills", fill_row()));
  stage.answer_as_usual();
  EXPECT_EQ(stage.events({{key, at_s(20)}})->fills.size(), 1U);
  EXPECT_EQ(stage.events({{key, at_s(21)}})->fills.size(), 0U);
  EXPECT_NE(stage.transport.count("min_ts=" + std::to_string(1'790'000'019)), 0);
}

TEST(KalshiEvents, ComeInTheOrderInWhichTheyHappened) {
  Stage stage;
  stage.transport.on(
      "/portfolio/fills",
      list_page("fills", fill_row({.id = "late", .created = "2026-09-21T15:00:00Z"}) + "," +
                             fill_row({.id = "early", .created = "2026-09-21T14:30:00Z"})));
  stage.answer_as_usual();
  const auto events = stage.events({{key, at_s(0)}});
  ASSERT_TRUE(events);
  EXPECT_EQ(events->fills.at(0).id.text, "early");
  EXPECT_EQ(events->fills.at(1).id.text, "late");
}

TEST(KalshiEvents, AskTheHistoricalListForWhatIsOlderThanItsCutoff) {
  Stage stage;
  stage.transport.on("/historical/fills",
                     list_page("fills", fill_row({.id = "old", .created = "2026-05-01T00:00:00Z"}) +
                                            "," + fill_row()));
  stage.transport.on("/portfolio/fills", list_page("fills", fill_row()));
  stage.answer_as_usual();
  const auto events = stage.events({{key, UtcTime{}}});
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->fills.size(), 2U);  // the one in both lists counts once
  EXPECT_EQ(events->fills[0].id.text, "old");
  EXPECT_EQ(stage.transport.count("/historical/fills?limit=1000&ticker=KXTEST-26-A"), 1);

  Stage recent;
  recent.answer_as_usual();
  ASSERT_TRUE(recent.events({{key, at_s(0)}}));
  EXPECT_EQ(recent.transport.count("/historical/fills"), 0);
}

// Whoever judges them sees that they contradict each other.
TEST(KalshiEvents, KeepBothContentsOfOneFill) {
  Stage stage;
  stage.transport.on("/portfolio/fills",
                     list_page("fills", fill_row() + "," + fill_row({.count = "2.00"})));
  stage.answer_as_usual();
  const auto events = stage.events({{key, at_s(0)}});
  ASSERT_TRUE(events);
  EXPECT_EQ(events->fills.size(), 2U);
}

TEST(KalshiEvents, NameTheKeysOnWhichAnOrderRests) {
  Stage stage;
  stage.transport.on("/portfolio/orders",
                     list_page("orders", R"({"ticker":"KXTEST-26-A","status":"resting",)"
                                         R"("order_id":"o1","initial_count_fp":"7.50"},)"
                                         R"({"ticker":"KXOTHER","status":"resting"})"));
  stage.answer_as_usual();
  const auto events = stage.events({{key, at_s(0)}});
  ASSERT_TRUE(events);
  EXPECT_EQ(events->open_orders, std::set<PositionKey>{key});
  EXPECT_TRUE(events->unsettled.empty());
  EXPECT_EQ(stage.transport.count("status=resting"), 1);
  EXPECT_EQ(events->order_sizes, (std::map<std::string, Quantity>{{"o1", qty("7.5")}}));
}

TEST(KalshiEvents, KnowAnOrderOfAnotherShardOrSubaccount) {
  Stage stage;
  stage.transport.on(
      "/portfolio/orders",
      list_page("orders", R"({"ticker":"KXTEST-26-A","status":"resting","exchange_index":3},)"
                          R"({"ticker":"KXTEST-26-A","status":"resting","subaccount_number":9})"));
  stage.answer_as_usual();
  const auto events = stage.events({{key, at_s(0)}});
  ASSERT_TRUE(events);
  EXPECT_TRUE(events->unsettled.empty());
}

TEST(KalshiEvents, ReadTheWholeFeedWhenManyMarketsAreAsked) {
  Stage stage;
  stage.transport.on("cursor=two", list_page("fills", fill_row({.id = "second"})));
  stage.transport.on("/portfolio/fills", list_page("fills", fill_row(), "two"));
  stage.answer_as_usual();
  EventQuery query{{key, at_s(0)}};
  for (int i = 0; i < 10; ++i) query.emplace(kalshi_key("KX" + std::to_string(i)), at_s(5));
  const auto events = stage.events(query);
  ASSERT_TRUE(events) << events.error().what;
  EXPECT_EQ(events->fills.size(), 2U);
  EXPECT_EQ(stage.transport.count("/portfolio/fills"), 2);
  EXPECT_EQ(stage.transport.count("fills?limit=1000&ticker="), 0);
}

TEST(KalshiEvents, AreNoneWhenAnyPartCannotBeRead) {
  for (const char* path : {"/portfolio/fills", "/portfolio/settlements", "/portfolio/orders",
                           "/historical/cutoff", "/historical/fills"}) {
    for (auto& bad : {answer(500, ""), answer(200, "{}"), answer(200, R"({"cursor":""})")}) {
      Stage stage;
      stage.transport.on({path}, {bad});
      stage.answer_as_usual();
      EXPECT_FALSE(stage.events({{key, UtcTime{}}})) << path << " " << bad.body;
    }
  }
}

TEST(KalshiEvents, AreNotAskedForNothing) {
  Stage stage;
  ASSERT_TRUE(stage.events({}));
  EXPECT_TRUE(stage.transport.asked.empty());
}

TEST(KalshiInstruments, AreAskedInOneQuestionAndOnlyTheAskedOnesComeBack) {
  Stage stage;
  stage.transport.on("/markets?limit=1000&tickers=KXA%2CKXB",
                     list_page("markets", R"({"ticker":"KXB","status":"active"},)"
                                          R"({"ticker":"KXZ","status":"active"})"));
  auto venue = stage.venue();
  const auto found =
      test::run(venue.fetch_instruments({InstrumentId{"KXB"}, InstrumentId{"KXA"}}, stage.tape));
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->at(0).id.text, "KXB");
}

}  // namespace
}  // namespace holdfast::kalshi
