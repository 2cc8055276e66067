#include <gtest/gtest.h>

#include "bodies.hpp"
#include "support/shared_file.hpp"
#include "support/values.hpp"
#include "venues/polymarket/parse.hpp"

namespace holdfast::polymarket {
namespace {

using test::px;
using test::qty;
using test::usd;

const Holder holder{AccountId{"polymarket/main"}, crypto::EthAddress::parse(wallet).value()};

std::string with(std::string body, const std::string& part, const std::string& other) {
  const auto at = body.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return body.replace(at, part.size(), other);
}

TEST(PolymarketPositions, KeepEveryNumberAsTheVenueWroteIt) {
  const auto read = parse_positions(page(position_row()), holder);
  ASSERT_TRUE(read) << read.error().what;
  ASSERT_EQ(read->holdings.size(), 1U);
  const Holding& row = read->holdings[0];
  EXPECT_EQ(row.key.text(), "polymarket/main#0.0:" + token_a);
  EXPECT_EQ(row.quantity, qty("28.09"));
  EXPECT_EQ(row.figures.average_price.value, px("0.6699"));
  EXPECT_EQ(row.figures.cost.value, usd("18.8202"));
  EXPECT_EQ(row.figures.fees.value, usd("0.31053"));
  EXPECT_EQ(row.figures.pnl.value, usd("1.264"));
  EXPECT_EQ(row.figures.percent_pnl.value, usd("6.7161"));
  EXPECT_EQ(row.about.outcome, "No");
  EXPECT_EQ(row.about.opposite, token_b);
  EXPECT_EQ(row.about.event, "heat");
  EXPECT_TRUE(row.about.negative_risk);
  EXPECT_EQ(row.about.price, px("0.715"));
  EXPECT_FALSE(row.lost);
}

TEST(PolymarketPositions, ReadTheOlderShapeAlike) {
  const auto older = parse_positions_v1("[" + v1_row() + "]", holder);
  const auto newer = parse_positions(page(position_row()), holder);
  ASSERT_TRUE(older) << older.error().what;
  ASSERT_TRUE(newer);
  EXPECT_EQ(older->holdings[0].key, newer->holdings[0].key);
  EXPECT_EQ(older->holdings[0].quantity, newer->holdings[0].quantity);
  EXPECT_EQ(older->holdings[0].figures.cost, newer->holdings[0].figures.cost);
  EXPECT_EQ(older->holdings[0].about, newer->holdings[0].about);
  EXPECT_TRUE(parse_positions_v1("[]", holder)->holdings.empty());
}

TEST(PolymarketPositions, AreIncompleteUnlessThePageSaysWhetherThereIsMore) {
  const std::string last = page(position_row());
  const std::string more = page(position_row(), "next");
  EXPECT_EQ(parse_positions(more, holder)->next_cursor, "next");
  const std::string bad[]{
      with(last, R"("has_more":false,)", ""),
      with(last, R"(,"next_cursor":null)", ""),
      with(more, R"("next_cursor":"next")", R"("next_cursor":null)"),
      with(more, R"("next_cursor":"next")", R"("next_cursor":"")"),
      with(more, R"("has_more":true)", R"("has_more":false)"),
      R"({"data":[]})",
      R"({"data":[],"pagination":{}})",
  };
  for (const auto& body : bad) {
    const auto read = parse_positions(body, holder);
    ASSERT_FALSE(read) << body;
    EXPECT_EQ(read.error().fault, Fault::incomplete) << read.error().what;
  }
}

TEST(PolymarketPositions, BelongToTheWalletThatWasAskedAbout) {
  const auto upper = parse_positions(
      page(position_row({.owner = "0x379A410A36C101E3B8DFB6C90D1176EB0DEF4B1A"})), holder);
  EXPECT_TRUE(upper);
  const auto other = parse_positions(
      page(position_row() + "," +
           position_row({.token = token_c, .owner = "0x0000000000000000000000000000000000000101"})),
      holder);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().fault, Fault::identity);
  const auto v1 = parse_positions_v1(
      "[" + v1_row(token_a, "1", "0x0000000000000000000000000000000000000101") + "]", holder);
  ASSERT_FALSE(v1);
  EXPECT_EQ(v1.error().fault, Fault::identity);
  EXPECT_EQ(parse_positions(page(position_row({.owner = "nobody"})), holder).error().fault,
            Fault::malformed);
}

TEST(PolymarketPositions, NameTheFieldThatIsGoneOrRenamed) {
  for (const std::string field : {"proxy_wallet", "token_id", "current_size"}) {
    const auto read = parse_positions(
        page(with(position_row(), "\"" + field + "\":", "\"was_" + field + "\":")), holder);
    ASSERT_FALSE(read) << field;
    EXPECT_EQ(read.error().fault, Fault::malformed);
    EXPECT_NE(read.error().what.find(field), std::string::npos) << read.error().what;
  }
  for (const std::string field : {"proxyWallet", "asset", "size"}) {
    const auto read = parse_positions_v1(
        "[" + with(v1_row(), "\"" + field + "\":", "\"was_" + field + "\":") + "]", holder);
    ASSERT_FALSE(read) << field;
    EXPECT_EQ(read.error().fault, Fault::malformed);
  }
}

TEST(PolymarketPositions, MakeOnlyTheirOwnTokenUnknownWhenASizeCannotBeHeld) {
  for (const char* size :
       {"null", "1e30", "-1", "0.1234567891", "28.090000000000003",
        "99999999999999999999999999999999999999999999999999999999999999999999"}) {
    const auto read = parse_positions(
        page(position_row({.size = size}) + "," + position_row({.token = token_c})), holder);
    ASSERT_TRUE(read) << size << ": " << read.error().what;
    EXPECT_FALSE(read->holdings[0].quantity) << size;
    EXPECT_FALSE(read->holdings[0].flaw.empty());
    EXPECT_EQ(read->holdings[1].quantity, qty("28.09"));
  }
}

TEST(PolymarketPositions, ReadNumbersExactly) {
  const std::pair<const char*, const char*> numbers[]{{"1e-06", "0.000001"},
                                                      {"-0", "0"},
                                                      {"-0.0", "0"},
                                                      {"1E2", "100"},
                                                      {"0.1000000000000", "0.1"},
                                                      {"1e-9", "0.000000001"},
                                                      {"0", "0"}};
  for (const auto& [text, value] : numbers) {
    const auto read = parse_positions(page(position_row({.size = text})), holder);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->holdings[0].quantity, qty(value)) << text;
  }
}

TEST(PolymarketPositions, RefuseWrongTypes) {
  const std::pair<const char*, const char*> swaps[]{
      {R"("current_size":28.09)", R"("current_size":"28.09")"},
      {R"("current_size":28.09)", R"("current_size":NaN)"},
      {R"("current_size":28.09)", R"("current_size":[28.09])"},
      {R"("current_size":28.09)", R"("current_size":28.09.1)"},
      {R"("avg_price":0.6699)", R"("avg_price":"0.6699")"},
      {R"("verified":false)", R"("verified":fals)"},
      {R"("has_more":false)", R"("has_more":"false")"},
      {R"("next_cursor":null)", R"("next_cursor":0)"},
  };
  for (const auto& [from, to] : swaps) {
    const auto read = parse_positions(with(page(position_row()), from, to), holder);
    ASSERT_FALSE(read) << to;
    EXPECT_EQ(read.error().fault, Fault::malformed) << to;
  }
  for (const std::string token :
       {"", "0", "0x12", "-1", "007", "1e5", "12 ",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936"}) {
    const auto read = parse_positions(page(position_row({.token = token})), holder);
    ASSERT_FALSE(read) << token;
    EXPECT_EQ(read.error().fault, Fault::malformed);
  }
  for (const char* body :
       {"", " ", "[]", "{}", "null", "\"\"", "<html></html>",
        R"({"data":null,"pagination":{"has_more":false,"next_cursor":null}})",
        R"({"data":{},"pagination":{"has_more":false,"next_cursor":null}})",
        R"({"data":[null],"pagination":{"has_more":false,"next_cursor":null}})"}) {
    EXPECT_FALSE(parse_positions(body, holder)) << body;
  }
  for (const char* body : {"", "{}", "null", "[null]", "[[]]", R"({"error":"x"})", "[{}]"}) {
    EXPECT_FALSE(parse_positions_v1(body, holder)) << body;
  }
}

TEST(PolymarketPositions, HaveNoneWhereTheVenueKnowsNoFigure) {
  const auto read = parse_positions(
      page(with(position_row(), R"("avg_price":0.6699)", R"("avg_price":null)")), holder);
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->holdings[0].figures.average_price.value);
  EXPECT_EQ(read->holdings[0].quantity, qty("28.09"));
}

TEST(PolymarketPositions, AcceptNoCutBody) {
  const std::string whole = page(position_row() + "," + position_row({.token = token_c}), "next");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse_positions(whole.substr(0, length), holder)) << length;
  }
  const std::string list = "[" + v1_row() + "," + v1_row(token_c) + "]";
  for (std::size_t length = 0; length < list.size(); ++length) {
    EXPECT_FALSE(parse_positions_v1(list.substr(0, length), holder)) << length;
  }
}

TEST(PolymarketPositions, ReadTheRecording) {
  const auto sample = test::shared_file(
      "protocols/samples/polymarket/data_v2/positions_open_recorded_2026-10.json");
  if (!sample) GTEST_SKIP() << "no samples here";
  const auto read = parse_positions(*sample, holder);
  ASSERT_TRUE(read) << read.error().what;
  ASSERT_EQ(read->holdings.size(), 2U);
  EXPECT_EQ(read->holdings[0].quantity, qty("28.09"));
  EXPECT_EQ(read->holdings[1].quantity, qty("35.44"));
  EXPECT_FALSE(read->next_cursor.empty());
}

// --- Gamma ---------------------------------------------------------------------------------------

TEST(PolymarketMarkets, ReadListsInsideTexts) {
  const auto found = parse_markets(
      R"([{"question":"Hot?","slug":"hot","conditionId":"0x21","outcomes":"[\"Yes\", \"No\"]",)"
      R"("outcomePrices":"[\"0.085\", \"0.915\"]","clobTokenIds":"[\")" +
      token_a + R"(\", \")" + token_b +
      R"(\"]","version":"v1","positionIds":["1","2"],"endDate":"2026-10-08T12:00:00Z",)"
      R"("active":true,"closed":false,"acceptingOrders":true,"negRisk":true,)"
      R"("events":[{"slug":"heat","markets":[]}]}])");
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ(found->at(0).id.text, token_a);
  EXPECT_EQ(found->at(0).outcome, "Yes");
  EXPECT_EQ(found->at(0).opposite, token_b);
  EXPECT_EQ(found->at(0).opposite_outcome, "No");
  EXPECT_EQ(found->at(0).price, px("0.085"));
  EXPECT_EQ(found->at(1).price, px("0.915"));
  EXPECT_EQ(found->at(0).state, MarketState::open);
  EXPECT_EQ(found->at(0).event, "heat");
  EXPECT_FALSE(found->at(0).payout);
  EXPECT_TRUE(found->at(0).close_time);
}

TEST(PolymarketMarkets, PayOnlyWhenTheyAreResolved) {
  const auto market = [](const std::string& more) {
    return parse_markets(R"([{"outcomes":"[\"Yes\",\"No\"]","outcomePrices":"[\"0\",\"1\"]",)"
                         R"("clobTokenIds":"[\"5\",\"6\"]",)" +
                         more + "}]");
  };
  const auto resolved = market(R"("closed":true,"umaResolutionStatus":"resolved")");
  EXPECT_EQ(resolved->at(1).payout, px("1"));
  EXPECT_EQ(resolved->at(0).payout, Price{});
  const auto waiting = market(R"("closed":true,"umaResolutionStatus":"proposed")");
  EXPECT_EQ(waiting->at(0).state, MarketState::closed);
  EXPECT_FALSE(waiting->at(0).payout);
}

TEST(PolymarketMarkets, ChooseIdsByVersionAndNeverByWhatIsThere) {
  const auto ids = [](const std::string& version) {
    const auto found = parse_markets(R"([{"clobTokenIds":"[\"5\",\"6\"]","positionIds":["7","8"])" +
                                     version + "}]");
    return found && !found->empty() ? found->at(0).id.text : std::string{"none"};
  };
  EXPECT_EQ(ids(R"(,"version":"v1")"), "5");
  EXPECT_EQ(ids(""), "5");
  EXPECT_EQ(ids(R"(,"version":"v2")"), "7");
}

TEST(PolymarketMarkets, OfAnUnknownVersionAreNamedAndNotRead) {
  const auto found = parse_markets(
      R"([{"slug":"rain","question":"Rain?","conditionId":"0xab","clobTokenIds":"[\"5\",\"6\"]",)"
      R"("positionIds":["7","six"],"outcomes":"[\"Yes\",\"No\"]","outcomePrices":"[\"1\",\"0\"]",)"
      R"("closed":true,"umaResolutionStatus":"resolved","version":"v3"},)"
      R"({"slug":"snow","clobTokenIds":"[\"8\"]","version":"v1"}])");
  ASSERT_TRUE(found) << found.error().what;
  std::vector<std::string> flawed;
  for (const Instrument& about : *found) {
    if (about.flaw.empty()) continue;
    flawed.push_back(about.id.text);
    EXPECT_NE(about.flaw.find("the market rain is of version v3,"), std::string::npos);
    EXPECT_NE(about.flaw.find("newer Holdfast"), std::string::npos) << "the fix";
    EXPECT_EQ(about.state, MarketState::unknown);
    EXPECT_FALSE(about.payout) << "a payout would settle it";
    EXPECT_TRUE(about.condition_id.empty());
  }
  EXPECT_EQ(flawed, (std::vector<std::string>{"5", "6", "7"})) << "whichever of them are tokens";
  EXPECT_EQ(found->size(), 4U);
}

TEST(PolymarketMarkets, KnowNoPriceOutsideZeroToOne) {
  const auto found =
      parse_markets(R"([{"clobTokenIds":"[\"5\",\"6\"]","outcomePrices":"[\"1.01\",\"-0.01\"]"}])");
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->at(0).price);
  EXPECT_FALSE(found->at(1).price);
}

TEST(PolymarketMarkets, ReadTheSampleOfProtocolV2) {
  const auto sample =
      test::shared_file("protocols/samples/polymarket/gamma/market_v2_docs_example.json");
  if (!sample) GTEST_SKIP() << "no samples here";
  const auto found = parse_markets("[" + *sample + "]");
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ(found->at(0).id.text,
            "651150819117105875331414918119047680898421632356043490229292782433651916800");
  EXPECT_EQ(found->at(0).outcome, "Yes");
}

TEST(PolymarketMarkets, RefuseBrokenLists) {
  for (const char* body : {"", "{}", "null", R"([{"clobTokenIds":"[5]"}])",
                           R"([{"clobTokenIds":"[\"5\""}])", R"([{"outcomes":"{}"}])"}) {
    EXPECT_FALSE(parse_markets(body)) << body;
  }
  EXPECT_TRUE(parse_markets(R"([{"clobTokenIds":null,"outcomes":""}])")->empty());
}

}  // namespace
}  // namespace holdfast::polymarket
