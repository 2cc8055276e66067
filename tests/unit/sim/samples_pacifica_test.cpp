#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "pacifica_client.hpp"
#include "samples.hpp"
#include "stream_client.hpp"

// Pacifica's payloads: its documents of December 2025 and what changed in 2026.
namespace holdfast::sim::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using Asks = std::function<Reply(PacificaClient&)>;

Sample reply(Asks ask) {
  return made([ask = std::move(ask)] {
    PacificaClient client;
    return said(ask(client));
  });
}
Sample get(const std::string& path) {
  return reply([path](PacificaClient& client) { return client.ask(path); });
}
// {"http_status", "body", "provenance"}
Sample refusal(Asks ask, std::set<std::string> since = {}) {
  auto sample = made([ask = std::move(ask)] {
    PacificaClient client;
    const auto reply = ask(client);
    return Said{0, json::object{{"http_status", reply.status}, {"body", parsed(reply)}}};
  });
  sample.gone = {"provenance"};
  sample.since = std::move(since);
  return sample;
}
Reply limit_order(PacificaClient& client, const std::string& price) {
  return client.send("/orders/create", "create_order",
                     R"({"symbol":"SOL","side":"bid","amount":"1","price":")" + price +
                         R"(","tif":"GTC","reduce_only":false})");
}

void add_reads(Samples& table) {
  table["rest_positions.json"] = get("/positions");
  table["rest_positions.json"].since = {"last_order_id", "liquidation_price"};
  table["rest_positions_2026.json"] = get("/positions");
  table["rest_positions_empty.json"] = reply([](PacificaClient& client) {
    client.act(R"({"do":"add_account","venue":"pacifica","account":")" +
               TestPair::agent().address() + R"("})");
    return client.get("/pacifica/api/v1/positions?account=" + TestPair::agent().address());
  });
  table["rest_positions_failure.json"] = reply([](PacificaClient& client) {
    client.fault(R"({"venue":"pacifica","kind":"http","params":{"status":500,"body":"json"}})");
    return client.ask("/positions");
  });
  table["rest_account.json"] = reply([](PacificaClient& client) {
    client.act(R"({"venue":"pacifica","do":"set_service","account_as_list":true})");
    return client.ask("/account");
  });
  table["rest_account.json"].since = {
      "maker_fee",       "taker_fee",        "cross_account_equity", "spot_market_value",
      "spot_collateral", "pending_interest", "spot_balances",        "last_order_id"};
  table["rest_orders.json"] = reply([](PacificaClient& client) {
    limit_order(client, "100");
    client.wait(1min);
    return client.ask("/orders");
  });
  table["rest_orders.json"].since = {"last_order_id", "stop_price_type", "trigger_price_type"};
  table["rest_orders.json"].loose = {"client_order_id"};
  table["rest_trades_history.json"] = get("/trades/history?limit=1");
  table["rest_trades_history.json"].loose = {"client_order_id"};
  table["rest_info.json"] = get("/info");
  table["rest_info.json"].since = {"instrument_type", "base_asset"};
  table["rest_info_prices.json"] = get("/info/prices");
}

void add_writes(Samples& table) {
  const std::string accepted = "rest_order_success_variants.json#/";
  table[accepted + "0"] = made([] {
    PacificaClient client;
    return part(client.market("SOL", "bid", "0.5"), "/data");
  });
  table[accepted + "1"] =
      reply([](PacificaClient& client) { return client.market("SOL", "bid", "0.5"); });
  // The documents show the bare success; here it is in the envelope that all answers have.
  table[accepted + "2"] = reply([](PacificaClient& client) {
    const auto id = parsed(limit_order(client, "100")).at("data").at("order_id").as_int64();
    return client.send("/orders/cancel", "cancel_order",
                       R"({"symbol":"SOL","order_id":)" + std::to_string(id) + "}");
  });
  table[accepted + "2"].since = {"data", "error", "code"};
  table[accepted + "3"] = made([] {
    PacificaClient client;
    limit_order(client, "100");
    return part(client.send("/orders/cancel_all", "cancel_all_orders",
                            R"({"all_symbols":true,"exclude_reduce_only":false})"),
                "/data");
  });
  const std::string refused = "rest_errors.json#/";
  const Asks reduces_nothing = [](PacificaClient& client) {
    return client.market("XPL", "ask", "20", true);
  };
  table[refused + "422_no_position_observed"] = refusal([reduces_nothing](PacificaClient& client) {
    client.act(R"({"venue":"pacifica","do":"set_service","wraps_errors":false})");
    return reduces_nothing(client);
  });
  table[refused + "422_enveloped"] = refusal(reduces_nothing);
  table[refused + "400_order_not_found"] = refusal(
      [](PacificaClient& client) {
        return client.send("/orders/cancel", "cancel_order", R"({"symbol":"SOL","order_id":1})");
      },
      {"data"});
  table[refused + "400_position_not_found"] = refusal(
      [](PacificaClient& client) {
        return client.send("/positions/tpsl", "set_position_tpsl",
                           R"({"symbol":"XPL","side":"ask","stop_loss":{"stop_price":"1"}})");
      },
      {"success", "data"});
  table[refused + "400_verification"] = refusal(
      [](PacificaClient& client) {
        return client.send("/orders/cancel", "another_operation",
                           R"({"symbol":"SOL","order_id":1})");
      },
      {"error_id"});
  table[refused + "500_off_tick"] =
      refusal([](PacificaClient& client) { return limit_order(client, "100.00005"); });
  table["req_create_market_docs.json"] = sent([](const json::value& request) {
    PacificaClient client;
    const auto reply = client.post("/pacifica/api/v1/orders/create_market",
                                   client.signed_anew("create_market_order", request));
    EXPECT_EQ(reply.status, 200) << reply.body;
  });
  table["req_batch_docs.json"] = sent([](const json::value& request) {
    PacificaClient client;
    const auto orders = client.signed_anew("create_order", request.at_pointer("/actions/0/data"));
    const auto cancels = client.signed_anew("cancel_order", request.at_pointer("/actions/1/data"));
    const auto reply = client.post("/pacifica/api/v1/orders/batch",
                                   R"({"actions":[{"type":"Create","data":)" + orders +
                                       R"(},{"type":"Cancel","data":)" + cancels + "}]}");
    const auto results = parsed(reply).at_pointer("/data/results").as_array();
    EXPECT_TRUE(results.at(0).at("success").as_bool());
    EXPECT_EQ(text(results.at(1), "error"), "Order not found") << "42069 is nobody's order";
  });
  // Signed by the demo's account, at its own moment.
  table["req_exit_market_signed.json"] = sent([](const json::value& request) {
    const auto at = from_unix_ms(request.at("timestamp").as_int64()).value();
    Simulator simulator{demo_world({}, at - 1h)};
    simulator.world().pacifica.markets.at("BTC").lot = Quantity::from_units(10'000);
    const auto reply = simulator.answer({.method = "POST",
                                         .target = "/pacifica/api/v1/orders/create_market",
                                         .headers = {},
                                         .body = json::serialize(request)},
                                        at + 1s);
    EXPECT_EQ(reply.status, 200) << reply.body;
    const auto& held = simulator.world().pacifica.truth(std::string{demo_pacifica_account});
    EXPECT_EQ(held.positions.at("BTC").amount, Quantity::parse("0.12464").value());
  });
}

// What the stream says to somebody who listens to an account, trades, closes a position and takes
// an order over the stream, by the last frame of a channel; "positions <rows>" by their number.
std::map<std::string, json::value> session() {
  Streaming<PacificaClient> client;
  const auto trade = [&](const std::string& verb, const std::string& symbol,
                         const std::string& amount) {
    client.act(R"({"venue":"pacifica","do":")" + verb + R"(","symbol":")" + symbol +
               R"(","amount":")" + amount + R"("})");
    client.wait(1s);
  };
  for (const auto& row : client.rows("/positions")) {  // the frames tell of one position and none
    trade(text(row, "side") == "bid" ? "sell" : "buy", text(row, "symbol"), text(row, "amount"));
  }
  const auto id = client.open("/ws");
  std::map<std::string, json::value> said;
  const auto keep = [&](const std::vector<std::string>& frames) {
    for (const auto& frame : frames) {
      const auto value = json::parse(frame);
      if (value.as_object().contains("code")) {
        said["order"] = value;
        continue;
      }
      const auto channel = text(value, "channel");
      const bool positions = channel == "account_positions";
      said[positions ? "positions " + std::to_string(value.at("data").as_array().size())
                     : channel] = value;
    }
  };
  for (const auto* source : {"account_order_updates", "account_trades", "account_positions"}) {
    keep(client.say(id, R"({"method":"subscribe","params":{"source":")" + std::string{source} +
                            R"(","account":")" + client.account + R"("}})"));
  }
  for (const auto* verb : {"buy", "sell"}) {
    trade(verb, "SOL", "1");
    keep(client.heard(id));
  }
  keep(client.say(id, R"({"method":"ping"})"));
  keep(client.say(
      id, R"({"id":"660065de-8f32-46ad-ba1e-83c93d3e3966","params":{"create_market_order":)" +
              client.signed_body("create_market_order", R"({"symbol":"SOL","side":"bid",
                "amount":"0.5","reduce_only":false,"slippage_percent":"0.5",
                "client_order_id":"79f948fd-7556-4066-a128-083f3ea49322"})") +
              "}}"));
  return said;
}

void add_frames(Samples& table) {
  const std::string file = "ws_frames.jsonl#";
  const auto frame = [&](const char* line, const std::string& which) {
    auto sample = made([which] { return Said{0, session().at(which)}; });
    sample.any_order = true;  // the documents sort the short names
    table[file + line] = std::move(sample);
  };
  frame("1", "subscribe");
  for (const auto* line : {"2", "3"}) frame(line, "positions 1");
  frame("4", "positions 0");
  frame("5", "account_order_updates");
  table[file + "5"].since = {"li", "lp"};
  frame("6", "account_trades");
  table[file + "6"].since = {"li"};
  frame("8", "pong");
  frame("10", "order");
  const auto answered = [](const std::string& channel) {
    return sent([channel](const json::value& message) {
      Streaming<PacificaClient> client;
      const auto said = client.say(client.open("/ws"), json::serialize(message));
      ASSERT_FALSE(said.empty());
      EXPECT_EQ(text(json::parse(said.front()), "channel"), channel);
    });
  };
  table[file + "0"] = answered("subscribe");
  table[file + "7"] = answered("pong");
  table[file + "9"] = sent([](const json::value& message) {
    Streaming<PacificaClient> client;
    const auto signed_anew = client.signed_anew("create_market_order",
                                                message.at_pointer("/params/create_market_order"));
    const auto said = client.say(
        client.open("/ws"), R"({"id":"1","params":{"create_market_order":)" + signed_anew + "}}");
    EXPECT_EQ(json::parse(said.at(0)).at("code").as_int64(), 200) << said.at(0);
  });
}

TEST(Samples, OfPacificaAreReproducedFromTheWorld) {
  Samples table;
  add_reads(table);
  add_writes(table);
  add_frames(table);
  check_samples("pacifica", table);
}

}  // namespace
}  // namespace holdfast::sim::test
