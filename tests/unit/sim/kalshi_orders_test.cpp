#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

const std::string orders_path = "/portfolio/events/orders";

// A market with 10 YES offered at 0.52 and 5 at 0.55, 8 bid at 0.48; nothing held, $20,000.
struct OrderStage : TestClient {
  OrderStage() : TestClient{0} {
    simulator.world().kalshi.rate_limits = false;
    act(R"({"actions":[
      {"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1"},
      {"do":"quote","venue":"kalshi","ticker":"KXT-1-A","side":"no","price":"0.48","count":"10"},
      {"do":"quote","venue":"kalshi","ticker":"KXT-1-A","side":"no","price":"0.45","count":"5"},
      {"do":"quote","venue":"kalshi","ticker":"KXT-1-A","side":"yes","price":"0.48","count":"8"}]})");
  }

  // A plain order with members of it replaced or added.
  Reply place(const boost::json::object& changes) {
    boost::json::object order{{"ticker", "KXT-1-A"},
                              {"side", "bid"},
                              {"count", "1.00"},
                              {"price", "0.4000"},
                              {"time_in_force", "good_till_canceled"},
                              {"self_trade_prevention_type", "taker_at_cross"}};
    for (const auto& change : changes) order[change.key()] = change.value();
    return kalshi(orders_path, "POST", boost::json::serialize(order));
  }
  boost::json::value placed(const boost::json::object& changes) {
    const auto reply = place(changes);
    EXPECT_EQ(reply.status, 201) << reply.body;
    return parsed(reply);
  }
  std::string refusal(const boost::json::object& changes) {
    const auto reply = place(changes);
    return std::to_string(reply.status) + " " + reply.body;
  }
  boost::json::value order(const std::string& id) {
    return parsed(kalshi("/portfolio/orders/" + id)).at("order");
  }
  boost::json::value position() {
    const auto rows = rows_in(kalshi("/portfolio/positions?ticker=KXT-1-A"), "market_positions");
    return rows.empty() ? boost::json::value{} : rows[0];
  }
  std::string cash() { return text(parsed(kalshi("/portfolio/balance")), "balance_dollars"); }
};

TEST(KalshiOrders, AMatchMovesEveryViewByItsOwnLagAndExactly) {
  OrderStage stage;
  const auto before = Money::parse(stage.cash()).value();
  const auto answer = stage.placed({{"count", "12.00"},
                                    {"price", "0.5500"},
                                    {"time_in_force", "immediate_or_cancel"},
                                    {"client_order_id", "a"}});
  EXPECT_EQ(text(answer, "fill_count"), "12.00");
  EXPECT_EQ(text(answer, "remaining_count"), "0.00");
  EXPECT_EQ(text(answer, "average_fill_price"), "0.5250");  // 10 x 0.52 + 2 x 0.55
  // Fees 0.1748 and 0.0347, a sixtieth of a cent off per contract.
  EXPECT_EQ(text(answer, "average_fee_paid"), "0.0175");
  const auto id = text(answer, "order_id");

  EXPECT_TRUE(rows_in(stage.kalshi("/portfolio/fills"), "fills").empty());
  stage.wait(160ms);
  const auto fills = rows_in(stage.kalshi("/portfolio/fills?order_id=" + id), "fills");
  ASSERT_EQ(fills.size(), 2U);
  EXPECT_EQ(text(fills[0], "yes_price_dollars"), "0.5500");
  EXPECT_EQ(text(fills[1], "count_fp"), "10.00");
  EXPECT_TRUE(fills[0].at("is_taker").as_bool());
  EXPECT_TRUE(stage.position().is_null());
  stage.wait(300ms);
  EXPECT_EQ(text(stage.position(), "position_fp"), "12.00");
  EXPECT_EQ(text(stage.position(), "market_exposure_dollars"), "6.300000");
  EXPECT_EQ(text(stage.position(), "fees_paid_dollars"), "0.209500");
  const auto order = stage.order(id);
  EXPECT_EQ(text(order, "status"), "executed");
  EXPECT_EQ(text(order, "taker_fill_cost_dollars"), "6.300000");
  EXPECT_EQ(text(order, "taker_fees_dollars"), "0.209500");
  EXPECT_EQ(text(order, "client_order_id"), "a");
  EXPECT_EQ(Money::parse(stage.cash())->units(), before.units() - 6'509'500'000);
  const auto book = parsed(stage.kalshi("/markets/KXT-1-A/orderbook")).at("orderbook_fp");
  EXPECT_EQ(boost::json::serialize(book),
            R"({"no_dollars":[["0.4500","3.00"]],"yes_dollars":[["0.4800","8.00"]]})");
}

TEST(KalshiOrders, AnOrderRestsIsFilledAsMakerAndKeepsItsCashAside) {
  OrderStage stage;
  const auto before = Money::parse(stage.cash())->units();
  const auto answer = stage.placed({{"count", "20.00"}, {"price", "0.4900"}});
  EXPECT_EQ(text(answer, "remaining_count"), "20.00");
  EXPECT_FALSE(answer.as_object().contains("average_fill_price"));
  EXPECT_FALSE(answer.as_object().contains("client_order_id"));
  stage.wait(1s);
  EXPECT_EQ(Money::parse(stage.cash())->units(), before - 9'800'000'000);
  const auto id = text(answer, "order_id");
  EXPECT_EQ(text(stage.order(id), "status"), "resting");
  const auto book = parsed(stage.kalshi("/markets/KXT-1-A/orderbook")).at("orderbook_fp");
  EXPECT_EQ(boost::json::serialize(book.at("yes_dollars")),
            R"([["0.4800","8.00"],["0.4900","20.00"]])");

  const auto hit = stage.act(
      R"({"do":"take","venue":"kalshi","ticker":"KXT-1-A","side":"ask","count":"25","price":"0.48"})");
  EXPECT_EQ(text(hit, "filled"), "25");
  stage.wait(1s);
  EXPECT_EQ(text(stage.order(id), "status"), "executed");
  EXPECT_EQ(text(stage.order(id), "maker_fill_cost_dollars"), "9.800000");
  EXPECT_EQ(text(stage.order(id), "maker_fees_dollars"), "0.000000");
  const auto fills = rows_in(stage.kalshi("/portfolio/fills"), "fills");
  ASSERT_EQ(fills.size(), 1U);
  EXPECT_FALSE(fills[0].at("is_taker").as_bool());
  EXPECT_EQ(text(stage.position(), "position_fp"), "20.00");
  EXPECT_EQ(Money::parse(stage.cash())->units(), before - 9'800'000'000);
}

TEST(KalshiOrders, ACancelTellsWhatItTookAndTheSecondFindsNothing) {
  OrderStage stage;
  const auto before = stage.cash();
  const auto id = text(stage.placed({{"count", "3.50"}, {"client_order_id", "c"}}), "order_id");
  stage.wait(1s);
  const auto path = orders_path + "/" + id;
  const auto canceled = stage.kalshi(path, "DELETE");
  EXPECT_EQ(canceled.status, 200);
  EXPECT_EQ(text(parsed(canceled), "reduced_by"), "3.50");
  // The stale read of June 2026: the order still rests for the reader.
  EXPECT_EQ(text(stage.order(id), "status"), "resting");
  const auto again = stage.kalshi(path, "DELETE");
  EXPECT_EQ(again.status, 404);
  EXPECT_EQ(again.body, R"({"error":{"code":"not_found","message":"not found"}})");
  EXPECT_EQ(stage.kalshi(orders_path + "/00000000-0000-0000-0000-000000000000", "DELETE").body,
            again.body);
  stage.wait(1s);
  EXPECT_EQ(text(stage.order(id), "status"), "canceled");
  EXPECT_EQ(text(stage.order(id), "remaining_count_fp"), "0.00");
  EXPECT_EQ(stage.cash(), before);
  // The client order id stays burnt.
  EXPECT_EQ(stage.refusal({{"client_order_id", "c"}}),
            R"(409 {"error":{"code":"order_already_exists","message":"order already exists"}})");
}

TEST(KalshiOrders, AreFoundOnShardZeroOnlyUnlessTheCancelNamesAPlace) {
  OrderStage stage;
  stage.act(R"({"do":"add_market","venue":"kalshi","ticker":"KXS-1-A","event_ticker":"KXS-1",
                "shard":"2"})");
  const auto id = text(stage.placed({{"ticker", "KXS-1-A"}}), "order_id");
  const auto path = orders_path + "/" + id;
  EXPECT_EQ(stage.kalshi(path, "DELETE").status, 404);
  EXPECT_EQ(stage.kalshi(path + "?exchange_index=3", "DELETE").status, 404);
  EXPECT_EQ(stage.kalshi(path + "?subaccount=2&market_ticker=KXS-1-A", "DELETE").status, 404);
  EXPECT_EQ(stage.kalshi(path + "?market_ticker=KXS-1-A", "DELETE").status, 200);
  EXPECT_EQ(stage.refusal({{"ticker", "KXS-1-A"}, {"exchange_index", 0}}),
            R"(404 {"error":{"code":"market_not_found","message":"market not found"}})");
  EXPECT_EQ(stage.place({{"ticker", "KXS-1-A"}, {"exchange_index", -1}}).status, 201);
  EXPECT_EQ(stage.place({{"ticker", "KXS-1-A"}, {"exchange_index", 2}}).status, 201);
}

TEST(KalshiOrders, RefusesInTheVenuesOwnWords) {
  OrderStage stage;
  const auto invalid = [](std::string_view details) {
    return R"(400 {"error":{"code":"invalid_order","message":"invalid order","details":")" +
           std::string{details} + R"("}})";
  };
  const std::string bad = R"(400 {"code":"bad_request","message":"bad request","details":")";
  EXPECT_EQ(stage.refusal({{"price", "0.5150"}}),
            R"(400 {"error":{"code":"invalid_price","message":"invalid price"}})");
  EXPECT_EQ(stage.refusal({{"price", "1.0000"}}),
            R"(400 {"error":{"code":"invalid_price","message":"invalid price"}})");
  EXPECT_EQ(stage.refusal({{"count", 1}}), bad +
                                               "json: cannot unmarshal number into Go struct field "
                                               "CreateOrderV2Request.count of type string\"}");
  EXPECT_EQ(stage.refusal({{"yes_price", 1}}), bad + R"(json: unknown field \"yes_price\""})");
  EXPECT_EQ(stage.refusal({{"side", nullptr}}), bad + R"(CreateOrderV2Request.side is required"})");
  EXPECT_EQ(stage.refusal({{"time_in_force", "GTT"}}), bad + R"(invalid time_in_force: GTT"})");
  EXPECT_EQ(stage.refusal({{"count", "1.005"}}), bad + R"(invalid count: 1.005"})");
  EXPECT_EQ(stage.refusal({{"count", "0"}}), bad + R"(invalid count: 0"})");
  EXPECT_EQ(stage.refusal({{"count", "900000"}}),
            R"(400 {"error":{"code":"insufficient_balance","message":"insufficient balance"}})");
  EXPECT_EQ(stage.refusal({{"post_only", true}, {"price", "0.5200"}}), invalid("post only cross"));
  EXPECT_EQ(stage.refusal({{"reduce_only", true}}),
            invalid("reduce_only can only be used with IoC or FoK orders"));
  EXPECT_EQ(stage.refusal({{"time_in_force", "immediate_or_cancel"}, {"expiration_time", 4e9}}),
            bad +
                "json: cannot unmarshal number into Go struct field "
                "CreateOrderV2Request.expiration_time of type int\"}");
  EXPECT_EQ(
      stage.refusal({{"time_in_force", "immediate_or_cancel"}, {"expiration_time", 4'000'000'000}}),
      invalid("invalid expiration_time"));
  EXPECT_EQ(stage.refusal({{"time_in_force", "fill_or_kill"}, {"price", "0.52"}, {"count", "11"}}),
            R"(400 {"error":{"code":"fill_or_kill_insufficient_resting_volume",)"
            R"("message":"fill or kill insufficient resting volume"}})");
  EXPECT_EQ(
      stage.place({{"time_in_force", "fill_or_kill"}, {"price", "0.52"}, {"count", "10"}}).status,
      201);
  EXPECT_EQ(stage.refusal({{"ticker", "KXNOBODY"}}),
            R"(404 {"error":{"code":"market_not_found","message":"market not found"}})");
  const auto legacy = stage.kalshi("/portfolio/orders", "POST", "{}");
  EXPECT_EQ(legacy.status, 410);
  EXPECT_EQ(legacy.body,
            R"({"error":{"code":"deprecated_v1_order_endpoint",)"
            R"("message":"Please switch to the V2 endpoints",)"
            R"("details":"https://docs.kalshi.com/api-reference/orders/create-order-v2"}})");
}

TEST(KalshiOrders, TakesTheShortTextsOfCcxt) {
  OrderStage stage;
  const auto answer = stage.placed({{"count", "1"}, {"price", "0.52"}});
  EXPECT_EQ(text(answer, "fill_count"), "1.00");
}

TEST(KalshiOrders, AnOrderThatMeetsItsOwnersIsCanceledAndTheOtherRests) {
  OrderStage stage;
  const auto resting = text(stage.placed({{"price", "0.5000"}}), "order_id");
  const auto crossing = stage.placed(
      {{"side", "ask"}, {"price", "0.5000"}, {"time_in_force", "immediate_or_cancel"}});
  EXPECT_EQ(text(crossing, "fill_count"), "0.00");
  EXPECT_EQ(text(crossing, "remaining_count"), "0.00");
  stage.wait(1s);
  EXPECT_EQ(text(stage.order(resting), "status"), "resting");
  EXPECT_EQ(text(stage.order(text(crossing, "order_id")), "status"), "canceled");
  // With "maker" the resting one gives way and the order goes on to the next bid.
  const auto through = stage.placed({{"side", "ask"},
                                     {"price", "0.4800"},
                                     {"time_in_force", "immediate_or_cancel"},
                                     {"self_trade_prevention_type", "maker"}});
  EXPECT_EQ(text(through, "average_fill_price"), "0.4800");
  stage.wait(1s);
  EXPECT_EQ(text(stage.order(resting), "status"), "canceled");
}

TEST(KalshiOrders, ReduceOnlyIsCappedToThePosition) {
  OrderStage stage;
  stage.placed({{"count", "3.00"}, {"price", "0.52"}, {"time_in_force", "immediate_or_cancel"}});
  const boost::json::object exit{{"side", "ask"},
                                 {"count", "5.00"},
                                 {"price", "0.48"},
                                 {"reduce_only", true},
                                 {"time_in_force", "immediate_or_cancel"}};
  EXPECT_EQ(text(stage.placed(exit), "fill_count"), "3.00");
  stage.wait(1s);
  EXPECT_EQ(text(stage.position(), "position_fp"), "0.00");
  const auto nothing_left = stage.placed(exit);
  EXPECT_EQ(text(nothing_left, "fill_count"), "0.00");
  EXPECT_EQ(text(nothing_left, "remaining_count"), "0.00");
  stage.act(R"({"do":"set_exchange","venue":"kalshi","reduce_only_refuses_excess":true})");
  EXPECT_EQ(stage.place(exit).status, 400);
}

TEST(KalshiOrders, AClosingSaleNeedsNoCash) {
  OrderStage stage;
  stage.placed({{"count", "8.00"}, {"price", "0.52"}, {"time_in_force", "immediate_or_cancel"}});
  stage.wait(1s);
  const auto rest = Money::parse(stage.cash())->units();
  stage.act(R"({"do":"deposit","venue":"kalshi","amount":"-)" + decimal_text(rest, Money::scale) +
            R"("})");
  stage.wait(1s);
  EXPECT_EQ(stage.cash(), "0.0000");
  const boost::json::object ask{{"side", "ask"}, {"count", "8.00"}, {"price", "0.60"}};
  EXPECT_EQ(stage.place(ask).status, 201);
  // The position can be promised once only: a second sale would open NO.
  EXPECT_EQ(stage.refusal(ask),
            R"(400 {"error":{"code":"insufficient_balance","message":"insufficient balance"}})");
}

TEST(KalshiOrders, AmendLosesTheQueueAndDecreaseKeepsIt) {
  OrderStage stage;
  const auto id = text(stage.placed({{"count", "4.00"}, {"client_order_id", "x"}}), "order_id");
  const auto path = orders_path + "/" + id;
  const auto decreased = stage.kalshi(path + "/decrease", "POST", R"({"reduce_by":"1.50"})");
  ASSERT_EQ(decreased.status, 200) << decreased.body;
  EXPECT_EQ(text(parsed(decreased), "remaining_count"), "2.50");
  EXPECT_EQ(stage.kalshi(path + "/decrease", "POST", R"({"reduce_by":"1","reduce_to":"1"})").status,
            400);
  const auto amended =
      stage.kalshi(path + "/amend", "POST",
                   R"({"ticker":"KXT-1-A","side":"bid","price":"0.5200","count":"6.00",
          "client_order_id":"x","updated_client_order_id":"y"})");
  ASSERT_EQ(amended.status, 200) << amended.body;
  EXPECT_EQ(text(parsed(amended), "fill_count"), "6.00");
  EXPECT_EQ(text(parsed(amended), "client_order_id"), "y");
  stage.wait(1s);
  EXPECT_EQ(text(stage.order(id), "status"), "executed");
  EXPECT_EQ(text(stage.position(), "position_fp"), "6.00");
  EXPECT_EQ(stage
                .kalshi(path + "/amend", "POST",
                        R"({"ticker":"KXT-1-A","side":"bid","price":"0.52","count":"7"})")
                .status,
            404);
}

TEST(KalshiOrders, ABatchTakesAndRefusesEachAlone) {
  OrderStage stage;
  const auto reply =
      stage.kalshi(orders_path + "/batched", "POST",
                   R"({"orders":[{"ticker":"KXT-1-A","side":"bid","count":"1","price":"0.30",
           "time_in_force":"good_till_canceled","self_trade_prevention_type":"taker_at_cross"},
          {"ticker":"KXT-1-A","side":"bid","count":"1","price":"0.305",
           "time_in_force":"good_till_canceled","self_trade_prevention_type":"taker_at_cross"}]})");
  ASSERT_EQ(reply.status, 201) << reply.body;
  const auto rows = rows_in(reply, "orders");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(text(rows[1].at("error"), "code"), "invalid_price");
  EXPECT_FALSE(rows[1].as_object().contains("ts_ms"));
  const auto id = text(rows[0], "order_id");
  const auto canceled =
      stage.kalshi(orders_path + "/batched", "DELETE",
                   R"({"orders":[{"order_id":")" + id + R"("},{"order_id":"nobody"}]})");
  const auto gone = rows_in(canceled, "orders");
  EXPECT_EQ(text(gone[0], "reduced_by"), "1.00");
  EXPECT_EQ(text(gone[1].at("error"), "code"), "not_found");
  EXPECT_EQ(text(gone[1], "reduced_by"), "0.00");
}

TEST(KalshiOrders, EndByThemselvesAndByACancelAll) {
  OrderStage stage;
  const auto soon = unix_s(stage.now) + 5;
  const auto timed = text(stage.placed({{"expiration_time", soon}}), "order_id");
  const auto plain = text(stage.placed({{"price", "0.41"}}), "order_id");
  stage.wait(7s);
  EXPECT_EQ(text(stage.order(timed), "status"), "canceled");
  EXPECT_EQ(text(stage.order(plain), "status"), "resting");
  const auto all = stage.kalshi(orders_path, "DELETE");
  EXPECT_EQ(all.status, 204);
  EXPECT_EQ(all.body, "");
  const auto later = text(stage.placed({{"price", "0.42"}}), "order_id");
  stage.wait(1s);
  EXPECT_EQ(text(stage.order(plain), "status"), "canceled");
  EXPECT_EQ(text(stage.order(later), "status"), "canceled");
  stage.wait(2min);
  const auto kept = text(stage.placed({{"price", "0.42"}}), "order_id");
  stage.wait(1s);
  EXPECT_EQ(text(stage.order(kept), "status"), "resting");
  stage.act(R"({"do":"settle","venue":"kalshi","ticker":"KXT-1-A","result":"yes"})");
  stage.wait(1s);
  EXPECT_EQ(text(stage.order(kept), "status"), "canceled");
}

TEST(KalshiOrders, QueuePositionsCountWhatStandsBefore) {
  OrderStage stage;
  stage.placed({{"price", "0.48"}, {"count", "2.00"}});
  const auto id = text(stage.placed({{"price", "0.48"}}), "order_id");
  const auto reply = stage.kalshi("/portfolio/orders/" + id + "/queue_position");
  EXPECT_EQ(text(parsed(reply), "queue_position_fp"), "10.00");
  EXPECT_EQ(rows_in(stage.kalshi("/portfolio/orders/queue_positions"), "queue_positions").size(),
            2U);
}

TEST(KalshiOrders, WritesAreBilledPerShardAndPerItem) {
  OrderStage stage;
  auto& exchange = stage.simulator.world().kalshi;
  exchange.rate_limits = true;
  exchange.members["main"].tier = "basic";  // 100 tokens, 10 an order
  for (int i = 0; i < 10; ++i) EXPECT_EQ(stage.place({}).status, 201);
  EXPECT_EQ(stage.refusal({}), R"(429 {"error":"too many requests"})");
  stage.act(R"({"do":"add_market","venue":"kalshi","ticker":"KXS-1-A","event_ticker":"KXS-1",
                "shard":"2"})");
  EXPECT_EQ(stage.place({{"ticker", "KXS-1-A"}}).status, 201);
  stage.wait(100ms);
  EXPECT_EQ(stage.place({}).status, 201);
  EXPECT_EQ(stage.place({}).status, 429);
  stage.wait(2s);
  boost::json::array many;
  for (int i = 0; i < 51; ++i) many.push_back(boost::json::object{{"order_id", "nobody"}});
  const auto batch = boost::json::serialize(boost::json::object{{"orders", many}});
  EXPECT_EQ(stage.kalshi(orders_path + "/batched", "DELETE", batch).status, 429);
}

TEST(KalshiOrders, AKeyThatMayOnlyReadPlacesNothing) {
  OrderStage stage;
  stage.simulator.world().kalshi.keys.at(key_id).scopes = {"read"};
  EXPECT_EQ(stage.place({}).status, 403);
  stage.simulator.world().kalshi.keys.at(key_id).scopes = {"read", "write::trade"};
  EXPECT_EQ(stage.place({}).status, 201);
  stage.simulator.world().kalshi.keys.at(key_id).subaccount = 2;
  EXPECT_EQ(stage.place({{"subaccount", 0}}).status, 403);
  EXPECT_EQ(stage.place({{"subaccount", 2}}).status, 201);
}

TEST(KalshiOrders, OfVersionOneStandInTheSameBookWhereTheyAreStillTaken) {
  OrderStage stage;
  stage.act(R"({"do":"set_exchange","venue":"kalshi","legacy_orders":true})");
  const auto legacy = [&](const std::string& action, const std::string& price) {
    return stage.kalshi(
        "/portfolio/orders", "POST",
        R"({"ticker":"KXT-1-A","side":"no","count":3,"action":")" + action + "\"," + price + "}");
  };
  // NO sold at 40 cents is YES bought at 60: it takes what is offered at 0.52.
  EXPECT_EQ(text(parsed(legacy("sell", R"("no_price":40)")).at("order"), "status"), "executed");
  stage.wait(1s);
  EXPECT_EQ(text(stage.position(), "position_fp"), "3.00");
  const auto rests = parsed(legacy("buy", R"("no_price":5)")).at("order");
  EXPECT_EQ(text(rests, "yes_price_dollars"), "0.9500");
  stage.wait(1s);
  EXPECT_EQ(stage.order(text(rests, "order_id")).at("book_side"), "ask");
  const auto path = "/portfolio/orders/" + text(rests, "order_id");
  EXPECT_EQ(text(parsed(stage.kalshi(path, "DELETE")), "reduced_by_fp"), "3.00");
  EXPECT_EQ(stage.kalshi(path, "DELETE").status, 404);
  EXPECT_EQ(legacy("buy", R"("no_price":5,"yes_price":95)").status, 400);
  EXPECT_EQ(legacy("buy", R"("no_price":100)").status, 400);
}

}  // namespace
}  // namespace holdfast::sim::test
