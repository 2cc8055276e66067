#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>

#include "sim/polygon/abi.hpp"
#include "sim/polymarket/contracts.hpp"
#include "sim/polymarket/ctf_ids.hpp"
#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;
namespace pm = holdfast::sim::polymarket;

std::string hex(const U256& word) { return word.hex().substr(2); }
std::string padded(const std::string& address) { return hex(polygon::address_word(address)); }

std::string call_params(std::string_view to, const std::string& data,
                        const char* tag = "\"latest\"") {
  return R"([{"to":")" + std::string{to} + R"(","data":")" + data + "\"}," + tag + "]";
}

std::string first_token(TestClient& client) {
  return client.simulator.world().polymarket.tokens.begin()->first;
}

std::string held_token(TestClient& client) {
  const auto& wallet = *client.simulator.world().polymarket.timeline.truth().find(demo_wallet());
  return wallet.holdings.begin()->first;
}

U256 balance(TestClient& client, const std::string& token, const char* tag = "\"latest\"",
             int endpoint = 1) {
  const auto data = "0x00fdd58e" + padded(demo_wallet()) + hex(*U256::parse_decimal(token));
  const auto answer =
      client.rpc("eth_call", call_params(pm::conditional_tokens, data, tag), endpoint);
  return U256::parse_hex(text(answer, "result")).value();
}

TEST(CtfIds, AreThoseOfTheContractsOwnBytecode) {
  std::ifstream file{HOLDFAST_SOURCE_DIR "/tests/vectors/ctf_ids.json"};
  const auto vectors = boost::json::parse(std::string{std::istreambuf_iterator<char>{file}, {}});
  int checked = 0;
  for (const auto& vector : vectors.at("vectors").as_array()) {
    const auto& inputs = vector.at("inputs");
    if (!U256::parse_hex(text(inputs, "parentCollectionId"))->is_zero()) continue;
    const auto slots = static_cast<std::uint64_t>(inputs.at("outcomeSlotCount").as_int64());
    const auto condition = pm::condition_id(text(inputs, "oracle"),
                                            *U256::parse_hex(text(inputs, "questionId")), slots);
    EXPECT_EQ(condition.hex(), text(vector, "conditionId"));
    for (const auto& row : vector.at("collections").as_array()) {
      const auto set = static_cast<std::uint64_t>(row.at("indexSet").as_int64());
      const auto collection = pm::collection_id(condition, set);
      EXPECT_EQ(collection.hex(), text(row, "collectionId"));
      for (const auto& position : row.at("positionIds").as_object()) {
        const auto& collaterals = vectors.at("collaterals").as_object();
        const std::string collateral{collaterals.at(position.key()).as_string().c_str()};
        EXPECT_EQ(pm::position_id(collateral, collection).decimal(),
                  position.value().as_string().c_str());
        ++checked;
      }
    }
  }
  EXPECT_GE(checked, 16);
}

TEST(CtfIds, TheSafeOfAnOwnerIsWhatPolymarketsFactoryDeploys) {
  // The known answer of Polymarket's relayer clients.
  EXPECT_EQ(pm::safe_wallet_of("0x6e0c80c90ea6c15917308F820Eac91Ce2724B5b5"),
            "0x6d8c4e9adf5748af82dabe2c6225207770d6b4fa");
}

TEST(Polygon, BalancesAreTheWorldsInBaseUnits) {
  TestClient client;
  const auto& world = client.simulator.world().polymarket;
  const auto& wallet = *world.timeline.truth().find(demo_wallet());
  ASSERT_EQ(wallet.holdings.size(), 8U);
  std::string owners = hex(U256{8});
  std::string ids = hex(U256{8});
  std::string expected = hex(U256{32}) + hex(U256{8});
  for (const auto& [token, holding] : wallet.holdings) {
    const U256 units{static_cast<std::uint64_t>(holding.size.units() / 1'000)};
    EXPECT_EQ(balance(client, token), units);
    owners += padded(demo_wallet());
    ids += hex(*U256::parse_decimal(token));
    expected += hex(units);
  }
  const auto data = "0x4e1273f4" + hex(U256{64}) + hex(U256{64 + 9 * 32}) + owners + ids;
  const auto batch =
      client.rpc("eth_call", call_params(pm::conditional_tokens, data, "\"finalized\""));
  EXPECT_EQ(text(batch, "result"), "0x" + expected);
}

TEST(Polygon, TheContractRevertsAsTheDeployedOneDoes) {
  TestClient client;
  const auto reason = [&](const std::string& data) {
    const auto answer = client.rpc("eth_call", call_params(pm::conditional_tokens, data));
    EXPECT_EQ(answer.at("error").at("code").as_int64(), 3);
    return text(answer.at("error"), "message");
  };
  const auto token = hex(*U256::parse_decimal(first_token(client)));
  EXPECT_EQ(reason("0x00fdd58e" + hex(U256{}) + token),
            "execution reverted: ERC1155: balance query for the zero address");
  EXPECT_EQ(reason("0x4e1273f4" + hex(U256{64}) + hex(U256{128}) + hex(U256{1}) +
                   padded(demo_wallet()) + hex(U256{0})),
            "execution reverted: ERC1155: owners and IDs must have same lengths");
  EXPECT_EQ(reason("0x4e1273f4" + hex(U256{64}) + hex(U256{128}) + hex(U256{1}) + hex(U256{}) +
                   hex(U256{1}) + token),
            "execution reverted: ERC1155: some address in batch balance query is zero");
  const auto unknown = client.rpc("eth_call", call_params(pm::conditional_tokens, "0xdeadbeef"));
  EXPECT_EQ(unknown.at("error").at("code").as_int64(), -32000);
  const auto nobody = client.rpc(
      "eth_call", call_params("0x000000000000000000000000000000000000dead", "0x00fdd58e"));
  EXPECT_EQ(text(nobody, "result"), "0x") << "no code there";
}

TEST(Polygon, PayoutsApprovalsOwnersAndCollateralAreThere) {
  TestClient client;
  const auto ask = [&](std::string_view to, const std::string& data) {
    return U256::parse_hex(text(client.rpc("eth_call", call_params(to, data)), "result")).value();
  };
  for (const auto& [condition, market] : client.simulator.world().polymarket.markets) {
    const auto denominator = ask(pm::conditional_tokens, "0xdd34de67" + condition.substr(2));
    EXPECT_EQ(denominator, U256{market.resolved_at ? 1'000'000U : 0U});
    const auto numerator =
        ask(pm::conditional_tokens, "0x0504c814" + condition.substr(2) + hex(U256{}));
    EXPECT_EQ(numerator, denominator) << "the demo's only resolved market pays its first outcome";
  }
  const auto pair = padded(demo_wallet()) + padded(std::string{pm::exchange_v2});
  EXPECT_EQ(ask(pm::conditional_tokens, "0xe985e9c5" + pair), U256{1});
  EXPECT_EQ(ask(pm::conditional_tokens, "0xe985e9c5" + padded(demo_wallet()) +
                                            padded("0x000000000000000000000000000000000000dead")),
            U256{});
  const auto sales = [&](const std::string& more) {
    client.act(R"({"venue":"polymarket","do":"approve_sales","wallet":")" + demo_wallet() + "\"" +
               more + "}");
    client.wait(1min);
    return ask(pm::conditional_tokens, "0xe985e9c5" + pair);
  };
  EXPECT_EQ(sales(R"(,"approved":false)"), U256{}) << "of all exchanges";
  EXPECT_EQ(sales(""), U256{1});
  EXPECT_FALSE(ask(pm::pusd, "0xdd62ed3e" + pair).is_zero());
  EXPECT_FALSE(ask(pm::pusd, "0x70a08231" + padded(demo_wallet())).is_zero());
  const auto code = client.rpc("eth_getCode", R"([")" + demo_wallet() + R"(","latest"])");
  EXPECT_GT(text(code, "result").size(), 10U);
}

TEST(Polygon, BatchesAnswerEveryCallByItsId) {
  TestClient client;
  const auto reply = client.post("/polygon/1", R"([{"jsonrpc":"2.0","id":7,"method":"eth_chainId"},
      {"jsonrpc":"2.0","id":"x","method":"net_version"},{"jsonrpc":"2.0","id":9,"method":"eth_nothing"}])");
  EXPECT_EQ(
      reply.body,
      R"([{"jsonrpc":"2.0","id":7,"result":"0x89"},{"jsonrpc":"2.0","id":"x","result":"137"},)"
      R"({"jsonrpc":"2.0","id":9,"error":{"code":-32601,)"
      R"("message":"the method eth_nothing does not exist/is not available"}}])");
  EXPECT_EQ(parsed(client.post("/polygon/1", "{")).at("error").at("code").as_int64(), -32700);
  EXPECT_EQ(parsed(client.post("/polygon/1", "[]")).at("error").at("code").as_int64(), -32600);
}

TEST(Polygon, BlocksOfThePastAreKeptAndOfTheFutureRefused) {
  TestClient client{0, 1};
  const auto token = held_token(client);
  const auto before = balance(client, token);
  const auto head = text(client.rpc("eth_blockNumber", "[]"), "result");
  client.act(R"({"do":"buy","venue":"polymarket","wallet":")" + demo_wallet() +
             R"(","token_id":")" + token + R"(","size":"5","price":"0.5"})");
  client.wait(60s);
  EXPECT_EQ(balance(client, token).low(), before.low() + 5'000'000);
  EXPECT_EQ(balance(client, token, ("\"" + head + "\"").c_str()), before);
  const auto block = client.rpc("eth_getBlockByNumber", "[\"" + head + "\",false]").at("result");
  EXPECT_EQ(text(block, "number"), head);
  const auto by_hash = R"({"blockHash":")" + text(block, "hash") + "\"}";
  EXPECT_EQ(balance(client, token, by_hash.c_str()), before);
  const auto later =
      client.rpc("eth_call", call_params(pm::conditional_tokens, "0x00fdd58e", "\"0xfffffff\""));
  EXPECT_EQ(text(later.at("error"), "message"), "header not found");
  EXPECT_TRUE(client.rpc("eth_getBlockByNumber", R"(["0xfffffff",false])").at("result").is_null());
  EXPECT_EQ(client.rpc("eth_call", call_params(pm::conditional_tokens, "0x00fdd58e", "\"soon\""))
                .at("error")
                .at("code")
                .as_int64(),
            -32602);
}

TEST(Polygon, LogsOfATradeAreFoundByTopicAndReceipt) {
  TestClient client;
  const auto to_wallet =
      R"([{"address":")" + std::string{pm::conditional_tokens} +
      R"(","topics":["0xc3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62",)"
      R"(null,null,"0x)" +
      padded(demo_wallet()) + R"("],"fromBlock":")";
  const auto& transfers = client.simulator.world().polymarket.chain.transfers();
  ASSERT_FALSE(transfers.empty());
  const auto block = polygon::quantity_text(transfers.back().block);
  const auto logs =
      client.rpc("eth_getLogs", to_wallet + block + R"(","toBlock":")" + block + "\"}]")
          .at("result")
          .as_array();
  ASSERT_EQ(logs.size(), 1U);
  EXPECT_EQ(text(logs[0], "data").size(), 2U + 128U);
  const auto receipt =
      client.rpc("eth_getTransactionReceipt", "[\"" + text(logs[0], "transactionHash") + "\"]");
  EXPECT_EQ(text(receipt.at("result"), "status"), "0x1");
  EXPECT_EQ(receipt.at("result").at("logs").as_array().size(), 2U) << "shares and collateral";
  EXPECT_EQ(client.rpc("eth_getLogs", to_wallet + R"(0x1"}])").at("error").at("code").as_int64(),
            -32005);
}

TEST(Polygon, OneEndpointLiesLagsOrServesAnotherChainAndTheOtherDoesNot) {
  TestClient client;
  const auto token = held_token(client);
  const auto truth = balance(client, token);
  client.fault(R"({"venue":"polygon/2","endpoint":"eth_call","kind":"lie"})");
  EXPECT_EQ(balance(client, token, "\"latest\"", 2), U256{});
  EXPECT_EQ(balance(client, token, "\"latest\"", 1), truth);
  client.fault(
      R"([{"clear_all":true},{"venue":"polygon/2","kind":"lie","params":{"balance":7,"token":"1"}}])");
  EXPECT_EQ(balance(client, token, "\"latest\"", 2), truth) << "another token";
  const auto head = [&](int endpoint) {
    return *polygon::quantity_value(text(client.rpc("eth_blockNumber", "[]", endpoint), "result"));
  };
  client.fault(R"({"venue":"polygon/2","kind":"behind","params":{"blocks":500}})");
  EXPECT_GE(head(1) - head(2), 500U);
  client.fault(
      R"({"venue":"polygon/2","endpoint":"eth_chainId","kind":"wrong_chain","params":{"chain_id":1}})");
  EXPECT_EQ(text(client.rpc("eth_chainId", "[]", 2), "result"), "0x1");
  EXPECT_EQ(text(client.rpc("eth_chainId", "[]", 1), "result"), "0x89");
  client.fault(R"({"venue":"polygon/1","endpoint":"eth_call","kind":"rpc_error",
                   "params":{"code":-32000,"message":"missing trie node"}})");
  EXPECT_EQ(
      text(client.rpc("eth_call", call_params(pm::pusd, "0x70a08231")).at("error"), "message"),
      "missing trie node");
}

TEST(Polygon, AReorganisationChangesHashesAndMinesTransfersAgain) {
  TestClient client{0, 1};
  const auto token = held_token(client);
  client.act(R"({"do":"set_service","venue":"polymarket","settlement_ms":0})");
  const auto before = balance(client, token);
  client.act(R"({"do":"buy","venue":"polymarket","wallet":")" + demo_wallet() +
             R"(","token_id":")" + token + R"(","size":"5","price":"0.5"})");
  client.wait(4s);
  EXPECT_GT(balance(client, token), before);
  const auto head = text(client.rpc("eth_blockNumber", "[]"), "result");
  const auto hash = [&] {
    return text(client.rpc("eth_getBlockByNumber", "[\"" + head + "\",false]").at("result"),
                "hash");
  };
  const auto old_hash = hash();
  client.act(R"({"do":"reorganise","venue":"polymarket","depth":4})");
  EXPECT_NE(hash(), old_hash);
  EXPECT_EQ(balance(client, token, ("\"" + head + "\"").c_str()), before) << "not yet mined again";
  client.wait(10s);
  EXPECT_GT(balance(client, token), before);
}

}  // namespace
}  // namespace holdfast::sim::test
