#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "clob_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

boost::json::value trade_of(ClobStage& stage, const std::string& id) {
  const auto rows = rows_in(stage.clob("GET", "/data/trades?id=" + id), "data");
  return rows.empty() ? boost::json::value{} : rows[0];
}

std::string first_trade(const Reply& posted) {
  return parsed(posted).at("tradeIDs").at(0).as_string().c_str();
}

TEST(ClobOrders, AMatchIsMinedAndConfirmedAndThenEveryViewAgrees) {
  ClobStage stage;
  const auto& token = stage.standard.first;
  // 10 shares at a limit of 0.55: they cost 0.52 and the fee 10 x 0.05 x 0.52 x 0.48.
  const auto posted = stage.post({.maker_amount = "5500000"});
  ASSERT_EQ(posted.status, 200) << posted.body;
  const auto answer = parsed(posted);
  EXPECT_EQ(text(answer, "status"), "matched");
  EXPECT_EQ(text(answer, "makingAmount"), "5.2");
  EXPECT_EQ(text(answer, "takingAmount"), "10");
  EXPECT_FALSE(answer.as_object().contains("transactionsHashes"));
  const auto id = first_trade(posted);
  auto trade = trade_of(stage, id);
  EXPECT_EQ(text(trade, "status"), "MATCHED");
  EXPECT_EQ(text(trade, "transaction_hash"), "");
  EXPECT_EQ(text(trade, "price"), "0.52");
  EXPECT_EQ(text(trade, "trader_side"), "TAKER");
  EXPECT_EQ(stage.on_chain(), "1000");
  EXPECT_EQ(stage.listed(token), "none");

  stage.wait(8s);
  trade = trade_of(stage, id);
  EXPECT_EQ(text(trade, "status"), "MINED");
  EXPECT_EQ(stage.on_chain(), "994.6752");  // 5.2 and a fee of 0.1248
  EXPECT_EQ(stage.on_chain(token), "10");
  EXPECT_EQ(stage.believed(), "994.6752");
  EXPECT_EQ(stage.believed(token), "10");
  stage.wait(20s);
  EXPECT_EQ(text(trade_of(stage, id), "status"), "CONFIRMED");
  EXPECT_EQ(stage.listed(token), "1E1");
  const auto activity = rows_in(
      stage.get("/polymarket-data/v2/activity?type=TRADE&user=" + std::string{demo_owner}), "data");
  ASSERT_EQ(activity.size(), 1U);
  EXPECT_EQ(text(activity[0], "transaction_hash"), text(trade, "transaction_hash"));
  EXPECT_EQ(boost::json::serialize(activity[0].at("usdc_size")), "5.3248E0");
}

TEST(ClobOrders, AFailedSettlementLeavesNothingBehind) {
  ClobStage stage;
  stage.act(R"({"do":"set_service","venue":"polymarket","failing_trades":"1"})");
  const auto posted = stage.post({.maker_amount = "5200000"});
  const auto id = first_trade(posted);
  EXPECT_EQ(text(trade_of(stage, id), "status"), "MATCHED");
  // While it hangs the money is promised: nearly all the rest cannot be spent.
  EXPECT_EQ(stage.refusal({.maker_amount = "971880000", .taker_amount = "1869000000"}),
            "400 not enough balance / allowance: the balance is not enough -> balance: 1000000000, "
            "sum of matched orders: 5324800, order amount: 995205120");
  stage.wait(30s);
  const auto trade = trade_of(stage, id);
  EXPECT_EQ(text(trade, "status"), "FAILED");
  EXPECT_EQ(text(trade, "transaction_hash"), "");
  EXPECT_EQ(stage.on_chain(), "1000");
  EXPECT_EQ(stage.on_chain(stage.standard.first), "0");
  EXPECT_EQ(stage.believed(), "1000");
  EXPECT_EQ(stage.listed(stage.standard.first), "none");
  const auto order = parsed(stage.clob("GET", "/data/order/" + text(parsed(posted), "orderID")));
  EXPECT_EQ(text(order, "size_matched"), "0");
  EXPECT_EQ(text(order, "status"), "CANCELED");
}

TEST(ClobOrders, AMatchFailsWhoseMoneyHasLeftTheWalletBeforeItsBlock) {
  ClobStage stage;
  const auto first = stage.post({.maker_amount = "5200000"});
  stage.act(R"({"do":"deposit","venue":"polymarket","amount":"-996","wallet":")" +
            std::string{demo_owner} + R"("})");
  stage.wait(30s);
  EXPECT_EQ(text(trade_of(stage, first_trade(first)), "status"), "FAILED");
  EXPECT_EQ(stage.on_chain(), "4");
  EXPECT_EQ(stage.on_chain(stage.standard.first), "0");
}

TEST(ClobOrders, AnOrderRestsIsSeenInBothBooksAndFillsAsMaker) {
  ClobStage stage;
  const auto posted = stage.post({.maker_amount = "5000000"});
  EXPECT_EQ(text(parsed(posted), "status"), "live");
  EXPECT_EQ(text(parsed(posted), "makingAmount"), "");
  const auto id = text(parsed(posted), "orderID");
  const auto open = rows_in(stage.clob("GET", "/data/orders?next_cursor=MA=="), "data");
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(text(open[0], "id"), id);
  EXPECT_EQ(text(open[0], "original_size"), "10");
  const auto book = [&](const std::string& token) {
    return parsed(stage.get("/polymarket-clob/book?token_id=" + token));
  };
  EXPECT_EQ(boost::json::serialize(book(stage.standard.first).at("bids")),
            R"([{"price":"0.48","size":"60"},{"price":"0.5","size":"10"}])");
  EXPECT_EQ(boost::json::serialize(book(stage.standard.second).at("asks")),
            R"([{"price":"0.52","size":"60"},{"price":"0.5","size":"10"}])");
  stage.act(R"({"do":"take","venue":"polymarket","side":"sell","size":"4","price":"0.50",
                "token_id":")" +
            stage.standard.first + R"("})");
  const auto trades = rows_in(stage.clob("GET", "/data/trades?next_cursor=MA=="), "data");
  ASSERT_EQ(trades.size(), 1U);
  EXPECT_EQ(text(trades[0], "trader_side"), "MAKER");
  EXPECT_EQ(text(trades[0], "side"), "SELL");
  const auto& own = trades[0].at("maker_orders").at(0);
  EXPECT_EQ(text(own, "order_id"), id);
  EXPECT_EQ(text(own, "matched_amount"), "4");
  stage.wait(30s);
  EXPECT_EQ(stage.on_chain(), "998");  // makers pay no fee
  EXPECT_EQ(stage.on_chain(stage.standard.first), "4");
  const auto canceled = parsed(stage.clob("DELETE", "/order", R"({"orderID":")" + id + "\"}"));
  EXPECT_EQ(boost::json::serialize(canceled.at("canceled")), "[\"" + id + "\"]");
  const auto again = parsed(stage.clob("DELETE", "/order", R"({"orderID":")" + id + "\"}"));
  EXPECT_EQ(text(again.at("not_canceled"), id),
            "order can't be found - already canceled or matched");
  EXPECT_EQ(text(parsed(stage.clob("GET", "/data/order/" + id)), "status"), "CANCELED");
}

TEST(ClobOrders, BuyingOneOutcomeMeetsTheBuyerOfTheOther) {
  ClobStage stage;
  // NO at 0.52 is the bid of YES at 0.48.
  const auto posted = stage.post(
      {.maker_amount = "5200000", .taker_amount = "10000000", .token = stage.standard.second});
  EXPECT_EQ(text(parsed(posted), "status"), "matched") << posted.body;
  stage.wait(30s);
  EXPECT_EQ(stage.on_chain(stage.standard.second), "10");
  EXPECT_EQ(stage.on_chain(), "994.6752");
}

TEST(ClobOrders, MarketOrdersSpendDollarsOrSellShares) {
  ClobStage stage;
  // 60 dollars at 0.54: 100 shares for 52, then 8 dollars' worth at 0.54.
  const auto bought =
      stage.post({.maker_amount = "60000000", .taker_amount = "111111100", .type = "FAK"});
  ASSERT_EQ(bought.status, 200) << bought.body;
  EXPECT_EQ(text(parsed(bought), "takingAmount"), "114.814814");
  EXPECT_EQ(text(parsed(bought), "makingAmount"), "60");
  stage.wait(30s);
  EXPECT_EQ(stage.on_chain(stage.standard.first), "114.814814");
  EXPECT_EQ(
      stage.refusal(
          {.buys = false, .maker_amount = "100000000", .taker_amount = "48000000", .type = "FOK"}),
      "400 order couldn't be fully filled. FOK orders are fully filled or killed.");
  const auto sold = stage.post(
      {.buys = false, .maker_amount = "100000000", .taker_amount = "48000000", .type = "FAK"});
  EXPECT_EQ(text(parsed(sold), "makingAmount"), "60") << sold.body;
  EXPECT_EQ(
      stage.refusal(
          {.buys = false, .maker_amount = "10000000", .taker_amount = "4800000", .type = "FAK"}),
      "400 no orders found to match with FAK order. FAK orders are partially filled or "
      "killed if no match is found.");
}

TEST(ClobOrders, RefusesInTheVenuesOwnWords) {
  ClobStage stage;
  const auto starts = [&](const TestOrder& order, const std::string& with,
                          const std::string& ends = "") {
    const auto said = stage.refusal(order);
    EXPECT_TRUE(said.starts_with("400 " + with) && said.ends_with(ends)) << said;
  };
  starts({.maker_amount = "5205000"}, "order 0x", "breaks minimum tick size rule: 0.01");
  starts({.maker_amount = "2000000", .taker_amount = "4000000"}, "order 0x",
         "Size (4) lower than the minimum: 5");
  starts({.maker_amount = "650000", .taker_amount = "1250000", .type = "FAK"},
         "invalid amount for a marketable BUY order ($0.65), min size: $1");
  starts({.maker_amount = "5205200", .taker_amount = "10010000", .type = "FOK"},
         "invalid amounts, the market buy orders maker amount supports a max accuracy of 2 "
         "decimals, taker amount a max of 4 decimals");
  starts({.expiration = "1"}, "invalid expiration");
  starts({.type = "GTD", .expiration = std::to_string(unix_s(stage.now) + 179)},
         "invalid expiration");
  starts({.post_only = true}, "invalid post-only order: order crosses book");
  starts({.maker_amount = "1040000000", .taker_amount = "2000000000"},
         "not enough balance / allowance: the balance is not enough -> balance: 1000000000, "
         "order amount: 1064960000");
  starts({.buys = false, .maker_amount = "10000000", .taker_amount = "5200000"},
         "not enough balance / allowance: the balance is not enough -> balance: 0, "
         "order amount: 10000000");
  auto body = stage.body_for({}, stage.standard);
  const auto send = [&](const boost::json::object& changed) {
    return text(parsed(stage.clob("POST", "/order", boost::json::serialize(changed))), "error");
  };
  const auto with = [&](const char* key, boost::json::value value) {
    auto changed = body;
    changed["order"].as_object()[key] = std::move(value);
    return send(changed);
  };
  EXPECT_EQ(with("feeRateBps", "0"), "order_version_mismatch");
  EXPECT_EQ(with("strange", "0"), "Invalid order payload");
  EXPECT_EQ(with("makerAmount", 5), "Invalid order payload");
  EXPECT_EQ(with("makerAmount", "5100000"), "invalid signature");
  EXPECT_EQ(with("tokenId", "77"), "the orderbook 77 does not exist");
  auto owner = body;
  owner["owner"] = "somebody";
  EXPECT_EQ(send(owner), "the order owner has to be the owner of the API KEY");
  body["order"].as_object()["taker"] = "0x0000000000000000000000000000000000000000";  // ccxt
  const auto sent = boost::json::serialize(body);
  const auto taken = stage.clob("POST", "/order", sent);
  EXPECT_EQ(taken.status, 200) << taken.body;
  EXPECT_TRUE(text(parsed(stage.clob("POST", "/order", sent)), "error")
                  .ends_with("is invalid. Duplicated."));
}

TEST(ClobOrders, EachKindOfWalletSignsUnderEachExchange) {
  for (const auto kind : std::array<std::uint8_t, 4>{0, 1, 2, 3}) {
    ClobStage stage;
    for (const auto* market : {&stage.standard, &stage.neg_risk, &stage.version2}) {
      const auto posted = stage.post({.signature_type = kind}, *market);
      EXPECT_EQ(posted.status, 200) << int{kind} << posted.body;
    }
    // Signed for another exchange than the market's.
    auto body = stage.body_for({.signature_type = kind}, stage.standard);
    body["order"].as_object()["tokenId"] = stage.version2.first;
    EXPECT_EQ(stage.clob("POST", "/order", boost::json::serialize(body)).status, 400);
  }
  ClobStage stage;
  auto stolen = stage.body_for({.signature_type = 2}, stage.standard);
  stolen["order"].as_object()["maker"] = "0x3333333333333333333333333333333333333333";
  const auto reply = stage.clob("POST", "/order", boost::json::serialize(stolen));
  EXPECT_EQ(text(parsed(reply), "error"), "invalid signature");
  // The order of a version-2 market under the domain "2".
  const auto crossed = [&] {
    auto& markets = stage.simulator.world().polymarket.markets;
    markets.at(stage.version2.condition).version = "v1";
    auto body = stage.body_for({}, stage.version2);
    markets.at(stage.version2.condition).version = "v2";
    return stage.clob("POST", "/order", boost::json::serialize(body));
  }();
  EXPECT_EQ(text(parsed(crossed), "error"), "order_version_mismatch");
}

TEST(ClobOrders, KeysAreMadeOnceAndFoundAgainAndBadProofsAreRefused) {
  ClobStage stage;
  const auto again = stage.auth("POST", "/auth/api-key", 0);
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(text(parsed(again), "error"), "Could not create api key");
  EXPECT_EQ(text(parsed(stage.auth("GET", "/auth/derive-api-key", 0)), "apiKey"), stage.api_key);
  EXPECT_EQ(stage.auth("GET", "/auth/derive-api-key", 1).status, 400);
  EXPECT_EQ(stage.auth("POST", "/auth/api-key", 1).status, 200);
  const auto secret = std::exchange(stage.secret, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  const auto refused = stage.clob("GET", "/data/orders");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(text(parsed(refused), "error"), "Unauthorized/Invalid api key");
  stage.secret = secret;
  // The same signature again and again.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(stage.clob("GET", "/data/orders?market=x").status, 200);
  stage.passphrase = "other";
  EXPECT_EQ(stage.clob("GET", "/data/orders").status, 401);
}

TEST(ClobOrders, TheServiceBelievesItsOwnBalanceUntilItIsTold) {
  ClobStage stage;
  EXPECT_EQ(stage.believed(), "1000");
  stage.act(R"({"do":"deposit","venue":"polymarket","amount":"500","wallet":")" +
            std::string{demo_owner} + R"("})");
  stage.wait(10s);
  EXPECT_EQ(stage.on_chain(), "1500");
  EXPECT_EQ(stage.believed(), "1000");
  EXPECT_EQ(
      stage.clob("GET", "/balance-allowance/update?asset_type=COLLATERAL&signature_type=0").status,
      200);
  EXPECT_EQ(stage.believed(), "1500");
  EXPECT_EQ(text(parsed(stage.clob("GET", "/balance-allowance?asset_type=GOLD")), "error"),
            "Invalid asset type");
}

TEST(ClobOrders, PagesEndAtTheirOwnMark) {
  ClobStage stage;
  for (int i = 0; i < 101; ++i) {
    stage.wait(100ms);
    ASSERT_EQ(stage.post({.maker_amount = "500000"}).status, 200);
  }
  const auto first = parsed(stage.clob("GET", "/data/orders?next_cursor=MA=="));
  EXPECT_EQ(first.at("data").as_array().size(), 100U);
  const auto cursor = text(first, "next_cursor");
  const auto second = parsed(stage.clob("GET", "/data/orders?next_cursor=" + cursor));
  EXPECT_EQ(second.at("data").as_array().size(), 1U);
  EXPECT_EQ(text(second, "next_cursor"), "LTE=");
  EXPECT_EQ(stage.clob("GET", "/data/orders?next_cursor=LTE=").status, 400);
  const auto all = parsed(stage.clob("DELETE", "/cancel-all"));
  EXPECT_EQ(all.at("canceled").as_array().size(), 101U);
}

TEST(ClobOrders, SilentHeartbeatsAndTimesOverEndOrders) {
  ClobStage stage;
  const auto gtd = stage.post({.maker_amount = "5000000",
                               .type = "GTD",
                               .expiration = std::to_string(unix_s(stage.now) + 200)});
  const auto id = text(parsed(gtd), "orderID");
  const auto status = [&](const std::string& order) {
    return text(parsed(stage.clob("GET", "/data/order/" + order)), "status");
  };
  stage.wait(139s);
  EXPECT_EQ(status(id), "LIVE");
  stage.wait(2s);
  EXPECT_EQ(status(id), "CANCELED");
  const auto other = text(parsed(stage.post({.maker_amount = "5000000"})), "orderID");
  stage.wait(60s);
  EXPECT_EQ(status(other), "LIVE");  // not armed yet
  const auto beat = parsed(stage.clob("POST", "/v1/heartbeats", R"({"heartbeat_id":""})"));
  const auto wrong = stage.clob("POST", "/v1/heartbeats", R"({"heartbeat_id":"x"})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(text(parsed(wrong), "error_msg"), "Invalid Heartbeat ID");
  EXPECT_EQ(text(parsed(wrong), "heartbeat_id"), text(beat, "heartbeat_id"));
  stage.wait(9s);
  EXPECT_EQ(status(other), "LIVE");
  stage.wait(2s);
  EXPECT_EQ(status(other), "CANCELED");
}

TEST(ClobOrders, ModesRefuseAndNameTheirEnd) {
  ClobStage stage;
  const auto mode = [&](const std::string& name) {
    stage.act(R"({"do":"set_service","venue":"polymarket","clob_mode":")" + name + R"("})");
  };
  mode("restarting");
  EXPECT_EQ(stage.post({}).status, 425);
  EXPECT_EQ(stage.clob("DELETE", "/cancel-all").status, 425);
  mode("post_only");
  const auto refused = stage.post({});
  EXPECT_EQ(refused.body,
            R"({"error":"post-only mode: only post-only orders and cancels are allowed",)"
            R"("code":"post_only_mode","retry_after_seconds":79})");
  EXPECT_EQ(*refused.header("Retry-After"), "79");
  EXPECT_EQ(stage.post({.maker_amount = "5000000", .post_only = true}).status, 200);
  mode("cancel_only");
  EXPECT_EQ(stage.post({.maker_amount = "5000000", .post_only = true}).status, 503);
  EXPECT_EQ(stage.clob("DELETE", "/cancel-all").status, 200);
  mode("disabled");
  EXPECT_EQ(stage.clob("DELETE", "/cancel-all").status, 503);
  mode("normal");
  const auto taken = stage.post({});
  EXPECT_EQ(taken.status, 200);
  EXPECT_EQ(*taken.header("Poly-RateLimit-Tier"), "Standard");
}

TEST(ClobOrders, TokensRunOutAndABatchTakesAllOrNone) {
  ClobStage stage;
  boost::json::array batch;
  for (int i = 0; i < 15; ++i) {
    batch.push_back(stage.body_for({.maker_amount = "500000"}, stage.standard));
  }
  batch.back().as_object()["owner"] = "somebody";
  const auto reply = stage.clob("POST", "/orders", boost::json::serialize(batch));
  const auto rows = parsed(reply).as_array();
  ASSERT_EQ(rows.size(), 15U);
  EXPECT_EQ(text(rows[0], "status"), "live");
  EXPECT_EQ(text(rows[14], "orderID"), "");
  EXPECT_TRUE(rows[14].at("success").as_bool());
  EXPECT_EQ(*reply.header("Poly-RateLimit-Remaining"), "45");
  batch.push_back(batch.front());
  EXPECT_EQ(text(parsed(stage.clob("POST", "/orders", boost::json::serialize(batch))), "error"),
            "Too many orders in payload: 16, max allowed: 15");
  batch.resize(15);
  for (int i = 0; i < 1; ++i) stage.clob("POST", "/orders", boost::json::serialize(batch));
  const auto limited = stage.clob("POST", "/orders", boost::json::serialize(batch));
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(*limited.header("Poly-RateLimit-Remaining"), "14");
}

TEST(ClobBooks, AreNotThereForATokenNobodyKnows) {
  ClobStage stage;
  EXPECT_EQ(stage.get("/polymarket-clob/book?token_id=77").status, 404);
  EXPECT_EQ(stage.get("/polymarket-clob/books?token_ids=77").status, 400);
}

TEST(ClobBooks, SmallReadsSayWhatTheBookSays) {
  ClobStage stage;
  const auto ask = [&](const std::string& path) {
    return stage.get("/polymarket-clob" + path + "token_id=" + stage.standard.first).body;
  };
  EXPECT_EQ(ask("/midpoint?"), R"({"mid":"0.5"})");
  EXPECT_EQ(ask("/spread?"), R"({"spread":"0.04"})");
  EXPECT_EQ(ask("/price?side=BUY&"), R"({"price":"0.48"})");
  EXPECT_EQ(ask("/price?side=SELL&"), R"({"price":"0.52"})");
  EXPECT_EQ(ask("/tick-size?"), R"({"minimum_tick_size":0.01})");
  EXPECT_EQ(ask("/neg-risk?"), R"({"neg_risk":false})");
  EXPECT_EQ(ask("/fee-rate?"), R"({"base_fee":1000})");
  EXPECT_EQ(stage.get("/polymarket-clob/version").body, R"({"version":2})");
  EXPECT_EQ(stage.get("/polymarket-clob/time").body, std::to_string(unix_s(stage.now)));
  const auto books = parsed(stage.TestClient::post(
      "/polymarket-clob/books", R"([{"token_id":")" + stage.standard.second + R"("}])"));
  EXPECT_EQ(boost::json::serialize(books.at(0).at("bids")),
            R"([{"price":"0.46","size":"40"},{"price":"0.48","size":"100"}])");
}

TEST(ClobOrders, OfAGameAreHeldAndTradeWhenTheirTimeIsOver) {
  ClobStage stage;
  const auto game = stage.add_market("game", R"("seconds_delay":3)");
  const auto posted = [&](const TestOrder& order) { return parsed(stage.post(order, game)); };
  const auto status = [&](const boost::json::value& answer) {
    return text(parsed(stage.clob("GET", "/data/order/" + text(answer, "orderID"))), "status");
  };
  EXPECT_EQ(text(posted({.maker_amount = "4900000"}), "status"), "live") << "it meets nobody";
  const auto held = posted({});
  EXPECT_EQ(text(held, "status"), "delayed");
  const auto fails =
      posted({.maker_amount = "46800000", .taker_amount = "90000000", .type = "FOK"});
  EXPECT_EQ(text(fails, "status"), "delayed") << "a hundred are offered";
  const auto cancel =
      parsed(stage.clob("DELETE", "/order", R"({"orderID":")" + text(held, "orderID") + "\"}"));
  EXPECT_TRUE(cancel.at("canceled").as_array().empty());
  // What is held is promised: $1,000 less 4.90, 5.20 and 46.80.
  EXPECT_NE(
      text(parsed(stage.post({.maker_amount = "945000000", .taker_amount = "1890000000"}, game)),
           "error")
          .find("sum of active orders: 56900000"),
      std::string::npos);
  stage.wait(2s);
  EXPECT_EQ(status(held), "DELAYED");
  EXPECT_TRUE(rows_in(stage.clob("GET", "/data/trades"), "data").empty());
  stage.wait(1s);
  EXPECT_EQ(status(held), "MATCHED");
  EXPECT_EQ(status(fails), "MATCHED");
  EXPECT_EQ(rows_in(stage.clob("GET", "/data/trades"), "data").size(), 2U);
}

TEST(ClobOrders, OfAGameFindWhatIsLeftOfTheBookWhenTheirTimeIsOver) {
  ClobStage stage;
  const auto game = stage.add_market("game", R"("seconds_delay":3)");
  const auto rests = parsed(stage.post({}, game));
  const auto kills = parsed(stage.post({.maker_amount = "5200000", .type = "FOK"}, game));
  for (const auto* price : {"0.52", "0.54"}) {
    stage.act(R"({"do":"quote","venue":"polymarket","side":"ask","size":"0","price":")" +
              std::string{price} + R"(","token_id":")" + game.first + R"("})");
  }
  stage.wait(3s);
  const auto status = [&](const boost::json::value& answer) {
    return text(parsed(stage.clob("GET", "/data/order/" + text(answer, "orderID"))), "status");
  };
  EXPECT_EQ(status(rests), "LIVE");
  EXPECT_EQ(status(kills), "CANCELED");
  EXPECT_EQ(rows_in(stage.clob("GET", "/data/orders"), "data").size(), 1U);
}

}  // namespace
}  // namespace holdfast::sim::test
