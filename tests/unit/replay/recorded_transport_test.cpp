#include "replay/recorded_transport.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/run.hpp"
#include "support/values.hpp"

namespace holdfast::replay {
namespace {

using test::at_s;

class Recorded : public testing::Test {
 protected:
  // What the question gets, as "status body" or the fault in words.
  std::string ask(HttpRequest request) {
    const auto outcome = test::run(transport_.exchange(std::move(request)));
    if (!outcome) return std::string{name_of(outcome.error().fault)} + ": " + outcome.error().what;
    return std::to_string(outcome->status) + " " + outcome->body;
  }
  std::string balance() {
    return ask({.origin = "http://kalshi", .target = "/trade-api/v2/portfolio/balance"});
  }
  std::string block() {
    return ask({.method = Method::post,
                .origin = "http://node",
                .target = "/",
                .body = R"({"jsonrpc":"2.0","id":7,"method":"eth_getBlockByNumber","params":[]})"});
  }
  void play(std::vector<RawAnswer> answers) { transport_.play(answers); }

  RecordedClock clock_;
  RecordedTransport transport_{clock_};
};

TEST_F(Recorded, MissesWhatWasMissedThenAndNotWhatCameLater) {
  const std::string source = "kalshi GET /portfolio/balance";
  play({{source, no_answer, at_s(10), "unreachable: no answer within 10 s"},
        {source, 200, at_s(11), "{}"}});
  EXPECT_EQ(balance(), "unreachable: no answer within 10 s");
  EXPECT_EQ(clock_.now(), at_s(10)) << "what was waited for in vain took its time too";
  EXPECT_EQ(balance(), "200 {}");
  EXPECT_EQ(clock_.now(), at_s(11));
  EXPECT_EQ(balance(), "unreachable: the record has no answer to " + source);
}

TEST_F(Recorded, AnswersANodesQuestionByItsNewNumber) {
  const std::string source = "polygon node eth_getBlockByNumber";
  play({{source, no_answer, at_s(1), "unreachable: the connection was dropped"},
        {source, 200, at_s(2), R"({"id":3,"result":5})"}});
  EXPECT_EQ(block(), "unreachable: the connection was dropped");
  EXPECT_EQ(block(), R"(200 {"id":7,"result":5})");
}

}  // namespace
}  // namespace holdfast::replay
