#include "chain/polygon_logs.hpp"

#include <gtest/gtest.h>

#include "sim_stage.hpp"

namespace holdfast {
namespace {

using test::px;
using test::qty;
using test::run;
using test::SimStage;

struct LogsStage : SimStage {
  polygon::PolygonLogs logs(int endpoints = 2) { return logs(endpoints, transport); }
  polygon::PolygonLogs logs(int endpoints, Transport& through) {
    polygon::Config config;
    for (int i = 1; i <= endpoints; ++i) {
      config.endpoints.push_back(
          polygon::endpoint_address("http://sim/polygon/" + std::to_string(i)).value());
    }
    return polygon::PolygonLogs{std::move(config), through, clock};
  }
  void send(const PositionKey& key, const std::string& size) {
    act(R"({"venue":"polymarket","do":"transfer","from":")" + holder().lower() + R"(","to":"0x)" +
        std::string(40, 'b') + R"(","token_id":")" + key.instrument.text + R"(","size":")" + size +
        R"("})");
  }
};

TEST(PolygonLogs, TellWhatCameAndWhatTheOwnerSent) {
  LogsStage stage;
  const PositionKey key = stage.polymarket_position("sent", "250");
  stage.send(key, "100.5");
  auto logs = stage.logs();
  const auto told = run(logs.flows(SimStage::holder().lower(), UtcTime{}, stage.tape));
  ASSERT_TRUE(told) << told.error().what;
  ASSERT_EQ(told->size(), 2U);
  EXPECT_EQ(told->at(0).change, qty("250"));
  EXPECT_FALSE(told->at(0).sent_by_owner);
  EXPECT_EQ(told->at(1).change, qty("-100.5"));
  EXPECT_EQ(told->at(1).token, key.instrument.text);
  EXPECT_TRUE(told->at(1).sent_by_owner);
  EXPECT_GT(told->at(1).at, told->at(0).at);
}

TEST(PolygonLogs, TellEachMovementOnceHoweverOftenTheyAreAsked) {
  LogsStage stage;
  const PositionKey key = stage.polymarket_position("sent", "250");
  auto logs = stage.logs();
  EXPECT_EQ(run(logs.flows(SimStage::holder().lower(), UtcTime{}, stage.tape))->size(), 1U);
  stage.send(key, "1");
  const UtcTime since = stage.clock.now() - std::chrono::minutes{1};
  EXPECT_EQ(run(logs.flows(SimStage::holder().lower(), since, stage.tape))->size(), 1U)
      << "the newer one";
  EXPECT_EQ(run(logs.flows(SimStage::holder().lower(), UtcTime{}, stage.tape))->size(), 2U);
}

TEST(PolygonLogs, AskAndTellTheSameWithTheMemoryThatATapeNames) {
  LogsStage stage;
  const PositionKey key = stage.polymarket_position("sent", "250");
  const auto holder = SimStage::holder();
  auto logs = stage.logs();
  ASSERT_TRUE(run(logs.flows(holder.lower(), UtcTime{}, stage.tape)));
  stage.send(key, "1");
  RawTape then;
  const auto told = run(logs.flows(holder.lower(), UtcTime{}, then));
  ASSERT_EQ(then.answers.front().source, polygon::remembered_transfers);

  auto again = stage.logs();
  ASSERT_TRUE(again.recall(holder, then.answers.front().body));
  RawTape now;
  EXPECT_EQ(run(again.flows(holder.lower(), UtcTime{}, now)), told);
  // Who begins anew asks which chain it is, and more logs.
  std::erase_if(now.answers, [](const auto& one) { return one.source.ends_with(" eth_chainId"); });
  ASSERT_EQ(now.answers.size(), then.answers.size());
  for (std::size_t i = 0; i < now.answers.size(); ++i) {
    EXPECT_EQ(now.answers[i].source, then.answers[i].source);
  }
  EXPECT_EQ(now.answers.front().body, then.answers.front().body);
}

// Answers for one endpoint that nothing moved.
class Silent final : public Transport {
 public:
  explicit Silent(Transport& honest) : honest_{honest} {}
  Async<HttpResponse> exchange(HttpRequest request) override {
    const bool silent =
        request.target.ends_with("/2") && request.body.find("eth_getLogs") != std::string::npos;
    auto answer = co_await honest_.exchange(std::move(request));
    if (!silent || !answer) co_return answer;
    const auto id = answer->body.substr(answer->body.find("\"id\":"));
    answer->body = R"({"jsonrpc":"2.0","result":[],)" + id.substr(0, id.find_first_of(",}")) + "}";
    co_return answer;
  }

 private:
  Transport& honest_;
};

TEST(PolygonLogs, AreNotBelievedWhereEndpointsDiffer) {
  LogsStage stage;
  stage.polymarket_position("sent", "250");
  Silent silent{stage.transport};
  auto logs = stage.logs(2, silent);
  EXPECT_FALSE(run(logs.flows(SimStage::holder().lower(), UtcTime{}, stage.tape)));
}

// Refuses ranges of more than a thousand blocks.
class Narrow final : public Transport {
 public:
  explicit Narrow(Transport& honest) : honest_{honest} {}
  Async<HttpResponse> exchange(HttpRequest request) override {
    if (request.body.find("eth_getLogs") != std::string::npos && width(request.body) > 1'000) {
      ++refused;
      const auto id = request.body.substr(request.body.find("\"id\":"));
      co_return HttpResponse{
          .status = 200,
          .headers = {},
          .body = R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"at most 1000 blocks"},)" +
                  id.substr(0, id.find_first_of(",}")) + "}"};
    }
    co_return co_await honest_.exchange(std::move(request));
  }
  int refused{};

 private:
  static std::uint64_t number(const std::string& body, const std::string& name) {
    return std::stoull(body.substr(body.find(name) + name.size() + 3), nullptr, 16);
  }
  static std::uint64_t width(const std::string& body) {
    return number(body, "toBlock") - number(body, "fromBlock") + 1;
  }
  Transport& honest_;
};

TEST(PolygonLogs, AreAskedInSmallerPiecesWhereThatIsRefused) {
  LogsStage stage;
  const PositionKey key = stage.polymarket_position("sent", "250");
  Narrow narrow{stage.transport};
  auto logs = stage.logs(2, narrow);
  const auto told = run(logs.flows(SimStage::holder().lower(), UtcTime{}, stage.tape));
  ASSERT_TRUE(told) << told.error().what;
  EXPECT_EQ(told->size(), 1U);
  EXPECT_EQ(narrow.refused, 2) << "once by each endpoint";
  stage.send(key, "1");
  EXPECT_EQ(run(logs.flows(SimStage::holder().lower(), UtcTime{}, stage.tape))->size(), 2U);
  EXPECT_EQ(narrow.refused, 2);
}

TEST(PolygonLogs, AreThoseOfTheEndpointsThatAnswer) {
  LogsStage stage;
  stage.polymarket_position("sent", "250");
  stage.break_it("polygon/2", "eth_getLogs", sim::FaultKind::rpc_error);
  auto logs = stage.logs();
  EXPECT_EQ(run(logs.flows(SimStage::holder().lower(), UtcTime{}, stage.tape))->size(), 1U);
  stage.break_it("polygon/1", "eth_getLogs", sim::FaultKind::rpc_error);
  stage.polymarket_position("other", "5");
  EXPECT_FALSE(run(logs.flows(SimStage::holder().lower(), UtcTime{}, stage.tape)));
}

}  // namespace
}  // namespace holdfast
