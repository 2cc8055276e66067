#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "pacifica_client.hpp"
#include "samples.hpp"

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
  table["rest_positions_failure.json"] =
      left("a fault; faults_test has the 500 and the empty list");
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
  for (const auto* request : {"req_batch_docs", "req_create_market_docs"}) {
    table[std::string{request} + ".json"] =
        left("a request; the documents leave its signature out");
  }
  table["req_exit_market_signed.json"] = left("a request; pacifica_orders_test sends it");
  table["ws_frames.jsonl"] =
      left("no answers of REST: streams_test holds the stream to its frames");
}

TEST(Samples, OfPacificaAreReproducedFromTheWorld) {
  Samples table;
  add_reads(table);
  add_writes(table);
  check_samples("pacifica", table);
}

}  // namespace
}  // namespace holdfast::sim::test
