#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "clob_client.hpp"
#include "samples.hpp"
#include "sim/polymarket/clob/order_body.hpp"
#include "sim/polymarket/contracts.hpp"
#include "stream_client.hpp"

// Polymarket's payloads: recorded in September and October 2026, or its documents' examples.
namespace holdfast::sim::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

std::string data(const std::string& route, const std::string& query) {
  return "/polymarket-data/v2/" + route + "?user=" + demo_wallet() + query;
}

Sample get(const std::string& target) {
  return made([target] {
    TestClient client;
    return said(client.get(target));
  });
}
Sample clob(std::function<Said(ClobStage&)> ask) {
  return made([ask = std::move(ask)] {
    ClobStage stage;
    return ask(stage);
  });
}
Sample only(std::set<std::string> since, Sample sample) {
  sample.since = std::move(since);
  return sample;
}

void add_data(Samples& table) {
  table["data_v2/positions_open_recorded_2026-10.json"] = get(data("positions", "&limit=2"));
  table["data_v2/activity_recorded_2026-09.json"] = get(data("activity", "&limit=2"));
  table["data_v2/trades_by_condition_redacted_2026-10-05.json"] = made([] {
    TestClient client;
    const auto token = text(rows_in(client.get(data("positions", "")), "data")[0], "token_id");
    for (int i = 0; i < 2; ++i) {
      client.act(R"({"do":"buy","venue":"polymarket","wallet":")" + demo_wallet() +
                 R"(","token_id":")" + token + R"(","size":"10","price":"0.55"})");
    }
    client.wait(60s);
    return said(client.get(data("trades", "&limit=2")));
  });
  const std::string file = "data_v2/errors_and_resolutions_2026-10-05.json#/";
  const auto by_hand = [](Sample sample) {
    sample.any_order = true;
    return sample;
  };
  const auto noted = [](const Reply& reply, const std::string& route, json::value what,
                        const char* member) {
    json::object note{{"status", reply.status}, {member, std::move(what)}};
    if (!route.empty()) note["route"] = route;
    return Said{0, std::move(note)};
  };
  table[file + "0"] = by_hand(made([noted] {
    TestClient client;
    const auto reply = client.get("/polymarket-data/v2/resolutions?condition=1");
    return noted(reply, "", parsed(reply), "body");
  }));
  table[file + "1"] = by_hand(made([noted] {
    TestClient client;
    const auto reply = client.get("/polymarket-data/v2/positions");
    return noted(reply, "/v2/positions", parsed(reply).at("error"), "body_error");
  }));
  table[file + "2"] = by_hand(made([noted] {
    TestClient client;
    const auto condition =
        text(client.act(R"({"do":"add_market","venue":"polymarket","slug":"s"})"), "condition_id");
    client.act(R"({"do":"resolve","venue":"polymarket","first_payout":"1","condition_id":")" +
               condition + R"("})");
    client.wait(60s);
    const auto reply = client.get("/polymarket-data/v2/resolutions?condition=" + condition);
    return noted(reply, "/v2/resolutions", parsed(reply).at("data").at(0), "row");
  }));
  // An empty page was recorded without the two counts that every other page has.
  table[file + "3"] = only({"limit", "offset"}, by_hand(made([noted] {
                             TestClient client{0, 0};
                             const auto reply = client.get(data("trades", ""));
                             return noted(reply, "/v2/trades empty page", parsed(reply), "body");
                           })));
  table["gamma/market_v2_docs_example.json"] = made([] {
    TestClient client;
    client.act(R"({"do":"add_market","venue":"polymarket","slug":"two","version":"v2"})");
    const auto market = parsed(client.get("/polymarket-gamma/markets/slug/two"));
    json::object shown;
    for (const auto* key :
         {"version", "outcomes", "outcomePrices", "clobTokenIds", "positionIds"}) {
      shown[key] = market.at(key);
    }
    return Said{200, std::move(shown)};
  });
  table["vectors/known_answer_vectors.json"] = left("signatures and ids: tests/vectors has them");
}

void add_clob(Samples& table) {
  table["clob/book_v2_recorded_2026-10-05.json"] = clob([](ClobStage& stage) {
    return said(stage.get("/polymarket-clob/book?token_id=" + stage.version2.first));
  });
  table["clob/clob_markets_v2_recorded_2026-10-05.json"] = clob([](ClobStage& stage) {
    return said(stage.get("/polymarket-clob/clob-markets/" + stage.version2.condition));
  });
  table["clob/open_orders_page_docs.json"] = clob([](ClobStage& stage) {
    stage.post({.maker_amount = "5000000"});
    return said(stage.clob("GET", "/data/orders"));
  });
  table["clob/balance_allowance.json#/collateral"] = clob([](ClobStage& stage) {
    return said(stage.clob("GET", "/balance-allowance?signature_type=0&asset_type=COLLATERAL"));
  });
  table["clob/balance_allowance.json#/note"] = left("a remark of who wrote the sample down");
  const std::string beats = "clob/heartbeat_v1.json#/";
  const auto beat = [](bool in_error, const std::string& id) {
    return clob([in_error, id](ClobStage& stage) {
      stage.simulator.world().polymarket.clob.heartbeat_error_in_error = in_error;
      const auto body = [](const std::string& text) {
        return R"({"heartbeat_id":")" + text + R"("})";
      };
      stage.clob("POST", "/v1/heartbeats", body(""));
      return said(stage.clob("POST", "/v1/heartbeats", body(id)));
    });
  };
  table[beats + "request"] = sent([](const json::value& request) {
    ClobStage stage;
    EXPECT_EQ(stage.clob("POST", "/v1/heartbeats", json::serialize(request)).status, 200);
  });
  table[beats + "response200"] = beat(false, "");
  table[beats + "response400_guide"] = beat(false, "another");
  table[beats + "response400_openapi"] = beat(true, "another");
  table["clob/post_order_request_v2.json"] = sent([](const json::value& request) {
    const auto post = polymarket::read_order(request);
    ASSERT_TRUE(post) << post.error();
    EXPECT_EQ(polymarket::order_signer({"2", polymarket::exchange_v2}, post->order), demo_owner);
  });
}

void add_posts(Samples& table) {
  const std::string file = "clob/post_order_responses.json#/";
  table[file + "live"] =
      clob([](ClobStage& stage) { return said(stage.post({.maker_amount = "4900000"})); });
  table[file + "matched_since_2026-07-24"] =
      clob([](ClobStage& stage) { return said(stage.post({})); });
  table[file + "delayed"] = clob([](ClobStage& stage) {
    return said(stage.post({}, stage.add_market("game", R"("seconds_delay":3)")));
  });
  for (const auto* name : {"live", "matched_since_2026-07-24", "delayed"}) {
    table[file + name].any_order = true;
  }
  table[file + "batch_leg_rejected_http200"] = clob([](ClobStage& stage) {
    stage.act(R"({"do":"set_service","venue":"polymarket","clob_mode":"post_only"})");
    const json::array batch{stage.body_for({}, stage.standard)};
    return part(stage.clob("POST", "/orders", json::serialize(batch)), "/0");
  });
  table[file + "single_rejected_http400"] = clob([](ClobStage& stage) {
    return said(stage.post({.maker_amount = "5200000000", .taker_amount = "10000000000"}));
  });
  // Signed for the exchange of another version.
  table[file + "version_mismatch_http400"] = clob([](ClobStage& stage) {
    auto body = stage.body_for({.token = stage.version2.first}, stage.standard);
    return said(stage.clob("POST", "/order", json::serialize(body)));
  });
  table[file + "post_only_mode_http503"] = clob([](ClobStage& stage) {
    stage.act(R"({"do":"set_service","venue":"polymarket","clob_mode":"post_only"})");
    return said(stage.post({}));
  });
  table[file + "cancel"] = clob([](ClobStage& stage) {
    const auto id = text(parsed(stage.post({.maker_amount = "4900000"})), "orderID");
    const json::array ids{id, "0x" + std::string(64, '1')};
    return said(stage.clob("DELETE", "/orders", json::serialize(ids)));
  });
}

// What /ws/market says of a market's first token and, to who asked for it, of a market that comes:
// book, level, trade, finer tick.
Said market_event(const std::string& type, const std::string& version,
                  const std::string& service = R"("cdn":true)") {
  StreamClient client;
  client.act(R"({"do":"set_service","venue":"polymarket",)" + service + "}");
  const auto token = std::string{client
                                     .act(R"({"do":"add_market","venue":"polymarket","slug":"s",)"
                                          R"("version":")" +
                                          version + R"("})")
                                     .at("token_ids")
                                     .at(0)
                                     .as_string()};
  const auto quote = [&](const char* side, const char* price) {
    client.act(R"({"do":"quote","venue":"polymarket","token_id":")" + token + R"(","side":")" +
               side + R"(","price":")" + price + R"(","size":"20"})");
  };
  const auto id = client.open("/ws/market");
  auto frames = client.say(
      id, R"({"assets_ids":[")" + token + R"("],"type":"market","custom_feature_enabled":true})");
  quote("ask", "0.54");
  quote("bid", "0.5");
  for (auto& more : client.heard(id)) frames.push_back(std::move(more));
  quote("ask", "0.97");
  client.act(R"({"do":"take","venue":"polymarket","side":"buy","price":"0.97","size":"30",)"
             R"("token_id":")" +
             token + R"("})");
  client.act(R"({"do":"add_market","venue":"polymarket","slug":"later","fee_rate":"0.04"})");
  for (auto& more : client.heard(id)) frames.push_back(std::move(more));
  for (const auto& frame : frames) {
    const auto value = json::parse(frame);
    const auto& event = value.is_array() ? value.at(0) : value;
    if (text(event, "event_type") == type) return {0, value};
  }
  return {0, nullptr};
}

// What /ws/user tells of an order that rests, trades, is killed, and of one that the wallet can no
// longer pay for; by type, the ends of orders with the order's type.
Said user_event(const std::string& which) {
  Streaming<ClobStage> stage;
  const auto id = stage.open("/ws/user");
  std::map<std::string, json::value> said;
  for (const auto& frame : stage.say(id, stage.user_greeting())) ADD_FAILURE() << frame;
  stage.post({.maker_amount = "4900000"});
  stage.post({});
  stage.post({.maker_amount = "520000000", .taker_amount = "1000000000", .type = "FOK"});
  stage.act(R"({"do":"deposit","venue":"polymarket","amount":"-994","wallet":")" +
            std::string{demo_owner} + R"("})");
  stage.wait(10s);
  stage.clob("GET", "/balance-allowance/update?signature_type=0&asset_type=COLLATERAL");
  for (const auto& frame : stage.heard(id)) {
    const auto value = json::parse(frame);
    const auto type = text(value, "type");
    said.emplace(type == "CANCELLATION" ? type + " " + text(value, "order_type") : type, value);
  }
  return {0, said.at(which)};
}

void add_streams(Samples& table) {
  const std::string session = "ws_market_v2_session_recorded_2026-10-05.jsonl#";
  for (const auto* line : {"0", "2"}) {
    table[session + line] = sent([](const json::value& message) {
      StreamClient client;
      const auto said = client.say(client.open("/ws/market"), message.is_string()
                                                                  ? std::string{message.as_string()}
                                                                  : json::serialize(message));
      EXPECT_EQ(said.size(), 1U);
      EXPECT_EQ(client.ended, "");
    });
  }
  auto book = made([] { return market_event("book", "v2"); });
  // The recorded frame has two members fewer than the book of the same moment by REST.
  book.since = {"min_order_size", "neg_risk"};
  book.any_order = true;  // its event_type stands before the last price
  table[session + "1"] = std::move(book);
  table[session + "3"] = made([] {
    StreamClient client;
    const auto id = client.open("/ws/market");
    return Said{0, json::string{client.say(id, "PING").at(0)}};
  });
  table[session + "4"] = made([] { return market_event("new_market", "v1"); });
  table[session + "5"] = left("a remark on how the session ended");
  const std::string market = "ws/market_events_docs_examples.json#/";
  table[market + "price_change_new"] = made([] { return market_event("price_change", "v1"); });
  auto& old = table[market + "price_change_old_pre_2025-09-15"] =
      made([] { return market_event("price_change", "v1", R"("old_price_changes":true)"); });
  old.gone = {"_note"};
  for (const auto* type : {"last_trade_price", "tick_size_change"}) {
    table[market + type] = made([type] { return market_event(type, "v1"); });
    table[market + type].any_order = true;
  }
  const std::string user = "ws/user_events_docs_examples.json#/";
  table[user + "subscribe"] = sent([](const json::value& message) {
    Streaming<ClobStage> stage;
    auto greeting = message.as_object();
    greeting["auth"] = json::parse(stage.user_greeting()).at("auth");
    stage.say(stage.open("/ws/user"), json::serialize(greeting));
    EXPECT_EQ(stage.ended, "");
    EXPECT_EQ(stage.simulator.streams().live("polymarket-ws").size(), 1U);
  });
  table[user + "update"] = sent([](const json::value& message) {
    Streaming<ClobStage> stage;
    const auto id = stage.open("/ws/user");
    auto greeting = json::parse(stage.user_greeting()).as_object();
    greeting["markets"] = json::array{stage.standard.condition};
    stage.say(id, json::serialize(greeting));
    stage.say(id, json::serialize(message));
    EXPECT_EQ(stage.simulator.streams().live("polymarket-ws").size(), 2U);
  });
  const auto told = [&](const std::string& name, const std::string& type) -> Sample& {
    auto& sample = table[user + name] = made([type] { return user_event(type); });
    sample.any_order = true;
    return sample;
  };
  told("order_placement", "PLACEMENT");
  told("trade_matched", "TRADE");
  // Recorded by its telling members alone.
  const std::set<std::string> rest{"owner", "maker_address", "market", "asset_id",
                                   "side",  "original_size", "price",  "order_owner"};
  told("order_fok_killed_recorded_shape", "CANCELLATION FOK").since = rest;
  auto& canceled = told("order_venue_cancel_recorded_shape", "CANCELLATION GTC");
  canceled.since = rest;
  canceled.since.merge(
      std::set<std::string>{"id", "event_type", "associate_trades", "outcome", "expiration"});
}

TEST(Samples, OfPolymarketAreReproducedFromTheWorld) {
  Samples table;
  add_data(table);
  add_clob(table);
  add_posts(table);
  add_streams(table);
  check_samples("polymarket", table);
}

}  // namespace
}  // namespace holdfast::sim::test
