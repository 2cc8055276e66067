#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "samples.hpp"
#include "sim/dflow/orders.hpp"
#include "sim/solana/keys.hpp"
#include "test_client.hpp"

// Payloads of DFlow, of a Solana node and of Privy, made of their documents.
namespace holdfast::sim::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

const std::string ticker = "KXT-1-A";

// The demo's wallet, a market of two rails, ten contracts of its YES and a token account that is
// empty.
struct House : TestClient {
  House() {
    const auto made = act(R"({"venue":"kalshi_solana","do":"add_market","ticker":"KXT-1-A",
      "rails":["USDC","CASH"],"price":"0.42"})");
    const auto& rail = made.at("rails").at(std::string{solana::usdc_mint});
    yes = text(rail, "yes_mint");
    no = text(rail, "no_mint");
    for (const auto& mint : {yes, no}) trade("buy", mint, "10");
    trade("sell", no, "10");
    wait(2min);
  }
  std::string trade(const std::string& verb, const std::string& mint, const std::string& count,
                    const std::string& more = "") {
    return text(act(R"({"venue":"kalshi_solana","do":")" + verb + R"(","wallet":")" + wallet +
                    R"(","mint":")" + mint + R"(","contracts":")" + count + R"(","price":"0.41")" +
                    more + "}"),
                "signature");
  }
  Reply metadata(const std::string& target) { return get("/dflow-metadata/api/v1" + target); }
  Reply quote(const std::string& amount = "3000000") {
    return get("/dflow-trade/order?inputMint=" + std::string{solana::usdc_mint} +
               "&outputMint=" + yes + "&amount=" + amount + "&userPublicKey=" + wallet);
  }
  Reply status(const std::string& signature) {
    return get("/dflow-trade/order-status?signature=" + signature);
  }
  Reply rpc(const std::string& method, const std::string& params) {
    return post("/solana/1",
                R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + "}");
  }
  Reply accounts(std::string_view program) {
    return rpc("getTokenAccountsByOwner", R"([")" + wallet + R"(",{"programId":")" +
                                              std::string{program} +
                                              R"("},{"encoding":"jsonParsed"}])");
  }
  Reply send(const std::string& transaction) {
    return rpc("sendTransaction", R"([")" + transaction + R"(",{"encoding":"base64"}])");
  }
  std::string signed_quote() {
    return *dflow::sign_transaction(text(parsed(quote()), "transaction"),
                                    solana::keypair_named(demo_solana_wallet).secret);
  }
  // A request of the documents, its blanks filled in.
  std::string filled(std::string request) {
    const auto fill = [&](const std::string& blank, const std::string& with) {
      for (auto at = request.find(blank); at != std::string::npos; at = request.find(blank)) {
        request.replace(at, blank.size(), with);
      }
    };
    fill("<owner>", wallet);
    fill("YesMint1111111111111111111111111111111111111", yes);
    fill("NoMint11111111111111111111111111111111111111", no);
    fill("<base64>", text(parsed(quote()), "transaction"));
    return request;
  }
  Reply privy() {
    return privy(filled(R"({"method":"signAndSendTransaction","sponsor":true,)"
                        R"("caip2":"solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp",)"
                        R"("params":{"encoding":"base64","transaction":"<base64>"}})"));
  }
  Reply privy(const std::string& body) {
    return simulator.answer(
        {.method = "POST",
         .target = "/privy/v1/wallets/" + std::string{demo_solana_wallet} + "/rpc",
         .headers = privy_headers(),
         .body = body},
        now);
  }
  std::string wallet{solana::keypair_named(demo_solana_wallet).address};
  std::string yes;
  std::string no;
};

Sample reply(std::function<Reply(House&)> ask) {
  return made([ask = std::move(ask)] {
    House house;
    return said(ask(house));
  });
}

void add_markets(Samples& table) {
  const auto market = [](const std::string& settled) {
    return reply([settled](House& house) {
      if (!settled.empty()) {
        house.act(R"({"venue":"kalshi_solana","do":"settle","ticker":"KXT-1-A",)" + settled + "}");
      }
      return house.metadata("/market/" + ticker);
    });
  };
  table["market.json"] = market("");
  table["market_redeemable.json"] = market(R"("result":"yes")");
  table["market_scalar.json"] = market(R"("result":"scalar","scalar_bps":4200)");
  for (const auto* name : {"market_redeemable.json", "market_scalar.json"}) {
    table[name].loose = {"yesBid", "yesAsk", "noBid", "noAsk"};  // nobody bids any more
  }
  table["markets_batch_response.json"] = reply([](House& house) {
    return house.post("/dflow-metadata/api/v1/markets/batch",
                      R"({"mints":[")" + house.yes + "\"]}");
  });
  table["filter_outcome_mints_response.json"] = reply([](House& house) {
    return house.post("/dflow-metadata/api/v1/filter_outcome_mints",
                      R"({"addresses":[")" + house.yes + R"(",")" + house.no + R"("]})");
  });
  table["orderbook.json"] =
      reply([](House& house) { return house.metadata("/orderbook/" + ticker); });
  table["onchain_trades_row.json"] = made([] {
    House house;
    return part(house.metadata("/onchain-trades?wallet=" + house.wallet), "/trades/0");
  });
  table["onchain_trades_row.json"].any_order = true;
  // Members that the page of September 2026 has besides.
  table["onchain_trades_row.json"].since = {"eventType",      "feeMint",      "fillRecipient",
                                            "inputMint",      "orderAccount", "outputMint",
                                            "refundRecipient"};
  const auto post = [&](const std::string& file, const std::string& target) {
    table[file] = sent([target](const json::value& request) {
      House house;
      EXPECT_EQ(house.post(target, house.filled(json::serialize(request))).status, 200);
    });
  };
  post("markets_batch_request.json", "/dflow-metadata/api/v1/markets/batch");
  post("filter_outcome_mints_request.json", "/dflow-metadata/api/v1/filter_outcome_mints");
  table["rpc_getTokenAccountsByOwner_request.json"] = sent([](const json::value& request) {
    House house;
    const auto reply = house.post("/solana/1", house.filled(json::serialize(request)));
    const auto answers = parsed(reply).as_array();
    ASSERT_EQ(answers.size(), 2U);
    for (const auto& answer : answers) EXPECT_TRUE(answer.as_object().contains("result"));
  });
  // "GET <url>" and the headers.
  table["order_request_sell_exit.txt"] = sent([](const json::value& request) {
    House house;
    const auto all = house.filled(std::string{request.as_string()});
    const auto from = all.find("/order?");
    const auto target = all.substr(from, all.find_first_of(" \n", from) - from);
    const auto quote = house.get("/dflow-trade" + target);
    EXPECT_EQ(quote.status, 200) << quote.body;
    EXPECT_EQ(text(parsed(quote), "inAmount"), "3000000");
  });
  table["privy_rpc_request.json"] = sent([](const json::value& request) {
    House house;
    const auto reply = house.privy(house.filled(json::serialize(request)));
    EXPECT_EQ(reply.status, 200) << reply.body;
  });
}

void add_orders(Samples& table) {
  table["order_response_async.json"] = reply([](House& house) { return house.quote(); });
  const auto status = [](const std::string& more, Duration after) {
    return reply([more, after](House& house) {
      const auto signature = house.trade("sell", house.yes, "3", more);
      house.wait(after);
      return house.status(signature);
    });
  };
  table["order_status_open.json"] = status(R"(,"outcome":"open")", 1500ms);
  table["order_status_closed.json"] = status("", 1min);
  table["order_status_closed_with_revert.json"] =
      status(R"(,"outcome":"partial","filled":"1")", 1min);
  table["order_status_failed.json"] = status(R"(,"outcome":"failed")", 1min);
  table["order_status_pending.json"] = reply([](House& house) {
    return house.status(house.trade("sell", house.yes, "3", R"(,"outcome":"pending")"));
  });
  table["order_status_expired.json"] = reply([](House& house) {
    const auto transaction = house.signed_quote();
    house.wait(5min);
    house.send(transaction);
    return house.status(*house.simulator.world().dflow.expired.begin());
  });
  const std::string refused = "errors.json#/";
  table[refused + "route_not_found"] = reply([](House& house) { return house.quote("1"); });
  table[refused + "not_found"] = reply([](House& house) { return house.metadata("/market/none"); });
  table[refused + "unverified"] = reply([](House& house) {
    house.act(R"({"venue":"kalshi_solana","do":"set_wallet","verified":false,"wallet":")" +
              house.wallet + R"("})");
    return house.quote();
  });
  table[refused + "zero_out"] = reply([](House& house) {
    house.act(R"({"venue":"kalshi_solana","do":"add_market","ticker":"KXT-1-B","price":"0"})");
    const auto& market = house.simulator.world().dflow.markets.at("KXT-1-B");
    return house.get("/dflow-trade/order?amount=3000000&inputMint=" + market.rails[0].yes_mint +
                     "&outputMint=" + std::string{solana::usdc_mint});
  });
}

void add_chain(Samples& table) {
  table["rpc_getTokenAccountsByOwner_token.json"] =
      reply([](House& house) { return house.accounts(solana::token_program); });
  table["rpc_getTokenAccountsByOwner_token2022.json"] =
      reply([](House& house) { return house.accounts(solana::token_2022_program); });
  table["rpc_getMultipleAccounts.json"] = reply([](House& house) {
    const auto account =
        solana::token_account_of(house.wallet, solana::token_2022_program, house.yes);
    return house.rpc("getMultipleAccounts", R"([[")" + account + R"(",")" + house.yes +
                                                R"("],{"encoding":"jsonParsed"}])");
  });
  table["rpc_getBalance.json"] =
      reply([](House& house) { return house.rpc("getBalance", R"([")" + house.wallet + R"("])"); });
  const std::string errors = "rpc_errors.json#/";
  table[errors + "0"] = reply([](House& house) { return house.rpc("getBalance", R"(["0"])"); });
  table[errors + "1"] = reply([](House& house) {
    house.fault(R"({"venue":"solana/1","kind":"rpc_error"})");
    return house.rpc("getBalance", "[]");
  });
  table[errors + "2"] = reply([](House& house) {
    const auto transaction = house.signed_quote();
    house.wait(5min);
    return house.send(transaction);
  });
  table[errors + "3"] = reply([](House& house) {
    house.fault(R"({"venue":"solana/1","kind":"rpc_error","params":{"code":"429",
      "message":"Too many requests for a specific RPC call"}})");
    return house.rpc("getBalance", "[]");
  });
  table["privy_rpc_response.json"] = reply([](House& house) { return house.privy(); });
  table["privy_error_gas.json"] = reply([](House& house) {
    house.act(R"({"venue":"kalshi_solana","do":"set_service","sponsor_credits":false})");
    return house.privy();
  });
}

TEST(Samples, OfDFlowAreReproducedFromTheWorld) {
  Samples table;
  add_markets(table);
  add_orders(table);
  add_chain(table);
  check_samples("dflow", table);
}

}  // namespace
}  // namespace holdfast::sim::test
