#include "chain/solana_chain.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "chain/solana_programs.hpp"
#include "chain/solana_witness.hpp"
#include "support/between.hpp"
#include "support/run.hpp"
#include "support/still_clock.hpp"

namespace holdfast::solana {
namespace {

constexpr std::string_view owner = "FAe4sisG95oZ42w7buUn5qEE4TAnfTTFPiguZUHmhiF";
constexpr std::string_view mint = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

// A node that holds one outcome token of the wallet, and is where its `slot` says.
struct SolanaNode {
  std::uint64_t slot = 1'000;
  std::uint64_t atoms = 5'000'000;
  bool knows_min_slot = true;  // nodes behind a load balancer do not all
  std::int64_t slot_s = 0;     // when that slot was
};

// One host for each node: "http://node-1".
class SolanaNodes final : public Transport {
 public:
  std::map<std::string, SolanaNode> nodes;
  std::vector<HttpRequest> asked;

  Async<HttpResponse> exchange(HttpRequest request) override {
    asked.push_back(request);
    const SolanaNode& node = nodes.at(request.origin);
    co_return HttpResponse{.status = 200,
                           .body = fmt::format(R"({{"jsonrpc":"2.0","id":{},{}}})",
                                               test::between(request.body, R"("id":)", ","),
                                               said(node, request.body))};
  }

  // The lowest slots that listings were to be of, in the order of the questions; 0: any.
  [[nodiscard]] std::vector<std::uint64_t> min_slots() const {
    std::vector<std::uint64_t> slots;
    for (const HttpRequest& request : asked) {
      if (request.body.find("getTokenAccountsByOwner") == std::string::npos) continue;
      const std::string slot = test::between(request.body, R"("minContextSlot":)", ",}");
      slots.push_back(slot.empty() ? 0 : std::stoull(slot));
    }
    return slots;
  }

 private:
  static std::string said(const SolanaNode& node, const std::string& body) {
    if (body.find("getGenesisHash") != std::string::npos) {
      return fmt::format(R"("result":"{}")", mainnet_genesis);
    }
    if (body.find("getBlockTime") != std::string::npos) {
      return fmt::format(R"("result":{})", unix_s(test::at_s(node.slot_s)));
    }
    const std::string min_slot = test::between(body, R"("minContextSlot":)", ",}");
    if (node.knows_min_slot && !min_slot.empty() && std::stoull(min_slot) > node.slot) {
      return R"("error":{"code":-32016,"message":"Minimum context slot has not been reached"})";
    }
    const bool outcomes = body.find(token_2022_program) != std::string::npos;
    return fmt::format(R"("result":{{"context":{{"slot":{}}},"value":[{}]}})", node.slot,
                       outcomes ? row(node) : "");
  }

  static std::string row(const SolanaNode& node) {
    return fmt::format(
        R"({{"pubkey":"A","account":{{"owner":"{}","data":{{"program":"spl-token-2022",)"
        R"("parsed":{{"type":"account","info":{{"mint":"{}","owner":"{}","tokenAmount":)"
        R"({{"amount":"{}","decimals":6}}}}}}}}}}}})",
        token_2022_program, mint, owner, node.atoms);
  }
};

struct Stage {
  test::StillClock clock;
  SolanaNodes transport;
  ChainConfig config;
  RawTape tape;

  explicit Stage(int nodes) {
    for (int i = 1; i <= nodes; ++i) {
      const std::string url = "http://node-" + std::to_string(i);
      config.endpoints.push_back(json_rpc::endpoint_address(url).value());
      transport.nodes[url] = {};
    }
  }
  SolanaNode& node(int number) {
    return transport.nodes.at("http://node-" + std::to_string(number));
  }
  Result<TokenListing> list(SolanaChain& chain) {
    return test::run(chain.token_accounts(std::string{owner}, tape));
  }
  Result<Readings> read(const SolanaChain& chain) {
    const AccountId account{"kalshi_solana/main"};
    SolanaWitness witness{{config, {{account, std::string{owner}}}}, chain, transport, clock};
    return test::run(witness.read({{.account = account,
                                    .venue = VenueName::kalshi_solana,
                                    .instrument = InstrumentId{std::string{mint}}}},
                                  tape));
  }
};

TEST(SolanaChain, AsksForNothingOlderThanItHasListed) {
  Stage stage{1};
  SolanaChain chain{stage.config, stage.transport, stage.clock};
  ASSERT_TRUE(stage.list(chain));
  stage.node(1).slot = 1'004;
  ASSERT_TRUE(stage.list(chain));
  ASSERT_TRUE(stage.read(chain));
  // Both programs of each listing, the second not before the first; then the witness.
  EXPECT_EQ(stage.transport.min_slots(),
            (std::vector<std::uint64_t>{0, 1'000, 1'000, 1'004, 1'004}));
}

TEST(SolanaChain, RefusesAnOlderSlotOfANodeThatMindsNoMinimum) {
  Stage stage{1};
  SolanaChain chain{stage.config, stage.transport, stage.clock};
  ASSERT_TRUE(stage.list(chain));
  stage.node(1) = {.slot = 999, .atoms = 9'000'000, .knows_min_slot = false};
  const auto behind = stage.list(chain);
  ASSERT_FALSE(behind) << "listed slot " << behind->slot << " after 1000";
  EXPECT_EQ(behind.error().fault, Fault::not_now) << behind.error().what;
  EXPECT_EQ(chain.newest_slot(std::string{owner}), 1'000U);
}

TEST(SolanaChain, TakesTheListOfTheNextNodeWhereTheFirstIsBehind) {
  for (const bool knows_min_slot : {true, false}) {
    Stage stage{2};
    SolanaChain chain{stage.config, stage.transport, stage.clock};
    ASSERT_TRUE(stage.list(chain));
    stage.node(1) = {.slot = 990, .atoms = 9'000'000, .knows_min_slot = knows_min_slot};
    stage.node(2) = {.slot = 1'002, .atoms = 3'000'000};
    const auto listing = stage.list(chain);
    ASSERT_TRUE(listing) << listing.error().what;
    EXPECT_EQ(listing->slot, 1'002U);
    EXPECT_EQ(listing->endpoint, "node-2");
    EXPECT_EQ(listing->accounts.at(0).amount, 3'000'000U);
  }
}

// A slot of long ago is not newer for being the newest that was listed.
TEST(SolanaChain, TakesTheListOfTheNextNodeWhereTheFirstIsStuck) {
  Stage stage{2};
  SolanaChain chain{stage.config, stage.transport, stage.clock};
  ASSERT_TRUE(stage.list(chain));
  stage.clock.advance(std::chrono::minutes{3});
  stage.node(2) = {.slot = 1'450, .atoms = 3'000'000, .slot_s = 170};
  const auto listing = stage.list(chain);
  ASSERT_TRUE(listing) << listing.error().what;
  EXPECT_EQ(listing->endpoint, "node-2");
  EXPECT_EQ(listing->slot, 1'450U);
  stage.node(2).slot_s = 0;
  const auto none = stage.list(chain);
  ASSERT_FALSE(none) << "listed slot " << none->slot;
  EXPECT_EQ(none.error().fault, Fault::not_now) << none.error().what;
}

TEST(SolanaWitness, CountsNoAnswerOfANodeThatIsStuck) {
  Stage stage{2};
  SolanaChain chain{stage.config, stage.transport, stage.clock};
  stage.clock.advance(std::chrono::minutes{3});
  stage.node(2) = {.atoms = 3'000'000, .slot_s = 170};
  const auto readings = stage.read(chain);
  ASSERT_TRUE(readings) << readings.error().what;
  EXPECT_EQ(readings->endpoints_answered, 1U) << readings->text;
  ASSERT_EQ(readings->agreed.size(), 1U);
  EXPECT_EQ(readings->agreed.begin()->second.quantity, test::qty("3"));
}

// Where the node behind says what was, it must neither vouch for a listing nor dispute it.
TEST(SolanaWitness, CountsNoAnswerFromBeforeTheListing) {
  for (const bool knows_min_slot : {true, false}) {
    Stage stage{2};
    SolanaChain chain{stage.config, stage.transport, stage.clock};
    stage.node(1) = {.slot = 1'002, .atoms = 3'000'000};
    stage.node(2) = {.slot = 1'001, .atoms = 5'000'000, .knows_min_slot = knows_min_slot};
    ASSERT_TRUE(stage.list(chain));
    const auto readings = stage.read(chain);
    ASSERT_TRUE(readings) << readings.error().what;
    EXPECT_EQ(readings->endpoints_answered, 1U) << readings->text;
    EXPECT_TRUE(readings->disputed.empty()) << readings->text;
    ASSERT_EQ(readings->agreed.size(), 1U);
    EXPECT_EQ(readings->agreed.begin()->second.quantity, test::qty("3"));
    EXPECT_EQ(readings->agreed.begin()->second.endpoints, 1U);
  }
}

}  // namespace
}  // namespace holdfast::solana
