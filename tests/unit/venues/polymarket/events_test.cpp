#include "venues/polymarket/events.hpp"

#include <gtest/gtest.h>

#include "stage.hpp"
#include "support/shared_file.hpp"
#include "venues/polymarket/parse.hpp"

namespace holdfast::polymarket {
namespace {

using test::answer;
using test::at_s;
using test::poly_key;
using test::px;
using test::qty;
using test::usd;

const PositionKey key_a = poly_key(token_a);
const PositionKey key_c = poly_key(token_c);

Result<VenueEvents> events_from(const std::string& rows, EventQuery query = {{key_a, at_s(0)}}) {
  Stage stage;
  stage.transport.on("/v2/activity", page(rows));
  return stage.events(std::move(query));
}

TEST(PolymarketEvents, AreFillsWithASignAndTheFeeApart) {
  const auto bought = events_from(activity_row());
  ASSERT_TRUE(bought) << bought.error().what;
  ASSERT_EQ(bought->fills.size(), 1U);
  EXPECT_EQ(bought->fills[0].change, qty("22.84"));
  EXPECT_EQ(bought->fills[0].price, px("0.52"));
  EXPECT_EQ(bought->fills[0].fee, usd("0.28504"));  // 12.16184 - 22.84 x 0.52
  EXPECT_EQ(bought->fills[0].at, at_s(10));
  EXPECT_EQ(bought->newest_activity.at(key_a), at_s(10));
  const auto sold = events_from(activity_row({.side = "SELL"}));
  EXPECT_EQ(sold->fills[0].change, qty("-22.84"));
  EXPECT_EQ(sold->fills[0].fee, Money{});
  const auto less = events_from(activity_row({.side = "SELL", .usdc_size = "11.59176"}));
  EXPECT_EQ(less->fills[0].fee, usd("0.28504"));  // 22.84 x 0.52 - 11.59176
}

// 3.141592 x 0.013 = 0.040840696, of which the chain moves 0.040840.
TEST(PolymarketEvents, HaveTheFeeOfTheVenuesOwnSteps) {
  for (const auto& [side, usdc, fee] :
       {std::tuple{"BUY", "0.04285", "0.00201"}, std::tuple{"SELL", "0.03883", "0.00201"},
        std::tuple{"BUY", "0.04084", "0"}, std::tuple{"SELL", "0.04084", "0"}}) {
    const auto events = events_from(
        activity_row({.side = side, .size = "3.141592", .usdc_size = usdc, .price = "0.013"}));
    ASSERT_TRUE(events) << events.error().what;
    EXPECT_EQ(events->fills.at(0).fee, usd(fee)) << side << ' ' << usdc;
  }
}

TEST(PolymarketEvents, InventNoFeeWhereNoneCanBeDerived) {
  // Less than the price, more than twice it, no amount at all.
  for (const auto& words : {ActivityWords{.usdc_size = "11"}, ActivityWords{.usdc_size = "40"},
                            ActivityWords{.usdc_size = "null"}}) {
    const auto events = events_from(activity_row(words));
    ASSERT_TRUE(events) << events.error().what;
    EXPECT_EQ(events->fills.at(0).fee, Money{});
  }
}

TEST(PolymarketEvents, HaveIdsThatLastAndTellEqualRowsApart) {
  const std::string twice = activity_row() + "," + activity_row();
  const auto first = events_from(twice);
  const auto again = events_from(twice + "," + activity_row({.transaction = "0xnew"}));
  ASSERT_TRUE(first && again);
  ASSERT_EQ(first->fills.size(), 2U);
  EXPECT_NE(first->fills[0].id, first->fills[1].id);
  std::set<FillId> known;
  for (const Fill& fill : again->fills) known.insert(fill.id);
  EXPECT_EQ(known.size(), 3U);
  for (const Fill& fill : first->fills) EXPECT_TRUE(known.contains(fill.id));
  // The same number written in another way is the same row.
  const auto rewritten = events_from(activity_row({.size = "22.840", .price = "5.2e-1"}));
  ASSERT_TRUE(rewritten);
  EXPECT_TRUE(known.contains(rewritten->fills.at(0).id));
}

TEST(PolymarketEvents, AreOfTheAskedKeysSinceTheAskedMoment) {
  const std::string rows = activity_row() + "," + activity_row({.token = token_c}) + "," +
                           activity_row({.transaction = "0x2", .timestamp = 1'790'000'005});
  const auto events = events_from(rows, {{key_a, at_s(6)}});
  ASSERT_TRUE(events);
  EXPECT_EQ(events->fills.size(), 1U);
  EXPECT_FALSE(events->newest_activity.contains(key_c));
}

TEST(PolymarketEvents, SettleWhatWasRedeemed) {
  const auto won = events_from(
      activity_row({.kind = "REDEEM", .side = "", .size = "30", .usdc_size = "30", .price = "0"}));
  ASSERT_TRUE(won) << won.error().what;
  ASSERT_EQ(won->settlements.size(), 1U);
  EXPECT_EQ(won->settlements[0].change, qty("-30"));
  EXPECT_EQ(won->settlements[0].payout, px("1"));
  const auto lost = events_from(
      activity_row({.kind = "REDEEM", .side = "", .size = "30", .usdc_size = "0", .price = "0"}));
  EXPECT_EQ(lost->settlements.at(0).payout, Price{});
}

TEST(PolymarketEvents, InventNoPayout) {
  for (const auto& words :
       {ActivityWords{.kind = "REDEEM", .size = "30", .usdc_size = "31"},
        ActivityWords{.kind = "REDEEM", .size = "3", .usdc_size = "1"},
        ActivityWords{.kind = "REDEEM", .size = "0", .usdc_size = "5"},
        ActivityWords{.kind = "REDEEM", .size = "null", .usdc_size = "5"},
        ActivityWords{.kind = "REDEEM", .token = "", .size = "30", .usdc_size = "30"}}) {
    const auto events = events_from(activity_row(words));
    ASSERT_TRUE(events) << events.error().what;
    EXPECT_TRUE(events->settlements.empty());
    EXPECT_TRUE(events->newest_activity.contains(key_a));
  }
}

// A split, merge or conversion moves tokens and names a condition only.
TEST(PolymarketEvents, CountAsActivityOnEveryTokenTheyMayHaveMoved) {
  const std::string trade = activity_row({.timestamp = 1'790'000'001});
  const auto merge = [&](const std::string& condition) {
    return activity_row({.kind = "MERGE",
                         .token = "",
                         .side = "",
                         .condition = condition,
                         .timestamp = 1'790'000'050});
  };
  const auto same = events_from(trade + "," + merge("0x571a"));
  EXPECT_EQ(same->newest_activity.at(key_a), at_s(50));
  const auto other = events_from(trade + "," + merge("0x9999"));
  EXPECT_EQ(other->newest_activity.at(key_a), at_s(1));
  const auto unknown = events_from(merge("0x9999"));  // whose condition is nobody knows
  EXPECT_EQ(unknown->newest_activity.at(key_a), at_s(50));
  const auto reward = events_from(activity_row({.kind = "REWARD", .token = ""}));
  EXPECT_FALSE(reward->newest_activity.contains(key_a));
  const auto kind_of_tomorrow = events_from(activity_row({.kind = "TELEPORT", .token = ""}));
  EXPECT_TRUE(kind_of_tomorrow->newest_activity.contains(key_a));
}

// One transaction may merge several sets of one size; the feed names them in any order, or one of
// them only later.
TEST(PolymarketEvents, OfAConditionHaveAnIdOfTheirOwn) {
  const AccountId account{"polymarket/main"};
  const auto merge = [](const std::string& condition) {
    Activity row;
    row.kind = "MERGE";
    row.transaction = "0x1";
    row.condition = condition;
    row.size = "30";
    row.at = at_s(5);
    return row;
  };
  const auto ids = [&](const std::vector<Activity>& rows) {
    const EventQuery query{{key_a, at_s(0)}, {key_c, at_s(0)}};
    const auto events = events_of(rows, query, account, {{token_a, "0xa"}, {token_c, "0xc"}});
    std::map<PositionKey, std::string> found;
    for (const Transfer& transfer : events->transfers) found[transfer.key] = transfer.id;
    return found;
  };
  const auto both = ids({merge("0xa"), merge("0xc")});
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(ids({merge("0xc"), merge("0xa")}), both);
  EXPECT_EQ(ids({merge("0xc")}).at(key_c), both.at(key_c));
}

TEST(PolymarketEvents, AreReadToTheEndMarker) {
  Stage stage;
  stage.transport.on("cursor=two", page(activity_row({.transaction = "0x2"})));
  stage.transport.on("/v2/activity", page(activity_row(), "two"));
  const auto events = stage.events({{key_a, at_s(0)}});
  ASSERT_TRUE(events) << events.error().what;
  EXPECT_EQ(events->fills.size(), 2U);
  EXPECT_EQ(stage.transport.count("start=1789999999"), 2);

  Stage cut;
  cut.transport.on({"cursor=two"}, {answer(500, "")});
  cut.transport.on("/v2/activity", page(activity_row(), "two"));
  EXPECT_FALSE(cut.events({{key_a, at_s(0)}}));
}

TEST(PolymarketEvents, GoOnBesideATradeThatCannotBe) {
  for (const auto& words : {ActivityWords{.side = "HOLD"}, ActivityWords{.size = "-1"},
                            ActivityWords{.size = "1e30"}, ActivityWords{.price = "1e30"}}) {
    const auto events = events_from(activity_row(words) + "," + activity_row({}));
    ASSERT_TRUE(events) << events.error().what;
    EXPECT_EQ(events->flawed.size(), 1U);
    EXPECT_EQ(events->fills.size(), 1U);
  }
}

TEST(PolymarketEvents, RefuseTradesThatDoNotSayWhatTheyDid) {
  for (const auto& words :
       {ActivityWords{.side = ""}, ActivityWords{.size = "null"}, ActivityWords{.price = "null"},
        ActivityWords{.token = ""}, ActivityWords{.transaction = ""}, ActivityWords{.kind = ""},
        ActivityWords{.token = "abc"}, ActivityWords{.size = "\"1\""}}) {
    const auto events = events_from(activity_row(words));
    ASSERT_FALSE(events);
    EXPECT_EQ(events.error().fault, Fault::malformed);
  }
  const auto stranger =
      events_from(activity_row({.owner = "0x0000000000000000000000000000000000000101"}));
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().fault, Fault::identity);
}

TEST(PolymarketEvents, ReadTheOlderFeed) {
  Stage stage;
  stage.config.shape = DataShape::v1;
  stage.transport.on("/activity?",
                     R"([{"proxyWallet":")" + wallet +
                         R"(","timestamp":1790000010,)"
                         R"("conditionId":"0x571a","type":"TRADE","size":5,"usdcSize":2.5,)"
                         R"("transactionHash":"0x7958","price":0.5,"asset":")" +
                         token_a + R"(","side":"BUY","outcomeIndex":0}])");
  const auto events = stage.events({{key_a, at_s(0)}});
  ASSERT_TRUE(events) << events.error().what;
  EXPECT_EQ(events->fills.at(0).change, qty("5"));
}

TEST(PolymarketEvents, ReadTheRecording) {
  const auto sample =
      test::shared_file("protocols/samples/polymarket/data_v2/activity_recorded_2026-09.json");
  if (!sample) GTEST_SKIP() << "no samples here";
  const Holder holder{AccountId{"polymarket/main"}, crypto::EthAddress::parse(wallet).value()};
  const auto read = parse_activity(*sample, holder);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->rows.at(0).usdc_size, "12.16184");
  for (std::size_t length = 0; length < sample->find_last_of('}'); ++length) {
    EXPECT_FALSE(parse_activity(sample->substr(0, length), holder)) << length;
  }
}

TEST(PolymarketInstruments, AreAskedAgainAsClosedWhenTheyAreNotAmongTheOpenOnes) {
  Stage stage;
  const auto market = [](const std::string& id, const std::string& more) {
    return R"([{"question":"q","clobTokenIds":"[\")" + id + R"(\",\"9\"]")" + more + "}]";
  };
  stage.transport.on({"closed=true"}, {answer(200, market(token_c, R"(,"closed":true)"))});
  stage.transport.on("/markets", market(token_a, R"(,"active":true)"));
  auto venue = stage.venue();
  const auto found = test::run(
      venue.fetch_instruments({InstrumentId{token_a}, InstrumentId{token_c}}, stage.tape));
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 2U);
  ASSERT_EQ(stage.transport.asked.size(), 2U);
  EXPECT_EQ(stage.transport.asked[1].target.find(token_a), std::string::npos);
  EXPECT_EQ(stage.transport.asked[0].origin, "http://gamma");
}

// What a pass has asked for names is known when the events of the same tokens are read.
TEST(PolymarketInstruments, AreNotAskedAgainForTheirEvents) {
  for (const bool described : {true, false}) {
    Stage stage;
    stage.transport.on("/markets", R"([{"question":"q","conditionId":"0x571a","active":true,)"
                                   R"("clobTokenIds":"[\")" +
                                       token_a + R"(\",\"9\"]"}])");
    stage.transport.on(
        "/v2/activity",
        page(activity_row(
            {.kind = "MERGE", .token = "", .side = "", .size = "30", .usdc_size = "30"})));
    auto venue = stage.venue();
    if (described) {
      ASSERT_TRUE(test::run(venue.fetch_instruments({InstrumentId{token_a}}, stage.tape)));
    }
    const auto events = test::run(venue.fetch_events({{key_a, UtcTime{}}}, stage.tape));
    ASSERT_TRUE(events) << events.error().what;
    EXPECT_EQ(events->transfers.size(), 1U);
    EXPECT_EQ(stage.transport.count("/markets"), 1) << described;
  }
}

}  // namespace
}  // namespace holdfast::polymarket
