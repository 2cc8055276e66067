#include "chain/polygon_witness.hpp"

#include <gtest/gtest.h>

#include "chain/quorum.hpp"
#include "node.hpp"
#include "support/run.hpp"
#include "support/still_clock.hpp"

namespace holdfast::polygon {
namespace {

using test::poly_key;
using test::qty;

// Hash-like ids live in ConditionalTokens, the last one in the PositionManager.
const std::string token_a = U256::parse_hex(std::string(64, 'a'))->decimal();
const std::string token_b = U256::parse_hex(std::string(64, 'b'))->decimal();
const std::string token_v2 =
    "452312848583266388373324160190187140279133864879379067545682194838849585152";

std::string id_word(const std::string& token) {
  return U256::parse_decimal(token)->hex().substr(2);
}

struct Stage {
  test::StillClock clock;
  Nodes transport;
  Config config;
  RawTape tape;

  explicit Stage(int nodes) {
    config.holders.emplace(
        AccountId{"polymarket/main"},
        crypto::EthAddress::parse("0x379a410a36c101e3b8dfb6c90d1176eb0def4b1a").value());
    for (int i = 1; i <= nodes; ++i) {
      const std::string url = "http://node-" + std::to_string(i);
      config.endpoints.push_back(endpoint_address(url + "/v2/secret-key").value());
      transport.nodes[url].balances[id_word(token_a)] = word(12'500'000);
    }
  }
  Node& node(int number) { return transport.nodes.at("http://node-" + std::to_string(number)); }
  PolygonWitness witness() { return PolygonWitness{config, transport, clock}; }
  Result<Readings> read(std::vector<PositionKey> keys) {
    auto one = witness();
    return test::run(one.read(std::move(keys), tape));
  }
};

TEST(PolygonWitness, AgreesWhereEveryEndpointSaysTheSameAtOneBlock) {
  Stage stage{2};
  stage.node(2).finalized = 1'010;
  const auto readings = stage.read({poly_key(token_a), poly_key(token_b)});
  ASSERT_TRUE(readings) << readings.error().what;
  ASSERT_EQ(readings->agreed.size(), 2U);
  EXPECT_TRUE(readings->disputed.empty());
  const Reading& reading = readings->agreed.at(poly_key(token_a));
  EXPECT_EQ(reading.quantity, qty("12.5"));
  EXPECT_EQ(reading.evidence.kind, EvidenceKind::chain_balance);
  EXPECT_EQ(reading.evidence.id, "polygon:1000:" + hash_of('a'));
  EXPECT_EQ(reading.evidence.at, stage.clock.now());
  EXPECT_EQ(readings->agreed.at(poly_key(token_b)).quantity, Quantity{});
  EXPECT_EQ(readings->endpoints_answered, 2U);
  EXPECT_EQ(readings->text, "2 of 2 endpoints at block 1000");
}

TEST(PolygonWitness, AsksEveryBalanceAtTheLowestFinalisedBlock) {
  Stage stage{2};
  stage.node(2).finalized = 1'050;
  ASSERT_TRUE(stage.read({poly_key(token_a)}));
  int calls = 0;
  for (const auto& request : stage.transport.asked) {
    if (request.body.find("eth_call") == std::string::npos) continue;
    ++calls;
    EXPECT_NE(request.body.find("\"0x3e8\""), std::string::npos) << request.body;
  }
  EXPECT_EQ(calls, 2);
}

TEST(PolygonWitness, DisputesWithNamesWhereOneOfThreeLies) {
  Stage stage{3};
  stage.node(3).balances[id_word(token_a)] = word(0);
  const auto readings = stage.read({poly_key(token_a), poly_key(token_b)});
  ASSERT_TRUE(readings);
  EXPECT_FALSE(readings->agreed.contains(poly_key(token_a)));
  EXPECT_TRUE(readings->agreed.contains(poly_key(token_b)));
  const std::string& text = readings->disputed.at(poly_key(token_a));
  EXPECT_NE(text.find("node-1 says 12.5,"), std::string::npos) << text;
  EXPECT_NE(text.find("node-3 says 0"), std::string::npos) << text;
}

TEST(PolygonWitness, AgreesAboutNothingOnTwoForks) {
  Stage stage{2};
  stage.node(2).fork = 'b';
  const auto readings = stage.read({poly_key(token_a)});
  ASSERT_TRUE(readings);
  EXPECT_TRUE(readings->agreed.empty());
  EXPECT_NE(readings->disputed.at(poly_key(token_a)).find(hash_of('b')), std::string::npos);
}

TEST(PolygonWitness, BelievesNoBalanceOfABlockThatIsReplacedMeanwhile) {
  for (const std::vector<int>& replacing : {std::vector{1}, {2}, {1, 2}}) {
    Stage stage{2};
    for (const int node : replacing) stage.node(node).forks_at_call = 'b';
    const auto readings = stage.read({poly_key(token_a)});
    ASSERT_TRUE(readings);
    EXPECT_TRUE(readings->agreed.empty()) << "not even what the other one said";
    EXPECT_NE(readings->disputed.at(poly_key(token_a)).find("replaced block 1000"),
              std::string::npos);
  }
}

TEST(PolygonWitness, AgreesAboutNothingWhenTheBlockItRestsOnWasReplaced) {
  Stage stage{2};
  auto witness = stage.witness();
  const auto read = [&] { return test::run(witness.read({poly_key(token_a)}, stage.tape)); };
  ASSERT_EQ(read()->agreed.size(), 1U);
  stage.node(1).finalized = stage.node(2).finalized = 1'064;
  stage.node(2).fork = 'b';
  for (int again = 0; again < 2; ++again) {  // one of them: nobody knows which is right
    const auto doubtful = read();
    ASSERT_TRUE(doubtful);
    EXPECT_TRUE(doubtful->agreed.empty());
    EXPECT_NE(doubtful->disputed.at(poly_key(token_a)).find("node-2 has " + hash_of('b')),
              std::string::npos);
  }
  stage.node(1).fork = 'b';
  EXPECT_TRUE(read()->agreed.empty()) << "the reading that notices verifies nothing";
  EXPECT_EQ(read()->agreed.at(poly_key(token_a)).evidence.id, "polygon:1064:" + hash_of('b'));
}

TEST(PolygonWitness, LeavesOutAnEndpointThatHasNotTheBlockItRestsOn) {
  Stage stage{2};
  auto witness = stage.witness();
  ASSERT_TRUE(test::run(witness.read({poly_key(token_a)}, stage.tape)));
  stage.node(2).finalized = 999;
  const auto readings = test::run(witness.read({poly_key(token_a)}, stage.tape));
  ASSERT_TRUE(readings);
  EXPECT_EQ(readings->endpoints_answered, 1U);
  EXPECT_EQ(readings->agreed.at(poly_key(token_a)).endpoints, 1U);
}

TEST(PolygonWitness, BelievesNoOtherChainAndNoEndpointFarBehind) {
  Stage wrong{2};
  wrong.node(2).chain = "0x1";
  const auto readings = wrong.read({poly_key(token_a)});
  ASSERT_TRUE(readings);
  EXPECT_EQ(readings->endpoints_answered, 1U);
  EXPECT_EQ(readings->endpoints_asked, 2U);
  EXPECT_NE(readings->text.find("node-2"), std::string::npos);
  EXPECT_NE(readings->text.find("chain 1,"), std::string::npos) << readings->text;

  Stage behind{2};
  behind.node(2).finalized = 849;  // 151 blocks
  EXPECT_EQ(behind.read({poly_key(token_a)})->endpoints_answered, 1U);
  behind.node(2).finalized = 850;
  EXPECT_EQ(behind.read({poly_key(token_a)})->endpoints_answered, 2U);
}

TEST(PolygonWitness, BelievesNoStuckEndpointAndNoneFromTheFuture) {
  for (const std::int64_t seconds : {-901, 61}) {
    Stage stage{1};
    stage.node(1).block_time += seconds;
    const auto readings = stage.read({poly_key(token_a)});
    EXPECT_FALSE(readings) << seconds;
  }
  for (const std::int64_t seconds : {-900, 60}) {
    Stage stage{1};
    stage.node(1).block_time += seconds;
    EXPECT_TRUE(stage.read({poly_key(token_a)})) << seconds;
  }
}

TEST(PolygonWitness, IsAFaultWhenNobodyGivesAUsableAnswer) {
  Stage none{0};
  EXPECT_FALSE(none.read({poly_key(token_a)}));
  Stage dead{2};
  dead.transport.nodes.clear();
  const auto readings = dead.read({poly_key(token_a)});
  ASSERT_FALSE(readings);
  EXPECT_EQ(readings.error().fault, Fault::unreachable);
  Stage chain{1};
  chain.node(1).chain = "0x13882";
  EXPECT_EQ(chain.read({poly_key(token_a)}).error().fault, Fault::identity);
}

TEST(PolygonWitness, GoesOnWithTheOthersWhenOneBreaksHalfWay) {
  for (const char* method : {"eth_chainId", "eth_getBlockByNumber", "eth_call"}) {
    for (const char* body :
         {"", "<html><body>429</body></html>", "{}", "[]", "null",
          R"({"jsonrpc":"2.0","id":1,"result":null})", R"({"jsonrpc":"2.0","id":1,"result":"0x"})",
          R"({"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"header not found"}})"}) {
      Stage stage{2};
      stage.node(2).spoiled[method] = body;
      const auto readings = stage.read({poly_key(token_a)});
      ASSERT_TRUE(readings) << method << body;
      EXPECT_EQ(readings->endpoints_answered, 1U) << method << body;
      EXPECT_EQ(readings->agreed.at(poly_key(token_a)).quantity, qty("12.5"));
    }
    Stage refused{2};
    refused.node(2).status[method] = 403;
    EXPECT_EQ(refused.read({poly_key(token_a)})->endpoints_answered, 1U) << method;
  }
}

TEST(PolygonWitness, TakesNoAnswerToAnotherQuestion) {
  Stage stage{1};
  stage.node(1).echoes_id = false;
  const auto readings = stage.read({poly_key(token_a)});
  ASSERT_FALSE(readings);
  EXPECT_EQ(readings.error().fault, Fault::malformed);
}

TEST(PolygonWitness, AsksTheContractThatTheIdsBitsName) {
  Stage ctf{1};
  ASSERT_TRUE(ctf.read({poly_key(token_a)}));
  EXPECT_EQ(ctf.node(1).contract, "0x4d97dcd97ec945f40cf65f87097ace5ea0476045");
  Stage structured{1};
  ASSERT_TRUE(structured.read({poly_key(token_v2)}));
  EXPECT_EQ(structured.node(1).contract, "0x006f54f7f9a22e0000cc2ab60031000000ae9fef");
}

TEST(PolygonWitness, SplitsManyIdsIntoCallsAndKeepsTheirOrder) {
  Stage stage{1};
  stage.config.ids_per_call = 3;
  std::vector<PositionKey> keys;
  for (std::uint64_t i = 0; i < 8; ++i) {
    const std::string hex = std::string(62, 'c') + fmt::format("{:02x}", i);
    stage.node(1).balances[hex] = word(i * 1'000'000);
    keys.push_back(poly_key(U256::parse_hex(hex)->decimal()));
  }
  const auto readings = stage.read(keys);
  ASSERT_TRUE(readings);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(readings->agreed.at(keys[i]).quantity, qty(std::to_string(i)));
  }
  EXPECT_EQ(stage.node(1).calls, 2 + 3 + 1);  // and its block once more
}

TEST(PolygonWitness, HoldsNoBalanceThatIsTooLargeForShares) {
  Stage stage{1};
  stage.node(1).balances[id_word(token_a)] = std::string(64, 'f');
  const auto readings = stage.read({poly_key(token_a), poly_key(token_b)});
  ASSERT_TRUE(readings);
  EXPECT_TRUE(readings->disputed.contains(poly_key(token_a)));
  EXPECT_TRUE(readings->agreed.contains(poly_key(token_b)));
}

TEST(PolygonWitness, ConvertsSixDecimalsExactly) {
  EXPECT_EQ(shares_of(U256{1}), qty("0.000001"));
  EXPECT_EQ(shares_of(U256{1'000'000}), qty("1"));
  EXPECT_EQ(shares_of(U256{9'223'372'036'854'775ULL}), qty("9223372036.854775"));
  EXPECT_FALSE(shares_of(U256{9'223'372'036'854'776ULL}));
  EXPECT_FALSE(shares_of(*U256::parse_decimal("18446744073709551616")));
}

TEST(PolygonWitness, ChecksTheChainOnceADay) {
  Stage stage{1};
  auto witness = stage.witness();
  const auto chain_questions = [&] {
    int count = 0;
    for (const auto& request : stage.transport.asked) {
      count += request.body.find("eth_chainId") != std::string::npos ? 1 : 0;
    }
    return count;
  };
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(test::run(witness.read({poly_key(token_a)}, stage.tape)));
  }
  EXPECT_EQ(chain_questions(), 1);
  stage.clock.advance(std::chrono::hours{24});
  stage.node(1).block_time += 86'400;
  ASSERT_TRUE(test::run(witness.read({poly_key(token_a)}, stage.tape)));
  EXPECT_EQ(chain_questions(), 2);
}

TEST(PolygonWitness, RefusesKeysOfAnAccountWithoutAWallet) {
  Stage stage{1};
  PositionKey key = poly_key(token_a);
  key.account = AccountId{"polymarket/other"};
  EXPECT_EQ(stage.read({key}).error().fault, Fault::identity);
  const auto readings = stage.read({poly_key("not-a-number"), poly_key(token_a)});
  ASSERT_TRUE(readings);
  EXPECT_TRUE(readings->disputed.contains(poly_key("not-a-number")));
}

TEST(PolygonWitness, RemembersWhatATapeSaysWasRemembered) {
  Stage stage{2};
  auto first = stage.witness();
  const auto read = [&](PolygonWitness& witness) {
    stage.tape = {};
    return test::run(witness.read({poly_key(token_a)}, stage.tape));
  };
  ASSERT_TRUE(read(first));
  ASSERT_EQ(stage.tape.answers.front().source, remembered_block);
  EXPECT_EQ(stage.tape.answers.front().body, "") << "nothing yet";
  ASSERT_TRUE(read(first));
  const std::string memory = stage.tape.answers.front().body;

  auto second = stage.witness();
  ASSERT_TRUE(second.recall(memory));
  for (int i = 1; i <= 2; ++i) stage.node(i).fork = 'b';
  EXPECT_EQ(read(second)->disputed.size(), 1U) << "the block that was read at is gone";
  ASSERT_TRUE(second.recall(memory));
  ASSERT_TRUE(second.recall(""));
  EXPECT_TRUE(read(second)->disputed.empty());
  EXPECT_FALSE(second.recall("1000"));
}

TEST(PolygonWitness, ShowsNoAccessKeyAnywhere) {
  Stage stage{2};
  stage.node(2).spoiled["eth_call"] = "<html>";
  const auto readings = stage.read({poly_key(token_a)});
  ASSERT_TRUE(readings);
  EXPECT_EQ(readings->text.find("secret"), std::string::npos);
  for (const RawAnswer& raw : stage.tape.answers) {
    EXPECT_EQ(raw.source.find("secret"), std::string::npos) << raw.source;
  }
  EXPECT_EQ(stage.transport.asked.front().target, "/v2/secret-key");
}

TEST(PolygonEndpoint, IsReadFromAUrlAndRefusesSecretsInWrongPlaces) {
  const auto address = endpoint_address("https://polygon.example:8443/v2/key?x=1");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->name, "polygon.example:8443");
  EXPECT_EQ(address->origin, "https://polygon.example:8443");
  EXPECT_EQ(address->target, "/v2/key?x=1");
  EXPECT_EQ(endpoint_address("http://127.0.0.1:8545")->target, "/");
  for (const char* url : {"", "polygon.example", "ftp://polygon.example/x", "https://",
                          "https://user:canary@polygon.example/", "wss://polygon.example/canary"}) {
    const auto refused = endpoint_address(url);
    ASSERT_FALSE(refused) << url;
    EXPECT_EQ(refused.error().what.find("canary"), std::string::npos);
  }
}

}  // namespace
}  // namespace holdfast::polygon
