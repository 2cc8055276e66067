#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <set>

#include "clob_client.hpp"
#include "sim/demo_pacifica.hpp"
#include "stream_client.hpp"

// What venues tell that is not so: fills that never settle or never were, books without their
// orders.
namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

struct Ghosts : testing::Test, Streaming<ClobStage> {
  void ghost(const std::string& ends, const std::string& endpoint = "post_order") {
    fault(R"({"venue":"polymarket-clob","endpoint":")" + endpoint +
          R"(","kind":"ghost_fill","count":1,"params":{"ends":")" + ends + R"("}})");
  }
  std::vector<std::string> statuses() {
    std::vector<std::string> all;
    for (const auto& trade : rows_in(clob("GET", "/data/trades"), "data")) {
      all.push_back(text(trade, "status"));
    }
    return all;
  }
  std::string held() { return on_chain(standard.first) + " " + listed(standard.first); }
};
using Words = std::vector<std::string>;

TEST_F(Ghosts, AFillIsMatchedInEveryViewOfTheServiceAndThenFails) {
  const auto stream = open("/ws/user");
  say(stream, user_greeting());
  ghost("failed");
  const auto posted = parsed(post({}));
  EXPECT_EQ(text(posted, "status"), "matched");
  EXPECT_EQ(statuses(), Words{"MATCHED"});
  Words told;
  const auto hear = [&] {
    for (const auto& said : heard(stream)) {
      if (text(frame(said), "type") == "TRADE") told.push_back(text(frame(said), "status"));
    }
  };
  hear();
  wait(30s);
  hear();
  EXPECT_EQ(told, (Words{"MATCHED", "FAILED"}));
  EXPECT_EQ(statuses(), Words{"FAILED"});
  EXPECT_EQ(held(), "0 none");
  EXPECT_EQ(on_chain(), "1000");
  post({});
  wait(30s);
  EXPECT_EQ(held(), "10 1E1") << "the next one is a fill";
}

TEST_F(Ghosts, AFillHangsForEverAndKeepsItsMoneyPromised) {
  ghost("never");
  post({});
  wait(24h);
  EXPECT_EQ(statuses(), Words{"MATCHED"});
  EXPECT_EQ(held(), "0 none");
  EXPECT_EQ(on_chain(), "1000");
  EXPECT_EQ(refusal({.maker_amount = "971880000", .taker_amount = "1869000000"}),
            "400 not enough balance / allowance: the balance is not enough -> balance: 1000000000, "
            "sum of matched orders: 5324800, order amount: 995205120");
}

TEST_F(Ghosts, AMakersOrderIsOneWhenSomebodyTakesIt) {
  ghost("failed");
  const auto order = text(parsed(post({.maker_amount = "4900000"})), "orderID");
  wait(1min);
  act(R"({"do":"take","venue":"polymarket","side":"sell","price":"0.49","size":"4","token_id":")" +
      standard.first + R"("})");
  const auto matched = [&] {
    return text(parsed(clob("GET", "/data/order/" + order)), "size_matched");
  };
  EXPECT_EQ(matched(), "4");
  wait(30s);
  EXPECT_EQ(statuses(), Words{"FAILED"});
  EXPECT_EQ(matched(), "0");
  EXPECT_EQ(held(), "0 none");
}

TEST_F(Ghosts, AStreamTellsOfATradeThatNobodyElseKnows) {
  const auto stream = open("/ws/user");
  say(stream, user_greeting());
  fault(R"({"venue":"polymarket-ws","kind":"ghost_fill","match":"\"TRADE\"","count":1})");
  post({});
  std::set<std::string> ids;
  for (const auto& said : heard(stream)) {
    if (text(frame(said), "type") == "TRADE") ids.insert(text(frame(said), "id"));
  }
  EXPECT_EQ(ids.size(), 2U);
  const auto trades = rows_in(clob("GET", "/data/trades"), "data");
  ASSERT_EQ(trades.size(), 1U);
  EXPECT_TRUE(ids.contains(text(trades[0], "id")));
}

TEST_F(Ghosts, KalshisStreamTellsOfAFillThatNeverWas) {
  act(R"({"venue":"kalshi","do":"deposit","amount":"1000"})");
  act(R"({"venue":"kalshi","do":"add_market","ticker":"A","event_ticker":"E","title":"t"})");
  const auto stream = open("/trade-api/ws/v2");
  say(stream, R"({"id":1,"cmd":"subscribe","params":{"channels":["fill"]}})");
  fault(R"({"venue":"kalshi-ws","endpoint":"fill","kind":"ghost_fill","count":1})");
  act(R"({"venue":"kalshi","do":"buy","ticker":"A","count":"3","price":"0.40"})");
  const auto said = heard(stream);
  ASSERT_EQ(said.size(), 2U);
  auto first = frame(said[0]).at("msg").as_object();
  auto ghost = frame(said[1]).at("msg").as_object();
  EXPECT_NE(text(first, "trade_id"), text(ghost, "trade_id"));
  first.erase("trade_id");
  ghost.erase("trade_id");
  EXPECT_EQ(first, ghost);
  wait(1min);
  EXPECT_EQ(rows_in(kalshi("/portfolio/fills?ticker=A"), "fills").size(), 1U);
}

TEST_F(Ghosts, PacificasStreamTellsOfATradeThatNeverWas) {
  const auto stream = open("/ws");
  say(stream, R"({"method":"subscribe","params":{"source":"account_trades","account":")" +
                  std::string{demo_pacifica_account} + R"("}})");
  fault(R"({"venue":"pacifica-ws","endpoint":"account_trades","kind":"ghost_fill","count":1})");
  act(R"({"venue":"pacifica","do":"buy","symbol":"BTC","amount":"0.1"})");
  const auto said = heard(stream);
  ASSERT_EQ(said.size(), 2U);
  const auto number = [&](std::size_t i) {
    return frame(said[i]).at("data").at(0).at("h").as_int64();
  };
  EXPECT_EQ(number(1), number(0) + 1'000'000);
  act(R"({"venue":"pacifica","do":"buy","symbol":"BTC","amount":"0.1"})");
  EXPECT_EQ(heard(stream).size(), 1U);
}

struct Phantoms : Ghosts {
  boost::json::value book(const std::string& token) {
    return parsed(get("/polymarket-clob/book?token_id=" + token));
  }
  Reply post_books() {
    return TestClient::post(
        "/polymarket-clob/books",
        R"([{"token_id":")" + standard.first + R"("},{"token_id":")" + standard.second + R"("}])");
  }
  static std::string levels(const boost::json::value& book) {
    return boost::json::serialize(book.at("bids")) + boost::json::serialize(book.at("asks"));
  }
  const std::string phantom{R"([{"price":"0.01","size":"10000"}])"
                            R"([{"price":"0.99","size":"10000"}])"};
};

TEST_F(Phantoms, HideABookFromItsEndpointsAndFromNoPrice) {
  const auto before = book(standard.first);
  fault(R"({"venue":"polymarket-clob","endpoint":"book","kind":"phantom_book"})");
  fault(
      R"({"venue":"polymarket-clob","endpoint":"books","kind":"phantom_book","params":{"token":")" +
      standard.second + R"("}})");
  EXPECT_EQ(levels(book(standard.first)), phantom);
  EXPECT_NE(text(book(standard.first), "hash"), text(before, "hash"));
  const auto both = parsed(post_books()).as_array();
  EXPECT_EQ(levels(both.at(0)), levels(before));
  EXPECT_EQ(levels(both.at(1)), phantom);
  const auto ask = [&](const std::string& what) {
    return parsed(get("/polymarket-clob/" + what + "token_id=" + standard.first));
  };
  EXPECT_EQ(text(ask("price?side=BUY&"), "price"), "0.48");
  EXPECT_EQ(text(ask("midpoint?"), "mid"), "0.5");
  fault(R"({"clear_all":true})");
  EXPECT_EQ(book(standard.first), before);
}

TEST_F(Phantoms, ComeOnTheStreamInPlaceOfAFrame) {
  const auto stream = open("/ws/market");
  say(stream, R"({"assets_ids":[")" + standard.first + R"("],"type":"market"})");
  const auto quote = [&](const std::string& size) {
    act(R"({"do":"quote","venue":"polymarket","side":"bid","price":"0.47","token_id":")" +
        standard.first + R"(","size":")" + size + R"("})");
    return heard(stream);
  };
  fault(R"({"venue":"polymarket-ws","kind":"phantom_book","count":1})");
  const auto said = quote("5");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(text(frame(said[0]), "event_type"), "book");
  EXPECT_EQ(levels(frame(said[0])), phantom);
  const auto later = quote("6");
  ASSERT_EQ(later.size(), 1U);
  const auto row = frame(later[0]).at("price_changes").at(0);
  EXPECT_EQ(text(row, "best_bid") + " " + text(row, "best_ask"), "0.48 0.52") << "of the true one";
}

}  // namespace
}  // namespace holdfast::sim::test
